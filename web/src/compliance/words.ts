import { useTranslation } from 'react-i18next';

export const syncTypes = [
  'all',
  'packages',
  'plant_batches',
  'locations',
  'strains',
  'items',
  'tags',
  'plants',
  'harvests',
  'transfers',
  'sales',
  'lab_tests',
  'facilities',
  'employees',
  'units',
] as const;

type Known = (typeof syncTypes)[number];

/** A type's name in the person's language; a type that this version does not know keeps its own name. */
export function useTypeName(): (type: string) => string {
  const { t } = useTranslation();
  return (type) =>
    (syncTypes as readonly string[]).includes(type)
      ? t(`compliance.types.${type as Known}`)
      : type.replaceAll('_', ' ');
}
