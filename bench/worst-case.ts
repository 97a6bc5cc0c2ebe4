/**
 * `npm run bench:worst-case [-- scorer …]`: what each code scorer takes at its worst, of all samples and
 * parameters at their limits, and how many steps it was charged.
 */
import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import type { Scorer } from '@assay/scorers/define.ts';
import { SCORERS } from '@assay/scorers/registry.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { readSample, type SampleView } from '@assay/scorers/sample.ts';
import { worstParams } from '@assay/scorers/testing/worst-params.ts';
import { worstSamples } from '@assay/scorers/testing/worst-samples.ts';
import { printHeading, printTable } from './print.ts';
import { median } from './statistics.ts';

interface Cost {
  milliseconds: number;
  steps: number;
  outcome: string;
}

interface Case extends Cost {
  scorer: Scorer;
  params: JsonObject;
  sample: string;
}

const HOLDS_OTHERS_UP_MS = 500;
/** So many of the slowest cases of each scorer are taken again. */
const CANDIDATES = 3;
const REPEATS = 5;

/** Processor time, since other programs run, too. */
async function measure(scorer: Scorer, view: SampleView, params: JsonObject): Promise<Cost> {
  const resolved = resolveScorers([{ scorer: scorer.id, params }]);
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
  return { milliseconds: (user + system) / 1_000, steps, outcome };
}

/** The slowest cases of each scorer, each measured once. */
async function findSlowest(chosen: readonly Scorer[]): Promise<Case[]> {
  const slowest = new Map<string, Case[]>();
  for (const { name, make } of worstSamples()) {
    const sample = make();
    for (const scorer of chosen) {
      for (const params of await worstParams(scorer)) {
        const cost = await measure(scorer, readSample(sample), params);
        const known = slowest.get(scorer.id) ?? [];
        const all = [...known, { ...cost, scorer, params, sample: name }];
        all.sort((a, b) => b.milliseconds - a.milliseconds);
        slowest.set(scorer.id, all.slice(0, CANDIDATES));
      }
    }
  }
  return [...slowest.values()].flat();
}

/** The median of several runs: one run may have met a collection of garbage, or cold code. */
async function measureAgain(found: Case): Promise<Case> {
  const sample = worstSamples()
    .find(({ name }) => name === found.sample)
    ?.make();
  if (sample === undefined) throw new Error(`no sample is named ${found.sample}`);
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const { milliseconds } = await measure(found.scorer, readSample(sample), found.params);
    times.push(milliseconds);
  }
  return { ...found, milliseconds: median(times) };
}

const only = process.argv.slice(2);
const chosen = (SCORERS as readonly Scorer[]).filter(
  ({ id, kind, uses }) =>
    kind === 'code' && !uses.includes('scores') && (only.length === 0 || only.includes(id)),
);
const worst = new Map<string, Case>();
for (const found of await findSlowest(chosen)) {
  const measured = await measureAgain(found);
  const known = worst.get(found.scorer.id);
  if (known === undefined || measured.milliseconds > known.milliseconds) {
    worst.set(found.scorer.id, measured);
  }
}

printHeading(`Worst cases, of at most ${LIMITS.scoreSteps / 1e6} million steps`);
printTable(
  ['scorer', 'ms', 'million steps', 'outcome', 'sample'],
  [...worst].map(([id, { milliseconds, steps, outcome, sample }]) => [
    `\`${id}\``,
    milliseconds.toFixed(0),
    (steps / 1e6).toFixed(1),
    outcome === 'scored' ? outcome : `\`${outcome}\``,
    sample,
  ]),
);
const slow = [...worst].filter(([, { milliseconds }]) => milliseconds > HOLDS_OTHERS_UP_MS);
for (const [id, { milliseconds, params }] of slow) {
  const told = JSON.stringify(params).slice(0, 300);
  console.log(`\n${id} took ${milliseconds.toFixed(0)} ms, over ${HOLDS_OTHERS_UP_MS}: ${told}`);
}
if (slow.length > 0) process.exitCode = 1;
