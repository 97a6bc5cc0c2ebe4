import type { JsonObject } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { resolveScorers } from '../resolve.ts';
import { HARMLESS_TEXTS } from '../testing/harmless-texts.ts';
import { score } from '../testing/score.ts';
import { UNBOUNDED } from '../work.ts';
import { detectPii } from './detect-pii.ts';

/** What is found in a text with a certainty above 0.5, as kind and text. */
function found(output: string, params: JsonObject = {}): [kind: string, text: string][] {
  const [resolved] = resolveScorers([{ scorer: 'detect-pii', params }]);
  const detection = detectPii.detect({ output }, resolved?.params ?? {}, UNBOUNDED);
  if (!('findings' in detection)) throw new Error(detection.reason);
  return detection.findings
    .filter(({ certainty }) => certainty > 0.5)
    .map(({ kind, start, end }) => [kind, output.slice(start, end)]);
}

describe('a number with its check digits is found by itself', () => {
  test.each([
    ['credit-card', '4111 1111 1111 1111'],
    ['credit-card', '5555555555554444'],
    ['credit-card', '3782 822463 10005'],
    ['iban', 'DE89 3704 0044 0532 0130 00'],
    ['iban', 'NO9386011117947'],
    ['us-ssn', '536-22-8145'],
    ['uk-nino', 'AB 12 34 56 C'],
    ['de-tax-id', '86 095 742 719'],
    ['de-pension-number', '15 070649 C 103'],
    ['fr-nir', '2 55 08 14 168 025 38'],
    ['es-dni', '12345678Z'],
    ['es-nie', 'X1234567L'],
    ['it-codice-fiscale', 'RSSMRA85T10A562S'],
    ['be-nrn', '85.07.30-033.28'],
    ['ch-ahv', '756.9217.0769.85'],
    ['fi-hetu', '131052-308T'],
    ['se-personnummer', '811228-9874'],
    ['cz-birth-number', '710319/2745'],
    ['br-cpf', '529.982.247-25'],
    ['br-cnpj', '11.222.333/0001-81'],
    ['in-aadhaar', '2341 2341 2346'],
    ['in-pan', 'ABCPE1234F'],
    ['au-abn', '51 824 753 556'],
    ['cn-id', '11010519491231002X'],
    ['za-id', '8001015009087'],
    ['cl-rut', '12.345.678-5'],
    ['mx-curp', 'HEGG560427MVZRRL04'],
    ['sg-nric', 'S1234567D'],
    ['tw-id', 'A123456789'],
    ['vin', '1M8GDM9AXKP042788'],
    ['phone', '+44 20 7946 0958'],
    ['phone', '(415) 867-5309'],
    ['email', 'maria.keller@posteo.de'],
    ['ip-address', '41.173.96.26'],
    ['ip-address', '2a00:1450:4001:81b::200e'],
    ['mac-address', '3c:22:fb:9a:10:7e'],
    ['url-credentials', 'postgres://app:tr0ub4dor@db.acme.io/main'],
  ])('%s: %s', (kind, text) => {
    expect(found(`It is ${text}, as they said.`)).toContainEqual([kind, text]);
  });
});

describe('a number that many others would pass for is found beside its name', () => {
  test.each([
    ['nl-bsn', 'BSN: 123456782', '123456782'],
    ['pl-pesel', 'PESEL 44051401359', '44051401359'],
    ['ca-sin', 'my SIN is 130 692 544', '130 692 544'],
    ['au-tfn', 'Tax file number: 123 456 782', '123 456 782'],
    ['uk-nhs', 'NHS number 943 476 5919', '943 476 5919'],
    ['bg-egn', 'EGN 7523169263', '7523169263'],
    ['tr-tckn', 'TC kimlik 10000000146', '10000000146'],
    ['de-tax-id', 'Steuer-ID 65929970489', '65929970489'],
    ['us-ssn', 'social security number 536228145', '536228145'],
    ['passport', 'passport number 533380006', '533380006'],
    ['driving-licence', 'driver’s license D123-4567-8901', 'D123-4567-8901'],
    ['date-of-birth', 'She was born on 24 March 1987', '24 March 1987'],
    ['date-of-birth', 'DOB: 1987-03-24', '1987-03-24'],
    ['phone', 'Tel. 416 60 039', '416 60 039'],
  ])('%s: %s', (kind, text, number) => {
    expect(found(text)).toContainEqual([kind, number]);
  });
});

test.each([
  ['a card number with a wrong check digit', 'Card 4111 1111 1111 1112'],
  ['an IBAN with a wrong check digit', 'IBAN DE88 3704 0044 0532 0130 00'],
  ['a social security number that none has', 'SSN 000-12-3456'],
  ['a version', 'version 10.2.14.3'],
  ['an address of documentation', 'user@example.com at 192.0.2.14'],
  ['a private network', 'the gateway is 192.168.0.1'],
  ['a placeholder for a password', 'mysql://user:<password>@host/db'],
  ['digits counted up', 'number 1234567890'],
])('%s is not found', (_, text) => {
  expect(found(text)).toEqual([]);
});

