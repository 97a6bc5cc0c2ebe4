import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { plainScoreRequest } from './plain-score-request.ts';
import { ScoreRequest } from './score-request.ts';
import { mostly, name, someOf, text } from './testing/requests.ts';

const sample = mostly(
  someOf({
    id: name,
    input: text,
    output: text,
    expected: fc.jsonValue(),
    contexts: mostly(fc.array(text, { maxLength: 3 })),
    generator: name,
    metadata: fc.dictionary(fc.string(), fc.jsonValue()),
  }),
);
const settings = someOf({
  scorer: name,
  params: mostly(fc.dictionary(fc.string(), fc.jsonValue())),
  threshold: mostly(fc.oneof(fc.double({ min: -0.5, max: 1.5 }), fc.constant(null))),
  weight: mostly(fc.double()),
  as: name,
});
const request = mostly(
  someOf({
    sample,
    samples: mostly(fc.array(sample, { maxLength: 3 })),
    scorers: mostly(fc.array(mostly(fc.oneof(name, settings)), { maxLength: 4 })),
    suite: name,
    store: mostly(fc.constantFrom('now', 'queued', 'none', 'never')),
    keep: mostly(fc.constantFrom('nothing', 'scores', 'sample', 'exchange', 'all')),
    tags: mostly(fc.array(name, { maxLength: 2 })),
  }),
);

test('what is read as a plain request is what the schema gives, byte for byte', () => {
  fc.assert(
    fc.property(request, (given) => {
      const plain = plainScoreRequest(given);
      if (plain === undefined) return;
      const parsed = ScoreRequest.safeParse(given);
      expect(parsed.data).toEqual(plain);
      expect(JSON.stringify(plain)).toBe(JSON.stringify(parsed.data));
    }),
    { numRuns: 3_000 },
  );
});

const scorers = ['exact-match', { scorer: 'contains', params: { values: ['a'] }, threshold: null }];

test('the requests that most callers send are plain', () => {
  const one = { output: 'a', input: 'b', expected: ['a', 'c'], contexts: ['d'], id: 'e' };
  for (const given of [
    { scorers, sample: one },
    { samples: [one, { output: '' }], scorers, store: 'none' },
    { sample: one, suite: 'mine@3' },
  ]) {
    expect(plainScoreRequest(given)).toEqual(given);
  }
});

test('what only the schema can judge is left to it', () => {
  const sample = { output: 'a' };
  for (const given of [
    { sample: { output: 'a'.repeat(LIMITS.textBytes / 2) }, scorers },
    { sample: { ...sample, metadata: {} }, scorers },
    { sample: { output: undefined }, scorers },
    { sample: Object.create({ output: 'a' }), scorers },
    { sample, samples: [sample], scorers },
    { sample },
    { sample, scorers: [{ params: {} }] },
    { sample, scorers: [JSON.parse('{ "scorer": "x", "params": { "__proto__": 1 } }')] },
    { sample, scorers, tags: [] },
    [],
    null,
  ]) {
    expect(plainScoreRequest(given)).toBeUndefined();
  }
});
