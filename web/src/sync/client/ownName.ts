const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const found = (names: typeof browsers, agent: string) => names.find(([word]) => word.test(agent))?.[1];

/** What this device is called in the list of devices until somebody names it. */
export function ownName(agent: string): string {
  const [browser, system] = [found(browsers, agent), found(systems, agent)];
  return [browser, system].filter((name) => name !== undefined).join(' · ') || 'Browser';
}
