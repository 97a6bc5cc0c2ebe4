import { expect, test } from 'vitest';
import { describeScorer, describeScorers } from './catalogue.ts';
import { resolveScorers } from './resolve.ts';

const MODELS = [
  {},
  { fallback: [] },
  { judge: 'a/b', fallback: ['c/d'] },
  { embedding: 'a/embeds' },
  { judge: 'a/b', embedding: 'a/embeds', reranking: 'a/ranks' },
];

test.each(MODELS)('each scorer has the fingerprint that a request with %j gets', (models) => {
  const described = describeScorers(models);
  expect(described.length).toBeGreaterThan(100);
  for (const { id, fingerprint } of described) {
    expect(fingerprint, id).toBe(fingerprintOf(id, models));
  }
});

function fingerprintOf(id: string, models: (typeof MODELS)[number]): string | null {
  try {
    return resolveScorers([id], '', models)[0]?.fingerprint ?? null;
  } catch {
    return null;
  }
}

test('models change the fingerprints of scorers that ask them, and of no others', () => {
  const kinds = new Set(
    describeScorers({ judge: 'a/b', embedding: 'a/embeds', reranking: 'a/ranks' })
      .filter(({ id, fingerprint }) => describeScorer(id)?.fingerprint !== fingerprint)
      .map(({ kind }) => kind),
  );
  expect([...kinds].toSorted()).toEqual(['embedding', 'judge']);
});

test('one scorer is described as in the list; an alias is no id', () => {
  const models = { judge: 'a/b' };
  for (const scorer of describeScorers(models)) {
    expect(describeScorer(scorer.id, models)).toEqual(scorer);
  }
  expect(describeScorer('mqm')).toBeUndefined();
});
