import { compareNumbers, plainDecimal } from '../sync/decimal';
import { mostGrams } from './stageRules';

export type Unit = 'g' | 'oz';

/** Both are exact: an ounce is 28.349523125 g by law. */
const ounce = 28.349523125;

/** What a person typed or a scale sent, as grams to a tenth; undefined when it is no weight. */
export function gramsOf(text: string, unit: Unit): string | undefined {
  const plain = plainDecimal(text.trim().replace(',', '.'));
  if (plain === undefined || plain.startsWith('-')) return undefined;
  if (unit === 'oz') return roundTenth(Number(plain) * ounce);
  return /^\d+(\.\d)?$/.test(plain) ? plain : roundTenth(Number(plain));
}

const roundTenth = (grams: number): string | undefined =>
  plainDecimal((Math.round(grams * 10) / 10).toFixed(1));

/** Grams in the unit that the person reads; ounces to a ten-thousandth are more than a scale shows. */
export const inUnit = (grams: string, unit: Unit): number =>
  unit === 'g' ? Number(grams) : Math.round((Number(grams) / ounce) * 100) / 100;

/** Both to a tenth of a gram. */
export function netGrams(gross: string, tare: string): string | undefined {
  return compareNumbers(gross, tare) < 0 ? undefined : roundTenth(Number(gross) - Number(tare));
}

/** Not below nothing, not above the most, and no finer than a tenth. */
export const isWeight = (grams: string): boolean => {
  const plain = plainDecimal(grams);
  return plain !== undefined && /^\d+(\.\d)?$/.test(plain) && compareNumbers(plain, String(mostGrams)) <= 0;
};

/** A scale that types: digits, perhaps signs, spaces and a unit around them, as `ST,GS,+  123.4 g`. */
export function readScale(line: string): { readonly text: string; readonly unit?: Unit } | undefined {
  const found = /(\d+(?:[.,]\d+)?)\s*(g|oz|kg)?\s*$/i.exec(line.trim());
  if (!found?.[1] || /-\s*\d/.test(line)) return undefined;
  const unit = found[2]?.toLowerCase();
  if (unit === 'kg') return { text: String(Number(found[1].replace(',', '.')) * 1000), unit: 'g' };
  return { text: found[1].replace(',', '.'), ...(unit === 'g' || unit === 'oz' ? { unit } : {}) };
}
