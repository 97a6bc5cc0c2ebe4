import type { JsonObject } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { broken, constant, lacking, skipped } from '../testing/inner-scorers.ts';
import { score } from '../testing/score.ts';

// `all`, `any` and `none` are one logic: a value where no missing score could change it.

const pass = constant(1);
const fail = constant(0);

const OPEN = 'child_not_scored';
const MISSING = 'sample_field_missing';

const CASES: [scorers: JsonObject[], Record<string, number | string>][] = [
  [[pass], { all: 1, any: 1, none: 0 }],
  [[fail], { all: 0, any: 0, none: 1 }],
  [[pass, fail], { all: 0, any: 1, none: 0 }],
  [[broken], { all: OPEN, any: OPEN, none: OPEN }],
  [[pass, broken], { all: OPEN, any: 1, none: 0 }],
  [[fail, broken], { all: 0, any: OPEN, none: OPEN }],
  [[pass, fail, broken], { all: 0, any: 1, none: 0 }],
  [[lacking], { all: MISSING, any: MISSING, none: MISSING }],
  [[pass, lacking], { all: MISSING, any: 1, none: 0 }],
  [[lacking, broken], { all: OPEN, any: OPEN, none: OPEN }],
  [[pass, skipped], { all: 1, any: 1, none: 0 }],
  [[fail, skipped], { all: 0, any: 0, none: 1 }],
  [[skipped], { all: MISSING, any: MISSING, none: MISSING }],
  [[skipped, broken], { all: OPEN, any: OPEN, none: OPEN }],
];

for (const [scorers, expected] of CASES) {
  describe(`of ${scorers.map(({ as }) => as).join(', ')}`, () => {
    for (const [id, outcome] of Object.entries(expected)) {
      test(`${id} is ${outcome}`, async () => {
        const result = await score(id, {}, { scorers });
        if (typeof outcome === 'number') {
          expect(result).toMatchObject({ status: 'scored', value: outcome, passed: outcome === 1 });
        } else {
          expect(result).toMatchObject({ status: 'error', value: null, error: { code: outcome } });
        }
      });
    }
  });
}

test('an inner scorer passes by its own threshold', async () => {
  const scorers = [constant(0.4, { threshold: 0.3 }), constant(0.6, { threshold: 0.7 })];
  expect(await score('all', {}, { scorers })).toMatchObject({
    value: 0,
    raw: 1,
    reason: '1 of 2 pass; failing: constant-0.6.',
  });
});

test('an inner scorer that only measures passes from 0.5', async () => {
  const measure = { threshold: null };
  expect(await score('all', {}, { scorers: [constant(0.5, measure)] })).toMatchObject({ value: 1 });
  expect(await score('all', {}, { scorers: [constant(0.4, measure)] })).toMatchObject({ value: 0 });
});

test('a negated inner scorer passes where it would fail', async () => {
  const scorers = [constant(0, { negate: true })];
  expect(await score('all', {}, { scorers })).toMatchObject({ value: 1 });
});

test('the scores inside are its children, in order', async () => {
  const { children } = await score('any', {}, { scorers: [pass, broken] });
  expect(children).toMatchObject([
    { name: 'constant-1', status: 'scored', value: 1 },
    { name: 'broken', status: 'error', error: { code: 'expression_undefined' } },
  ]);
});

test('an open outcome names the scorer that left it open', async () => {
  const { reason } = await score('all', {}, { scorers: [pass, broken] });
  expect(reason).toContain('broken returned no value.');
});

test('what all the scorers inside miss is missing, so that `onMissing: skip` skips', async () => {
  const result = await score('all', {}, { scorers: [lacking] }, { onMissing: 'skip' });
  expect(result).toMatchObject({ status: 'skipped', passed: null });
});

test('under negate an open outcome stays open', async () => {
  const result = await score('not-all', {}, { scorers: [broken] });
  expect(result).toMatchObject({ status: 'error', passed: null, negated: true });
});

test('evidence of the scorers that settle it is passed on under their names', async () => {
  const sample = { contexts: ['x', 'a'], referenceContexts: ['a'] };
  const { evidence } = await score('any', sample, { scorers: ['mrr'] });
  expect(evidence).toEqual([{ pointer: '/contexts/1', note: 'mrr: relevant, at rank 2' }]);
});
