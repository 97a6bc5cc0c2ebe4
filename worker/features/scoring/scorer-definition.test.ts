import { proofOfDefinition } from '@assay/schema/records/definition-proof.ts';
import type { JsonValue, ScorerReference } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { withRedaction } from '@assay/scorers/redaction/with-redaction.ts';
import { SCORERS } from '@assay/scorers/registry.ts';
import { InvalidScorers, type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { expect, test } from 'vitest';
import { definitionOf } from './scorer-definition.ts';

const MODELS = { judge: 'local/judge', embedding: 'local/embed', rerank: 'local/rerank' };
const resolve = (references: readonly ScorerReference[]) =>
  whenLoaded(() => resolveScorers(references, '/scorers', MODELS));
const read = (resolved: ResolvedScorer) => JSON.parse(JSON.stringify(definitionOf(resolved)));

/** Each scorer with the settings of its first example. */
async function allScorers(): Promise<ResolvedScorer[]> {
  const resolved = await Promise.all(
    SCORERS.map(async (scorer) => {
      try {
        const [example] = scorer.examples;
        return await resolve([{ scorer: scorer.id, params: example?.params ?? {} }]);
      } catch (cause) {
        if (!(cause instanceof InvalidScorers)) throw cause;
        return [];
      }
    }),
  );
  return resolved.flat();
}

test('the definition of every scorer proves its fingerprint', async () => {
  const resolved = await allScorers();
  expect(resolved.length).toBeGreaterThan(100);
  for (const one of resolved) {
    expect(await proofOfDefinition(one.fingerprint, read(one)), one.name).toBe('proven');
  }
});

test('so do those of composites, of other thresholds and signs, and of what models do not see', async () => {
  const [pii] = await resolve([{ scorer: 'detect-pii', params: { over: ['output'] } }]);
  const inner = ['contains', { scorer: 'rubric', params: { criterion: 'Is it kind?' } }] as const;
  const resolved = await resolve([
    { scorer: 'not-levenshtein', threshold: null, as: 'far' },
    { scorer: 'contains', extract: ['last-line'], onNoMatch: 'error', onMissing: 'skip' },
    { scorer: 'weighted-mean', as: 'both', params: { scorers: [...inner] } },
  ]);
  const redacted = resolved.map((one) => withRedaction(one, pii === undefined ? [] : [pii]));
  for (const one of [...resolved, ...redacted]) {
    expect(await proofOfDefinition(one.fingerprint, read(one)), one.name).toBe('proven');
  }
});

/** Every value inside, changed one by one. */
function* alterations(value: JsonValue): Generator<JsonValue> {
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      for (const other of alterations(one)) yield value.with(i, other);
    }
    if (value.length > 0) yield value.slice(1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      for (const other of alterations(one ?? null)) yield { ...value, [name]: other };
    }
  } else if (typeof value === 'number') yield value + 1;
  else yield value === 'x' ? 'y' : 'x';
}

test('whatever is altered in a definition shows, and older definitions are unknown', async () => {
  const [pii] = await resolve([{ scorer: 'detect-pii', params: { over: ['output'] } }]);
  const params = { scorers: ['contains', { scorer: 'rubric', params: { criterion: 'Kind?' } }] };
  const [plain] = await resolve([{ scorer: 'weighted-mean', params }]);
  if (plain === undefined || pii === undefined) throw new Error('no scorer');
  const resolved = withRedaction(plain, [pii]);
  const definition = read(resolved);
  let count = 0;
  for (const altered of alterations(definition)) {
    count += 1;
    const found = JSON.parse(JSON.stringify(altered));
    expect(await proofOfDefinition(resolved.fingerprint, found), JSON.stringify(altered)).toBe(
      'altered',
    );
  }
  expect(count).toBeGreaterThan(30);
  const { fingerprinted: _, ...older } = definition;
  expect(await proofOfDefinition(resolved.fingerprint, older)).toBe('unknown');
  expect(await proofOfDefinition(plain.fingerprint, definition)).toBe('altered');
});
