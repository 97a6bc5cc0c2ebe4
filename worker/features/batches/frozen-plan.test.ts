import { resolveScorers } from '@assay/scorers/resolve.ts';
import { expect, test } from 'vitest';
import { freezePlan, thawPlan } from './frozen-plan.ts';

test('a plan that is thawed scores as the one that was frozen, extraction included', async () => {
  const scorers = resolveScorers([
    {
      scorer: 'not-exact-match',
      extract: ['strip-thinking', { by: 'marker', marker: '####' }],
      onNoMatch: 'whole',
      onMissing: 'skip',
    },
  ]);
  const frozen = freezePlan({ scorers, policy: { rule: 'required' }, suite: null });
  const thawed = await thawPlan(JSON.stringify(frozen), {});
  expect(thawed?.scorers.map(({ fingerprint }) => fingerprint)).toEqual(
    scorers.map(({ fingerprint }) => fingerprint),
  );
  expect(thawed?.scorers[0]?.extraction).toEqual(scorers[0]?.extraction);
});
