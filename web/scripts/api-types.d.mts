/** The TypeScript types of an OpenAPI document (its JSON). */
export function typesOf(document: string): Promise<string>;
