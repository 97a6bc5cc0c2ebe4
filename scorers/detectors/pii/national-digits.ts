import {
  isDate,
  isDay,
  isFiller,
  luhn,
  mod11to10,
  remainder97,
  verhoeff,
  weighted,
} from './check-digits.ts';
import type { NationalId } from './national-id.ts';

type Row = readonly [
  kind: string,
  country: string,
  pattern: RegExp,
  check: (digits: string) => boolean,
  alone: NationalId['alone'],
  words: RegExp,
];

/** 11 − (Σ digit × weight mod 11) is the next digit, 10 and 11 counting as 0. */
function mod11(digits: string, weights: readonly number[]): boolean {
  return ((weighted(digits, weights) * 10) % 11) % 10 === Number(digits[weights.length]);
}

const isItinGroup = (group: number) =>
  (group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group !== 89 && group !== 93);

/** Two check digits at the end, by falling weights, as in CPF and CNPJ. */
function twoDigits(digits: string, first: readonly number[], second: readonly number[]): boolean {
  return mod11(digits, first) && mod11(digits, second);
}

const down = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => from - i);

const CNPJ = [5, 4, 3, 2, ...down(9, 2)];

/** In a German tax number one digit comes twice or three times, and no other more than once. */
function repeatsOnce(digits: string): boolean {
  const counts = [...'0123456789'].map((digit) => digits.split(digit).length - 1);
  const more = counts.filter((count) => count > 1);
  return more.length === 1 && (more[0] === 2 || more[0] === 3);
}

