/** Whole and decimal numbers as texts: JavaScript's own numbers would lose digits of a weight or a price. */

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

const form = /^([+-]?)([0-9]*)(?:\.([0-9]*))?$/;

/** The most digits that the server keeps exactly. */
const mostDigits = 28;

function partsOf(text: string): Parts | undefined {
  const found = form.exec(text);
  if (!found) return undefined;
  const [, sign, digits = '', decimals = ''] = found;
  if (digits + decimals === '') return undefined;
  const whole = digits.replace(/^0+/, '');
  const fraction = decimals.replace(/0+$/, '');
  return { negative: sign === '-' && whole + fraction !== '', whole, fraction };
}

/** The one text of a decimal number, without exponent, plus or trailing zeros; undefined when it is none. */
export function plainDecimal(text: string): string | undefined {
  const parts = text.length <= 40 ? partsOf(text) : undefined;
  if (!parts || parts.whole.length + parts.fraction.length > mostDigits) return undefined;
  const fraction = parts.fraction === '' ? '' : `.${parts.fraction}`;
  return `${parts.negative ? '-' : ''}${parts.whole === '' ? '0' : parts.whole}${fraction}`;
}

/** Compares two canonical texts of numbers by number: less than 0, 0, or more. */
export function compareNumbers(one: string, other: string): number {
  const places = Math.max(one.length, other.length);
  const scaled = (text: string): bigint => {
    const parts = partsOf(text);
    if (!parts) throw new RangeError(`${text} is no number`);
    const size = BigInt(`${parts.whole}${parts.fraction.padEnd(places, '0')}`);
    return parts.negative ? -size : size;
  };
  const [a, b] = [scaled(one), scaled(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
