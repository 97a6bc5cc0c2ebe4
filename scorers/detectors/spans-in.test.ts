import { REDACTING } from '@assay/schema/redacting.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { whenLoaded } from '../load.ts';
import { resolveDetectors } from '../resolve.ts';
import type { ResolvedScorer } from '../resolved-scorer.ts';
import { UNBOUNDED } from '../work.ts';
import { isDetector } from './define-detector.ts';
import { CODED_KINDS, findCoded } from './pii/coded.ts';
import { KIND_GROUPS, PII_KINDS } from './pii/kinds.ts';
import { nationalDigits } from './pii/national-digits.ts';
import { nationalLetters } from './pii/national-letters.ts';
import { findNumbers, NUMBER_KINDS } from './pii/numbers.ts';

let detectors: ResolvedScorer[];

beforeAll(async () => {
  detectors = await whenLoaded(() =>
    resolveDetectors(
      REDACTING.map((scorer) => ({ scorer, params: NEEDED[scorer] ?? {} })),
      '/redact',
    ),
  );
});

const NEEDED: Partial<Record<(typeof REDACTING)[number], JsonObject>> = {
  'detect-banned-terms': { terms: ['Globex', 'for'] },
  'detect-canary': { tokens: ['cnry-7Qd2xWv9'] },
  'detect-pii': { kinds: [...KIND_GROUPS] },
};

/** Words, and what the detectors look for, in whole and in parts. */
const PIECES = [
  ...[
    'maria@posteo.de',
    'anna at mail dot org',
    '+41 85 806 98 67',
    '(579) 888-3058',
    '0341 8387176',
  ],
  ...[
    '4111 1111 1111 1111',
    'DE89 3704 0044 0532 0130 00',
    'passport C01X00T47',
    'account number 12345678',
  ],
  ...[
    'SSN 219-09-9998',
    '219-09-9998',
    'QQ123456C',
    'RSSMRA85T10A562S',
    '12345678Z',
    'VAT DE136695976',
  ],
  ...[
    'imei 490154203237518',
    'driving licence MORGA753116SM9IJ',
    'EIN 12-3456789',
    '1HGCM82633A004352',
  ],
  ...[
    '192.0.2.1',
    '00:1b:44:11:3a:b7',
    'https://user:pw1@host.example/x',
    'born 3 May 1980',
    '42 years old',
  ],
  ...[
    `${'AKIA'}YRWQXK5TBEHLZ2NC`,
    'password = "hX9-kk2!pQ"',
    'cnry-7Qd2xWv9',
    'Globex',
    'Maria Keller',
  ],
  ...['for', 'the', '10', '2024-05-03', 'é', '\u00ad', '４１１１', '@', '-', '. ', '\n', ' '],
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...PIECES, ' ', ' ')), {
    maxLength: 14,
  })
  .map((pieces) => pieces.join(''));
const spaced = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((all) => all.join(' '));

test('a text alone has the findings of a sample that has only this output', () => {
  fc.assert(
    fc.property(fc.oneof(text, spaced), (output) => {
      for (const { scorer, params } of detectors) {
        if (!isDetector(scorer)) throw new TypeError(`${scorer.id} is no detector`);
        const detection = scorer.detect({ output }, params, UNBOUNDED);
        const findings = 'findings' in detection ? detection.findings : [];
        expect(scorer.spansIn(output, params, UNBOUNDED)).toEqual(
          findings.map(({ pointer: _, ...span }) => span),
        );
      }
    }),
  );
});

test('numbers, and numbers with letters, are of no kind but those for which they are looked for', () => {
  const options = { wants: () => true, countries: new Set<string>(), work: UNBOUNDED };
  const found = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(text, spaced), (sample) => {
      const numbers = findNumbers(sample, options).map(({ kind }) => kind);
      const coded = findCoded(sample, options).map(({ kind }) => kind);
      expect(NUMBER_KINDS).toEqual(expect.arrayContaining(numbers));
      expect(CODED_KINDS).toEqual(expect.arrayContaining(coded));
      for (const kind of [...numbers, ...coded]) found.add(kind);
    }),
    { numRuns: 300 },
  );
  expect(NUMBER_KINDS).toEqual(expect.arrayContaining(nationalDigits().map(({ kind }) => kind)));
  expect(CODED_KINDS).toEqual(expect.arrayContaining(nationalLetters().map(({ kind }) => kind)));
  expect([...found]).toEqual(
    expect.arrayContaining(['phone', 'credit-card', 'iban', 'passport', 'bank-account', 'imei']),
  );
});

test('kinds that are not asked for change nothing about those that are', () => {
  const [all] = detectors;
  const pii = all?.scorer;
  if (!pii || !isDetector(pii)) throw new TypeError('detect-pii is no detector');
  const kinds = fc.subarray([...PII_KINDS], { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.oneof(text, spaced), kinds, (sample, asked) => {
      const only = (names: readonly string[]) => {
        const params = { kinds: [...names], locales: [], allow: [], over: ['output'] };
        const found = pii.spansIn(sample, params, UNBOUNDED);
        return Array.isArray(found) ? found : [];
      };
      const together = new Set(asked.flatMap((kind) => only([kind])).map(({ kind }) => kind));
      for (const { kind } of only(asked)) expect(together).toContain(kind);
    }),
  );
});
