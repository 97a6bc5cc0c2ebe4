import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GuardRequest } from './guard.ts';
import { LIMITS } from './limits.ts';
import { plainGuardRequest } from './plain-guard-request.ts';
import { mostly, name, someOf, text } from './testing/requests.ts';

const checked = fc.record({
  stage: mostly(fc.constantFrom('input', 'output', 'tool-call', 'tool-result', 'other')),
  text,
});
const about = someOf({
  input: text,
  contexts: mostly(fc.array(text, { maxLength: 3 })),
  policy: name,
  store: mostly(fc.constantFrom('now', 'queued', 'none', 'never')),
  keep: mostly(fc.constantFrom('nothing', 'scores', 'sample', 'exchange')),
});
const more = someOf({
  messages: mostly(fc.constant([{ role: 'user', content: 'a' }])),
  tags: mostly(fc.array(name, { maxLength: 2 })),
});
const request = mostly(
  fc
    .tuple(checked, about, fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, more))
    .map(([given, others, rest]) => ({ ...others, ...given, ...rest })),
);

test('what is read as a plain request is what the schema gives, byte for byte', () => {
  let plainOnes = 0;
  fc.assert(
    fc.property(request, (given) => {
      const plain = plainGuardRequest(given);
      if (plain === undefined) return;
      plainOnes += 1;
      const parsed = GuardRequest.safeParse(given);
      expect(parsed.data).toEqual(plain);
      expect(JSON.stringify(plain)).toBe(JSON.stringify(parsed.data));
    }),
    { numRuns: 5_000 },
  );
  expect(plainOnes).toBeGreaterThan(500);
});

test('the requests that most callers send are plain', () => {
  for (const given of [
    { stage: 'input', text: 'a' },
    { stage: 'output', text: '', input: 'b', contexts: ['c'], policy: 'support@2' },
    { stage: 'tool-result', text: 'a', store: 'now', keep: 'scores' },
  ]) {
    expect(plainGuardRequest(given)).toEqual(given);
  }
});

test('what only the schema can judge is left to it', () => {
  for (const given of [
    { stage: 'input', text: 'a'.repeat(LIMITS.textBytes / 2) },
    { stage: 'input', text: 'a', input: 'b' },
    { stage: 'input', messages: [{ role: 'user', content: 'a' }] },
    { stage: 'output', text: 'a', policy: { rules: [] } },
    { stage: 'output', text: 'a', tokens: {} },
    { stage: 'output', text: undefined },
    { stage: 'output' },
    { text: 'a' },
    { stage: 'later', text: 'a' },
    Object.create({ stage: 'input', text: 'a' }),
    [],
    null,
  ]) {
    expect(plainGuardRequest(given)).toBeUndefined();
  }
});
