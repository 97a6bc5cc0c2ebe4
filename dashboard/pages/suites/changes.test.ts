import type { Suite } from '@assay/sdk';
import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

const suite = (version: number, scorers: Suite['scorers']): Suite => ({
  ...{ name: 's', version, description: '', fingerprint: '', createdAt: '', scorers },
  policy: { rule: 'required' },
});

test('a version says which scorers it added, removed, changed and left', () => {
  const before = suite(1, ['levenshtein', { scorer: 'contains', threshold: 0.5 }, 'chrf']);
  const after = suite(2, ['levenshtein', { scorer: 'contains', threshold: 0.7 }, 'bleu']);
  expect(changesOf(after, before).map(({ name, kind }) => [name, kind])).toEqual([
    ['levenshtein', 'same'],
    ['contains', 'changed'],
    ['bleu', 'added'],
    ['policy', 'same'],
    ['chrf', 'removed'],
  ]);
});

test('the first version adds everything', () => {
  expect(changesOf(suite(1, ['chrf']), undefined).every(({ kind }) => kind === 'added')).toBe(true);
});
