import { expect, test } from 'vitest';
import { describeScorers } from './catalogue.ts';
import type { DefaultModels } from './judging/judge.ts';
import { resolveScorers } from './resolve.ts';
import { withModels } from './with-models.ts';

const MODELS: DefaultModels[] = [
  {},
  { fallback: [] },
  { judge: 'a/b', fallback: ['c/d'] },
  { embedding: 'a/embeds' },
  { judge: 'a/b', embedding: 'a/embeds', reranking: 'a/ranks' },
];

const DESCRIBED = describeScorers();

test.each(MODELS)('each scorer has the fingerprint that a request with %j gets', (models) => {
  expect(DESCRIBED.length).toBeGreaterThan(100);
  for (const scorer of DESCRIBED) {
    const { id, fingerprint } = withModels(scorer, models);
    expect(fingerprint, id).toBe(fingerprintOf(id, models));
  }
});

function fingerprintOf(id: string, models: DefaultModels): string | null {
  try {
    return resolveScorers([id], '', models)[0]?.fingerprint ?? null;
  } catch {
    return null;
  }
}

test('models change the fingerprints of scorers that ask them, and of no others', () => {
  const models = { judge: 'a/b', embedding: 'a/embeds', reranking: 'a/ranks' };
  const changed = DESCRIBED.filter(
    (scorer) => withModels(scorer, models).fingerprint !== scorer.fingerprint,
  );
  const kinds = new Set(changed.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(['embedding', 'judge']);
});