// kind, country, form, check, how sure (with separators, without), words beside it
const rows = (): Row[] => [
  [
    'us-ssn',
    'US',
    /\d{3}([- ])\d{2}\1\d{4}|\d{9}/y,
    (d) =>
      !/^(?:000|666|9)|^...00|0000$|^123456789$|^078051120$|^219099999$|^987654/.test(d) &&
      !isFiller(d),
    [0.85, 0.2],
    /\bssn\b|social security|soc\.? sec/,
  ],
  [
    'us-itin',
    'US',
    /9\d{2}([- ])\d{2}\1\d{4}|9\d{8}/y,
    (d) => isItinGroup(Number(d.slice(3, 5))),
    [0.7, 0.15],
    /\bitin\b|taxpayer identification/,
  ],
  [
    'ca-sin',
    'CA',
    /\d{3}([- ]?)\d{3}\1\d{3}/y,
    (d) => luhn(d) && !/^[08]/.test(d) && !isFiller(d),
    [0.4, 0.15],
    /\bsin\b|social insurance|assurance sociale/,
  ],
  [
    'uk-nhs',
    'GB',
    /\d{3}([- ]?)\d{3}\1\d{4}/y,
    (d) => (11 - (weighted(d, down(10, 2)) % 11)) % 11 === Number(d[9]) && !isFiller(d),
    [0.4, 0.2],
    /\bnhs\b|national health|health service/,
  ],
  [
    'de-tax-id',
    'DE',
    /[1-9]\d([ ]?)\d{3}\1\d{3}\1\d{3}/y,
    (d) => repeatsOnce(d.slice(0, 10)) && mod11to10(d),
    [0.7, 0.4],
    /steuer|identifikationsnummer|\bidnr|tax id|\btin\b/,
  ],
  [
    'fr-nir',
    'FR',
    /[1-478] ?\d{2} ?(?:[0-3]\d|4[0-2]|[5-9]\d) ?(?:\d{2}|2[abAB]) ?\d{3} ?\d{3} ?\d{2}/y,
    (d) =>
      97 - remainder97(d.slice(0, 13).replace('2A', '19').replace('2B', '18')) ===
      Number(d.slice(13)),
    [0.95, 0.85],
    /s[ée]curit[ée] sociale|\bnir\b|\binsee\b|num[ée]ro de s[ée]cu/,
  ],
  [
    'nl-bsn',
    'NL',
    /\d{4}([. ])\d{2}\1\d{3}|\d{9}/y,
    (d) => weighted(d, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !isFiller(d),
    [0.4, 0.15],
    /\bbsn\b|burgerservice|sofi/,
  ],
  [
    'be-nrn',
    'BE',
    /\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}/y,
    (d) =>
      isDate(d, 'yymmdd') &&
      [d.slice(0, 9), `2${d.slice(0, 9)}`].some(
        (n) => 97 - (Number(n) % 97) === Number(d.slice(9)),
      ),
    [0.95, 0.6],
    /rijksregister|registre national|national (?:registry|register)|\bnrn\b|\binsz\b|\bniss\b/,
  ],
  [
    'pt-nif',
    'PT',
    /[1-35689]\d{2}([ ]?)\d{3}\1\d{3}/y,
    (d) => mod11(d, down(9, 2)) && !isFiller(d),
    [0.3, 0.15],
    /\bnif\b|contribuinte|fiscal/,
  ],
  [
    'ch-ahv',
    'CH',
    /756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}/y,
    (d) => (10 - (weighted(d, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(d[12]),
    [0.97, 0.85],
    /\bahv|\bavs\b|sozialversicherung/,
  ],
  [
    'se-personnummer',
    'SE',
    /(?:19|20)?\d{6}[-+]?\d{4}/y,
    (d) => {
      const ten = d.slice(-10);
      const day = Number(ten.slice(4, 6));
      const real = day > 60 ? String(day - 60).padStart(2, '0') : ten.slice(4, 6);
      return isDay(ten.slice(0, 2), ten.slice(2, 4), real) && luhn(ten);
    },
    [0.85, 0.35],
    /person(?:al)?\s?-?n(?:ummer|r)|samordningsnummer|personal identity/,
  ],
  [
    'no-fnr',
    'NO',
    /\d{6} ?\d{5}/y,
    (d) =>
      isDate(d, 'ddmmyy') &&
      twoDigits(d, [3, 7, 6, 1, 8, 9, 4, 5, 2], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]),
    [0.85, 0.7],
    /f[øo]dselsn|personn|\bfnr\b/,
  ],
  ['dk-cpr', 'DK', /\d{6}-?\d{4}/y, (d) => isDate(d, 'ddmmyy'), [0.6, 0.1], /\bcpr\b|personnummer/],
  [
    'br-cpf',
    'BR',
    /\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11}/y,
    (d) => !isFiller(d) && twoDigits(d, down(10, 2), down(11, 2)),
    [0.97, 0.45],
    /\bcpf\b/,
  ],
  [
    'br-cnpj',
    'BR',
    /\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}|\d{14}/y,
    (d) => !isFiller(d) && twoDigits(d, CNPJ, [6, ...CNPJ]),
    [0.97, 0.4],
    /\bcnpj\b/,
  ],
  [
    'in-aadhaar',
    'IN',
    /[2-9]\d{3}([- ]?)\d{4}\1\d{4}/y,
    (d) => verhoeff(d) && !isFiller(d),
    [0.7, 0.3],
    /aadhaa?r|\buidai?\b|आधार/,
  ],
  [
    'pl-pesel',
    'PL',
    /\d{11}/y,
    (d) => {
      const month = String(Number(d.slice(2, 4)) % 20).padStart(2, '0');
      const sum = weighted(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
      return isDay(d.slice(0, 2), month, d.slice(4, 6)) && (10 - (sum % 10)) % 10 === Number(d[10]);
    },
    [0.45, 0.45],
    /\bpesel\b/,
  ],
  [
    'au-tfn',
    'AU',
    /\d{3}([ ]?)\d{3}\1\d{3}/y,
    (d) => weighted(d, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && !isFiller(d),
    [0.3, 0.15],
    /\btfn\b|tax file/,
  ],
  [
    'au-abn',
    'AU',
    /\d{2}([ ]?)\d{3}\1\d{3}\1\d{3}/y,
    (d) => (weighted(d, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
    [0.7, 0.3],
    /\babn\b|business number/,
  ],
  [
    'au-medicare',
    'AU',
    /[2-6]\d{3} ?\d{5} ?\d/y,
    (d) => weighted(d, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(d[8]),
    [0.4, 0.1],
    /medicare/,
  ],
  [
    'kr-rrn',
    'KR',
    /\d{6}-?[1-8]\d{6}/y,
    (d) =>
      isDate(d, 'yymmdd') &&
      (11 - (weighted(d, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === Number(d[12]),
    [0.9, 0.5],
    /주민등록|resident registration|\brrn\b/,
  ],
  [
    'cn-id',
    'CN',
    /[1-8]\d{5}(?:19|20)\d{9}[\dXx]/y,
    (d) =>
      isDay(d.slice(6, 10), d.slice(10, 12), d.slice(12, 14)) &&
      '10X98765432'[weighted(d, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ===
        d[17],
    [0.95, 0.9],
    /身份证|resident identity|id card/,
  ],
  [
    'jp-my-number',
    'JP',
    /\d{4}([- ]?)\d{4}\1\d{4}/y,
    (d) => {
      const rest = weighted(d, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === Number(d[11]) && !isFiller(d);
    },
    [0.3, 0.1],
    /my ?number|マイナンバー|個人番号/,
  ],
  [
    'za-id',
    'ZA',
    /\d{6} ?\d{4} ?[012]\d{2}/y,
    (d) => isDate(d, 'yymmdd') && luhn(d),
    [0.75, 0.55],
    /south african? id|\bid (?:number|no)/,
  ],
  [
    'tr-tckn',
    'TR',
    /[1-9]\d{10}/y,
    (d) => {
      const odd = weighted(d, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weighted(d, [0, 1, 0, 1, 0, 1, 0, 1]);
      const all = weighted(d, Array<number>(10).fill(1));
      return (odd * 7 - even + 100) % 10 === Number(d[9]) && all % 10 === Number(d[10]);
    },
    [0.4, 0.4],
    /t\.?c\.? ?kimlik|\btckn\b/,
  ],
  [
    'ro-cnp',
    'RO',
    /[1-9]\d{12}/y,
    (d) =>
      isDate(d.slice(1), 'yymmdd') &&
      Number(d.slice(7, 9)) >= 1 &&
      Number(d.slice(7, 9)) <= 52 &&
      (weighted(d, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === Number(d[12]),
    [0.6, 0.6],
    /\bcnp\b|cod numeric/,
  ],
  [
    'cz-birth-number',
    'CZ',
    /\d{6}\/\d{4}/y,
    (d) => {
      const month = String(Number(d.slice(2, 4)) % 50).padStart(2, '0');
      return isDay(d.slice(0, 2), month, d.slice(4, 6)) && Number(d) % 11 === 0;
    },
    [0.85, 0.85],
    /rodn[ée]/,
  ],
  ['gr-amka', 'GR', /\d{11}/y, (d) => isDate(d, 'ddmmyy') && luhn(d), [0.4, 0.4], /\bamka\b|αμκα/],
  ['hr-oib', 'HR', /\d{11}/y, mod11to10, [0.2, 0.2], /\boib\b/],
  [
    'bg-egn',
    'BG',
    /\d{10}/y,
    (d) => {
      const month = String(Number(d.slice(2, 4)) % 20).padStart(2, '0');
      const sum = weighted(d, [2, 4, 8, 5, 10, 9, 7, 3, 6]);
      return isDay(d.slice(0, 2), month, d.slice(4, 6)) && (sum % 11) % 10 === Number(d[9]);
    },
    [0.3, 0.3],
    /\begn\b|егн/,
  ],
  [
    'il-id',
    'IL',
    /\d{9}/y,
    (d) => luhn(d.padStart(9, '0')),
    [0.1, 0.1],
    /teudat|תעודת זהות|israeli id/,
  ],
];

/** Numbers of digits alone, and what separates them. */
export const nationalDigits = (): NationalId[] =>
  rows().map(([kind, country, pattern, check, alone, words]) => ({
    kind,
    country,
    pattern,
    check,
    alone,
    words,
  }));
