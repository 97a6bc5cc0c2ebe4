import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Digest, EMPTY_DIGEST, readDigest, storedDigest } from './digest.ts';

const truth = fc.constantFrom(true, false, null);
const value = fc.option(
  fc.double({ min: 0, max: 1, noNaN: true }).filter((n) => !Object.is(n, -0)),
);
const score = [
  fc.string({ unit: 'binary' }),
  fc.constantFrom('scored', 'abstained', 'error', 'skipped'),
  value,
  truth,
] as const;
const digests: fc.Arbitrary<Digest> = fc.record({
  value,
  passed: truth,
  costUsd: fc.double({ min: 0, max: 100, noNaN: true }).filter((n) => !Object.is(n, -0)),
  inputTokens: fc.nat(),
  outputTokens: fc.nat(),
  latencyMs: fc.option(fc.nat()),
  scores: fc.array(
    fc.oneof(
      fc.tuple(...score),
      fc.tuple(...score, fc.array(fc.nat(), { minLength: 2 })),
      fc.tuple(...score, fc.constant(undefined), fc.string({ unit: 'binary' })),
    ),
  ),
});

test('a digest is read as it was stored', () => {
  fc.assert(
    fc.property(digests, (digest) => {
      expect(readDigest(storedDigest(digest))).toEqual(digest);
    }),
  );
});

test('a digest that holds its names, as earlier releases wrote it, is read as it is', () => {
  const text =
    '{"value":0.5,"passed":false,"costUsd":0,"inputTokens":0,"outputTokens":0,"scores":[["exact-match","scored",0.5,false]]}';
  expect(readDigest({ text, names: null })).toEqual({
    ...EMPTY_DIGEST,
    value: 0.5,
    passed: false,
    scores: [['exact-match', 'scored', 0.5, false]],
  });
});

test('a digest takes a few bytes a score', () => {
  const { text } = storedDigest({
    ...EMPTY_DIGEST,
    value: 0.5,
    passed: true,
    scores: [
      ['exact-match', 'scored', 1, true],
      ['contains', 'error', null, null],
    ],
  });
  expect(text).toBe('[0.5,1,0,0,0,0,1,1,2,null,null]');
});

test('what a metric counted lies behind, so that a digest without it is as long as before', () => {
  const { text } = storedDigest({
    ...EMPTY_DIGEST,
    scores: [
      ['contains', 'scored', 1, true],
      ['ter', 'scored', 0.5, true, [3, 6]],
    ],
  });
  expect(text).toBe('[null,null,0,0,0,0,1,1,0,0.5,1,[1,3,6]]');
});