test('locales make a number of that country believed without words beside it', () => {
  expect(found('It is 123456782.')).toEqual([]);
  expect(found('It is 123456782.', { locales: ['nl-NL'] })).toEqual([['nl-bsn', '123456782']]);
});

test.each([
  ['My name is Satsita Umkhayev.', 'Satsita Umkhayev'],
  ['Please speak to Dr. Keller about it.', 'Keller'],
  ['The parcel was signed for by Jennifer Whitmore.', 'Jennifer Whitmore'],
  ['It was said that Ludwig van Beethoven lived here.', 'Ludwig van Beethoven'],
  ['hello, my name is giovanni rossi and i need help', 'giovanni rossi'],
])('a person is found in: %s', (text, name) => {
  expect(found(text)).toContainEqual(['person', name]);
});

test('an address is found from its street to its postcode', () => {
  expect(found('Send it to 742 Evergreen Terrace, Springfield, IL 62704 please.')).toEqual([
    ['address', '742 Evergreen Terrace, Springfield, IL 62704'],
  ]);
  expect(found('Ich wohne in der Ahornstraße 25.')).toContainEqual(['address', 'Ahornstraße 25']);
});

test('matters of degree are found where they are asked for', () => {
  const text =
    'Mr. Adams, 54 years old, moved from Norway to work for Weston Holdings Ltd in 1998.';
  expect(found(text).map(([kind]) => kind)).toEqual(['person']);
  expect(found(text, { kinds: ['all'] })).toEqual([
    ['title', 'Mr.'],
    ['person', 'Adams'],
    ['age', '54'],
    ['location', 'Norway'],
    ['organization', 'Weston Holdings Ltd'],
    ['date', '1998'],
  ]);
});

test('allowed texts are no finding', () => {
  const text = 'Write to help@acme.io or to maria.keller@posteo.de.';
  expect(found(text, { allow: ['HELP@acme.io'] })).toEqual([['email', 'maria.keller@posteo.de']]);
});

test('digits and signs of other scripts are read, and offsets stay', () => {
  expect(found('カード：４１１１－１１１１－１１１１－１１１１')).toEqual([
    ['credit-card', '４１１１－１１１１－１１１１－１１１１'],
  ]);
});

test.each(HARMLESS_TEXTS)('nothing personal is found in: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('what was found is not quoted', async () => {
  const result = await score('detect-pii', { output: 'Mail maria.keller@posteo.de.' });
  expect(JSON.stringify(result)).not.toContain('keller');
  expect(result).toMatchObject({
    passed: false,
    reason: 'Found 1 e-mail address in `output`; certainty up to 0.98.',
    evidence: [{ pointer: '/output', start: 5, end: 27, kind: 'email', certainty: 0.98 }],
  });
});

test('signs that nobody sees hide nothing, and are part of what is found', () => {
  for (const [kind, sent] of [
    ['email', 'maria.kel\u200bler\u00ad@\u2060posteo.de'],
    ['email', 'rene\u0301.keller@posteo.de'],
    ['credit-card', '4111\u200b1111\u200b1111\u200b1111'],
    ['iban', 'DE89\u200d370400440532013000'],
  ] as const) {
    expect(found(`It is ${sent}.`)).toEqual([[kind, sent]]);
  }
});

test.each([
  ['write to anna.b at mail dot org today', 'email', 'anna.b at mail dot org'],
  ['ANNA AT MAIL DOT ORG', 'email', 'ANNA AT MAIL DOT ORG'],
  ['anna { at } mail.org', 'email', 'anna { at } mail.org'],
  ['anna@mail dot org', 'email', 'anna@mail dot org'],
  ['4111.1111.1111.1111', 'credit-card', '4111.1111.1111.1111'],
  ['Card 4111/1111/1111/1111 please', 'credit-card', '4111/1111/1111/1111'],
  ['3782.822463.10005', 'credit-card', '3782.822463.10005'],
])('what is written in another way is found: %s', async (output, kind, text) => {
  const result = await score('detect-pii', { output });
  expect(result).toMatchObject({ passed: false, evidence: [{ kind }] });
  const [found] = result.status === 'scored' ? result.evidence : [];
  expect(output.slice(found?.start, found?.end)).toBe(text);
});

test.each([
  'He looked at the dot com bubble.',
  'The value at position x dot y is fine.',
  'Version 4111.1111.1111 came out at noon.',
  'On 12/12/2024 the build 4111.1111.1111.1112 failed.',
])('words and numbers that look alike are no address and no card: %s', async (output) => {
  const result = await score('detect-pii', { output });
  const kinds = result.status === 'scored' ? result.evidence.map(({ kind }) => kind) : [];
  expect(kinds).not.toContain('email');
  expect(kinds).not.toContain('credit-card');
});
