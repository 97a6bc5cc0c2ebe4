/** Check digits of identity, account and tax numbers. Each takes digits alone, unless it says otherwise. */

/** The digits of a text, all else left out. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** Σ digit × weight over the first digits, one for each weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);
}

/** Luhn's formula (ISO/IEC 7812-1), check digit last. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11,10, check digit last: German and Croatian tax numbers. */
export function mod11to10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

/** The remainder of a number of any length, letters counting as 10 to 35 (ISO/IEC 7064 MOD 97-10). */
export function remainder97(text: string): number {
  let remainder = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

const D5 =
  '0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210';
const PERMUTED = '01234567891576283094580379614289160435279453126870428657390127938064157046913258';

/** Verhoeff's scheme over the dihedral group D5, check digit last. */
export function verhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const permuted = Number(PERMUTED[(i % 8) * 10 + digit]);
    check = Number(D5[check * 10 + permuted]);
  }
  return check === 0;
}

/** Whether a day exists: `yy`, or `yyyy`, month and day as digits. Two digits may be any century. */
export function isDay(year: string, month: string, day: string): boolean {
  const most = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0;
  const isYear = year.length === 2 || (Number(year) >= 1880 && Number(year) <= 2100);
  return isYear && Number(day) >= 1 && Number(day) <= most;
}

/** Whether digits written as yymmdd or ddmmyy are a day. */
export function isDate(digits: string, order: 'yymmdd' | 'ddmmyy'): boolean {
  const [first = '', month = '', last = ''] = [
    digits.slice(0, 2),
    digits.slice(2, 4),
    digits.slice(4, 6),
  ];
  return order === 'yymmdd' ? isDay(first, month, last) : isDay(last, month, first);
}

/** Whether all digits are the same, or count up or down by one: what people type to fill a field. */
export function isFiller(digits: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < digits.length; i += 1) {
    steps.add((Number(digits[i]) - Number(digits[i - 1]) + 10) % 10);
  }
  const [step] = steps;
  return steps.size === 1 && (step === 0 || step === 1 || step === 9);
}
