import type { VerdictLineage } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { provDocumentOf } from './prov-document.ts';
import vector from './prov-vector.json' with { type: 'json' };

const hashOf = (digit: string) => `sha256:${digit.repeat(64)}`;

/** What of a lineage its document is made from. */
const lineage = {
  verdictId: 'ver_01m8kp8yh0f4gttkxjf41kjd71',
  createdAt: '2026-02-03T04:05:06.007Z',
  latencyMs: 12.3,
  requestId: 'req_1',
  release: '0.1.0',
  generator: 'openai/gpt (new): 5.',
  sample: { hash: hashOf('a'), isKept: true, value: {} },
  scores: [
    { scorer: 'contains', version: 1, fingerprint: hashOf('b'), models: [] },
    {
      ...{ scorer: 'rubric', version: 4, fingerprint: hashOf('c') },
      models: [{ model: 'workers-ai/@cf/meta/llama-3:free' }],
    },
  ],
  suite: { name: 'support', version: 2, fingerprint: hashOf('d') },
  batch: { id: 'bat_1', index: 3, dataset: { name: 'golden', version: 1, hash: hashOf('e') } },
} as unknown as VerdictLineage;

test('the document is the one that another implementation of PROV reads as written down', () => {
  expect(JSON.parse(JSON.stringify(provDocumentOf(lineage)))).toEqual(vector.document);
});

// Source: W3C PROV-N, 30 April 2013, productions 57 to 61, without signs beyond ASCII and escapes.
const NAME =
  /^assay:(?:[\w/@~&+*?#$!]|%[0-9A-F]{2})(?:(?:[\w/@~&+*?#$!.-]|%[0-9A-F]{2})*(?:[\w/@~&+*?#$!-]|%[0-9A-F]{2}))?$/;

test('every part has a qualified name, whatever models are called', () => {
  const model = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('a b', 'x:y', 'é/漢', "o'(n)e", 'dot.', '\ud800', '%', 'a,b;[c]="d"', '-'),
  );
  fc.assert(
    fc.property(model, (generator) => {
      const document = provDocumentOf({ ...lineage, generator });
      const { entity = {}, activity = {}, agent = {} } = document;
      const names = [entity, activity, agent].flatMap((part) => Object.keys(part));
      for (const name of names) expect(name).toMatch(NAME);
      const ofRelations = Object.entries(document).flatMap(([part, members]) =>
        ['prefix', 'entity', 'activity', 'agent'].includes(part) ? [] : Object.keys(members),
      );
      expect(new Set(ofRelations).size).toBe(ofRelations.length);
    }),
  );
});

test('a verdict by itself has no relation to a batch, a suite or an author', () => {
  const alone = { ...lineage, batch: null, suite: null, generator: null, requestId: '' };
  const document = provDocumentOf(alone);
  expect(Object.keys(document)).toEqual([
    ...['prefix', 'entity', 'activity', 'agent'],
    ...['wasGeneratedBy', 'used', 'wasDerivedFrom', 'wasAssociatedWith'],
  ]);
  expect(JSON.stringify(document)).not.toContain('null');
});
