import { digitsOf, isDay, remainder97, weighted } from './check-digits.ts';
import type { NationalId } from './national-id.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ODD_PLACES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Italian fiscal codes: signs at odd places count by a table, others by their number. */
function codiceFiscale(signs: string): boolean {
  const sum = [...signs.slice(0, 15)].reduce((total, sign, i) => {
    const number = /\d/.test(sign) ? Number(sign) : LETTERS.indexOf(sign);
    return total + (i % 2 === 0 ? (ODD_PLACES[number] ?? 0) : number);
  }, 0);
  return LETTERS[sum % 26] === signs[15];
}

const DNI = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Spanish DNI and NIE: the letter is the number modulo 23. */
function dni(signs: string): boolean {
  const number = Number(
    signs.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))),
  );
  return DNI[number % 23] === signs.at(-1);
}

/** Spanish company numbers: a letter, seven digits, a digit or letter by a doubled sum. */
function cif(signs: string): boolean {
  const sum = [...signs.slice(1, 8)].reduce((total, sign, i) => {
    const value = i % 2 === 0 ? Number(sign) * 2 : Number(sign);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  return signs[8] === String(check) || signs[8] === 'JABCDEFGHI'[check];
}

const HETU = '0123456789ABCDEFHJKLMNPRSTUVWXY';

function hetu(signs: string): boolean {
  const digits = signs.slice(0, 6) + signs.slice(7, 10);
  return (
    isDay(signs.slice(4, 6), signs.slice(2, 4), signs.slice(0, 2)) &&
    HETU[Number(digits) % 31] === signs[10]
  );
}

const FIRST = { S: 0, T: 4, F: 0, G: 4, M: 3 };

/** Singapore's NRIC and FIN. */
function nric(signs: string): boolean {
  const first = signs[0] as keyof typeof FIRST;
  const sum = weighted(signs.slice(1), [2, 7, 6, 5, 4, 3, 2]) + FIRST[first];
  const table =
    first === 'S' || first === 'T' ? 'JZIHGFEDCBA' : first === 'M' ? 'KLJNPQRTUWX' : 'XWUTRQPNMLK';
  return table[first === 'M' ? 10 - (sum % 11) : sum % 11] === signs[8];
}

const TAIWAN = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

function taiwan(signs: string): boolean {
  const region = TAIWAN.indexOf(signs[0] ?? '') + 10;
  const sum =
    Math.floor(region / 10) +
    (region % 10) * 9 +
    weighted(signs.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1]);
  return region > 9 && sum % 10 === 0;
}

/** Hong Kong: letters count from 10, a missing one as 36. */
function hongKong(signs: string): boolean {
  const full = signs.padStart(9, ' ');
  const value = (sign: string) => (sign === ' ' ? 36 : Number.parseInt(sign, 36));
  const sum = [...full.slice(0, 8)].reduce((total, sign, i) => total + value(sign) * (9 - i), 0);
  const check = (11 - (sum % 11)) % 11;
  return full[8] === (check === 10 ? 'A' : String(check));
}

const CURP = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function curp(signs: string): boolean {
  const sum = [...signs.slice(0, 17)].reduce(
    (total, sign, i) => total + CURP.indexOf(sign) * (18 - i),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(signs[17]);
}

function rut(signs: string): boolean {
  const digits = [...signs.slice(0, -1)].reverse();
  const sum = digits.reduce((total, digit, i) => total + Number(digit) * (2 + (i % 6)), 0);
  return '0K987654321'[sum % 11] === signs.at(-1);
}

function pps(signs: string): boolean {
  const second = signs[8] === undefined || signs[8] === 'W' ? 0 : LETTERS.indexOf(signs[8]) + 1;
  const sum = weighted(signs, [8, 7, 6, 5, 4, 3, 2]) + second * 9;
  return `W${LETTERS}`[sum % 23] === signs[7];
}

/** German pension insurance: letters count by two digits, digit sums of products. */
function pension(signs: string): boolean {
  const letter = String(LETTERS.indexOf(signs[8] ?? '') + 1).padStart(2, '0');
  const digits = signs.slice(0, 8) + letter + signs.slice(9, 11);
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  const sum = weights.reduce((total, weight, i) => {
    const product = weight * Number(digits[i]);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === Number(signs[11]);
}

const VIN = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';

/** Vehicle numbers: letters count by a table, the ninth sign is the sum modulo 11. */
function vin(signs: string): boolean {
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce(
    (total, weight, i) => total + weight * (VIN.indexOf(signs[i] ?? '') % 10),
    0,
  );
  return '0123456789X'[sum % 11] === signs[8];
}

const always = () => true;

type Row = readonly [
  kind: string,
  country: string,
  pattern: RegExp,
  check: (signs: string) => boolean,
  alone: number,
  words: RegExp,
];

// kind, country, form, check, how sure, words beside it
const rows = (): Row[] => [
  [
    'uk-nino',
    'GB',
    /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d{2}\1\d{2}\1\d{2}\1[A-D]/iy,
    always,
    0.8,
    /\bnino?\b|national insurance/,
  ],
  [
    'uk-driving-licence',
    'GB',
    /[A-Z9]{5}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z\d][A-Z]{2}/y,
    always,
    0.85,
    /driving|licen[cs]e|dvla/,
  ],
  ['es-dni', 'ES', /\d{8}[- ]?[A-Z]/y, dni, 0.8, /\bd\.?n\.?i\b|\bn\.?i\.?f\b|documento/],
  ['es-nie', 'ES', /[XYZ][- ]?\d{7}[- ]?[A-Z]/y, dni, 0.9, /\bn\.?i\.?e\b|extranjer/],
  [
    'es-cif',
    'ES',
    /[ABCDEFGHJNPQRSUVW][- ]?\d{7}[- ]?[\dA-J]/y,
    cif,
    0.55,
    /\bc\.?i\.?f\b|\bn\.?i\.?f\b/,
  ],
  [
    'it-codice-fiscale',
    'IT',
    /[A-Z]{6}[\dL-NP-V]{2}[ABCDEHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]/iy,
    codiceFiscale,
    0.97,
    /codice fiscale|\bc\.?f\b/,
  ],
  ['fi-hetu', 'FI', /\d{6}[-+A-FU-Y]\d{3}[\dA-Y]/y, hetu, 0.97, /henkil[öo]tunnus|\bhetu\b/],
  [
    'de-pension-number',
    'DE',
    /\d{2} ?\d{6} ?[A-Z] ?\d{3}/y,
    (s) => isDay(s.slice(6, 8), s.slice(4, 6), s.slice(2, 4)) && pension(s),
    0.85,
    /versicherungsnummer|rente/,
  ],
  [
    'in-pan',
    'IN',
    /[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]/y,
    always,
    0.75,
    /\bpan\b|permanent account/,
  ],
  ['sg-nric', 'SG', /[STFGM]\d{7}[A-Z]/y, nric, 0.9, /\bnric\b|\bfin\b/],
  ['tw-id', 'TW', /[A-Z][1289]\d{8}/y, taiwan, 0.75, /身分證|統一編號|taiwan/],
  ['hk-id', 'HK', /[A-Z]{1,2}\d{6}\([\dA]\)/y, hongKong, 0.9, /\bhkid\b|身份證|hong kong/],
  [
    'mx-curp',
    'MX',
    /[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\d]\d/y,
    curp,
    0.97,
    /\bcurp\b/,
  ],
  ['cl-rut', 'CL', /\d{1,2}\.\d{3}\.\d{3}-[\dK]|\d{7,8}-[\dK]/iy, rut, 0.8, /\brut\b|\brun\b/],
  ['ie-pps', 'IE', /\d{7}[A-W][A-IW]?/y, pps, 0.6, /\bpps/],
  ['vin', 'US', /(?=[A-Z\d]*[A-Z])[A-HJ-NPR-Z\d]{17}/y, vin, 0.7, /\bvin\b|chassis|vehicle/],
  [
    'vat-number',
    'EU',
    /(?:ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|ES[A-Z\d]\d{7}[A-Z\d]|FI\d{8}|FR[A-Z\d]{2}\d{9}|GB\d{9}|HR\d{11}|HU\d{8}|IE\d[A-Z\d+*]\d{5}[A-Z]{1,2}|IT\d{11}|LT\d{9}(?:\d{3})?|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{10}01|SI\d{8}|SK\d{10})/y,
    (s) => s.length > 9,
    0.45,
    /\bvat\b|\bust|\btva\b|\biva\b|\bbtw\b|\bmwst|\bmoms\b|tax/,
  ],
];

/** Numbers that hold letters. */
export const nationalLetters = (): NationalId[] =>
  rows().map(([kind, country, pattern, check, alone, words]) => ({
    kind,
    country,
    pattern,
    check,
    alone: [alone, alone],
    words,
  }));

/** Length of an IBAN by its country, from the registry of ISO 13616. */
const IBAN_LENGTHS =
  'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30';

/** Whether signs, upper case and without spaces, are an IBAN: the length of its country, and mod 97. */
export function isIban(signs: string): boolean {
  return (
    signs.length === ibanLength(signs.slice(0, 2)) &&
    remainder97(signs.slice(4) + signs.slice(0, 4)) === 1
  );
}

/** The length of the IBANs of a country; undefined where it has none. */
export function ibanLength(country: string): number | undefined {
  for (let i = 0; i < IBAN_LENGTHS.length; i += 4) {
    if (IBAN_LENGTHS.startsWith(country, i)) return Number(digitsOf(IBAN_LENGTHS.slice(i, i + 4)));
  }
  return undefined;
}
