/**
 * `npm run bench:worst-case [-- scorer …]`: what each code scorer takes at its worst, of all samples and
 * parameters at their limits, and how many steps it was charged.
 */
import { LIMITS } from '@assay/schema/limits.ts';
import type { Scorer } from '@assay/scorers/define.ts';
import { SCORERS } from '@assay/scorers/registry.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { readSample, type SampleView } from '@assay/scorers/sample.ts';
import { worstParams } from '@assay/scorers/testing/worst-params.ts';
import { worstSamples } from '@assay/scorers/testing/worst-samples.ts';
import { printHeading, printTable } from './print.ts';

interface Cost {
  milliseconds: number;
  steps: number;
  outcome: string;
  sample: string;
}

const HOLDS_OTHERS_UP_MS = 500;

/** Processor time, since other programs run, too. */
async function measure(
  scorer: Scorer,
  view: SampleView,
  params: object,
  sample: string,
): Promise<Cost> {
  const resolved = resolveScorers([{ scorer: scorer.id, params: { ...params } }]);
  let steps = 0;
  const pace = {
    async turn() {},
    spend(more: number) {
      steps += more;
    },
  };
  const before = process.cpuUsage();
  const [score] = await runScorers(resolved, view, {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: true,
    pace,
  });
  const { user, system } = process.cpuUsage(before);
  const outcome = score?.status === 'error' ? score.error.code : (score?.status ?? '');
  return { milliseconds: (user + system) / 1_000, steps, outcome, sample };
}

const only = process.argv.slice(2);
const chosen = (SCORERS as readonly Scorer[]).filter(
  ({ id, kind, uses }) =>
    kind === 'code' && !uses.includes('scores') && (only.length === 0 || only.includes(id)),
);
const worst = new Map<string, Cost>();
for (const { name, make } of worstSamples()) {
  const sample = make();
  for (const scorer of chosen) {
    for (const params of worstParams(scorer)) {
      const cost = await measure(scorer, readSample(sample), params, name);
      const known = worst.get(scorer.id);
      if (known === undefined || cost.milliseconds > known.milliseconds) worst.set(scorer.id, cost);
    }
  }
}

printHeading(`Worst cases, of at most ${LIMITS.scoreSteps / 1e6} million steps`);
printTable(
  ['scorer', 'ms', 'million steps', 'steps/ns', 'outcome', 'sample'],
  [...worst].map(([id, { milliseconds, steps, outcome, sample }]) => [
    id,
    milliseconds.toFixed(0),
    (steps / 1e6).toFixed(1),
    (steps / 1e6 / milliseconds).toFixed(2),
    outcome,
    sample,
  ]),
);
const slow = [...worst].filter(([, { milliseconds }]) => milliseconds > HOLDS_OTHERS_UP_MS);
if (slow.length > 0) {
  console.log(`\nOver ${HOLDS_OTHERS_UP_MS} ms: ${slow.map(([id]) => id).join(', ')}`);
  process.exitCode = 1;
}
