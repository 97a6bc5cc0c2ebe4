import { expect, test } from 'vitest';
import { detectorsIn, linesOf } from './detector-lines.ts';

test('detectors are written and read as lines', () => {
  const pii = { scorer: 'detect-pii' as const, params: { kinds: ['email'] } };
  const text = 'detect-secrets\n{"scorer":"detect-pii","params":{"kinds":["email"]}}';
  expect(linesOf(['detect-secrets', pii])).toBe(text);
  expect(detectorsIn(`\n${text}\n `)).toEqual(['detect-secrets', pii]);
  expect(linesOf()).toBe('');
});
