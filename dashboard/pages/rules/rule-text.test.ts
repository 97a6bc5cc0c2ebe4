import { expect, test } from 'vitest';
import { readRule, textOfRule } from './rule-text.ts';
import { percentOf } from './rule-words.ts';

test('what of a rule can be edited is read back as it was', () => {
  const content = { level: 'trace' as const, description: 'Answers.', scorers: ['detect-pii'] };
  const saved = { name: 'answers', version: 2, fingerprint: 'f', createdAt: '2026-01-01' };
  expect(readRule(textOfRule({ ...content, ...saved }))).toEqual({ rule: content });
  expect(readRule(textOfRule(undefined)).rule).toMatchObject({ level: 'trace' });
});

test.each(['', '{', '[]', '"trace"', '{}'])('what is no rule has a fault: %s', (text) => {
  expect(readRule(text).fault).toBeTruthy();
});

test('shares are percentages without digits that say nothing', () => {
  expect([percentOf(), percentOf(0.1), percentOf(0.0015)]).toEqual(['100%', '10%', '0.15%']);
});
