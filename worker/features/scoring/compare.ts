import type {
  ComparedPair,
  CompareRequest,
  Comparison,
  Sample,
  Score,
} from '@assay/schema/types.ts';
import { findScorer } from '@assay/scorers/find.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';
import { resolveOne } from '@assay/scorers/resolve.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { ApiProblem } from '../../core/problem.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';
import type { DataTermsNeeds } from '../data-control/data-terms.ts';
import { refuseRedacted } from '../data-control/refuse-redacted.ts';
import { flushAfter } from '../judging/flush-after.ts';
import { beginJudging } from '../judging/judging.ts';
import type { Judging } from '../judging/judging-context.ts';
import { expandReferences } from './expand-references.ts';
import type { FindCustomScorerNeeds } from './find-custom-scorer.ts';
import type { RequestContext } from './request-context.ts';
import { DEFAULT_DEADLINE_MS } from './score-samples.ts';

export interface CompareNeeds extends FindCustomScorerNeeds, DataTermsNeeds {
  judging: Judging;
  nowMs(): number;
}

/**
 * Compares two outputs, or two sets of them paired by id, each pair in both orders.
 *
 * @throws InvalidScorers, or ApiProblem `invalid_request` for sides that cannot be paired
 */
export async function compare(
  { a, b, scorer = 'pairwise', params = {}, deadlineMs = DEFAULT_DEADLINE_MS }: CompareRequest,
  { principal, signal, later }: RequestContext,
  services: CompareNeeds,
): Promise<Comparison> {
  const { judging, nowMs } = services;
  await refuseRedacted(
    'A comparison sends both outputs to the judge',
    principal.projectId,
    services,
  );
  const pairs = pairUp(a, b);
  const given = [{ scorer, params }];
  const [reference = scorer] = await expandReferences(given, principal.projectId, services);
  const settings = typeof reference === 'string' ? { scorer: reference } : reference;
  const found = findScorer(settings.scorer);
  if (found && found.scorer.id !== 'pairwise') {
    throw refusal('/scorer', 'must be `pairwise`, or a custom scorer based on it');
  }
  const resolved = pairs.map(({ baseline }) => {
    const withBaseline = { ...settings, params: { ...settings.params, baseline } };
    return resolveOne(withBaseline, '', judging.models.defaults);
  });

  const deadlineAtMs = nowMs() + deadlineMs;
  const session = await beginJudging(judging, { ...principal, deadlineAtMs, signal });
  const work = async (): Promise<Comparison> => {
    const asked = pairs.map(({ sample }) => ({ sample, models: session.forSample(sample) }));
    const scores = await Promise.all(
      asked.map(({ sample, models }, i) =>
        runScorers(resolved.slice(i, i + 1), readSample(sample), {
          ...models,
          nowMs,
          deadlineAtMs,
          requiredByDefault: true,
        }),
      ),
    );
    const spent = asked.map(({ models }) => models.spent());
    return {
      ...summarise(pairs.flatMap(({ sample }, i) => toPair(sample, scores[i]?.[0]))),
      usage: spent.map(({ usage }) => usage).reduce(addUsage),
      costUsd: spent.reduce((sum, { costUsd }) => sum + costUsd, 0),
    };
  };
  return flushAfter(work(), session, later);
}

interface Pair {
  sample: Sample;
  baseline: string;
}

function pairUp(a: Sample | Sample[], b: Sample | Sample[]): Pair[] {
  if (Array.isArray(a) !== Array.isArray(b)) {
    throw refusal('/b', 'must be a sample if `a` is a sample, and a list if `a` is a list');
  }
  if (!Array.isArray(a) || !Array.isArray(b)) {
    return [pair({ sample: a as Sample, pointer: '/a' }, { sample: b as Sample, pointer: '/b' })];
  }
  const others = byId(b, '/b');
  const own = byId(a, '/a');
  for (const id of others.keys()) {
    if (!own.has(id)) throw refusal('/a', `has no sample with the id "${id}", which \`b\` has`);
  }
  return [...own].map(([id, one]) => {
    const other = others.get(id);
    if (other === undefined)
      throw refusal(`${one.pointer}/id`, `has the id "${id}", which no sample of \`b\` has`);
    return pair(one, other);
  });
}

interface Placed {
  sample: Sample;
  pointer: string;
}

/** Outputs are compared as answers to one question: that of `a`, which `b` need not repeat. */
function pair(one: Placed, other: Placed): Pair {
  const { input, output } = readSample(other.sample);
  if (output === undefined)
    throw refusal(`${other.pointer}/output`, 'is required: the outputs are compared');
  if (input !== undefined && input !== readSample(one.sample).input) {
    const message = `differs from \`${one.pointer}\`: only outputs for the same input can be compared`;
    throw refusal(`${other.pointer}/input`, message);
  }
  return { sample: one.sample, baseline: output };
}

function byId(samples: readonly Sample[], side: string) {
  const found = new Map<string, Placed>();
  for (const [i, sample] of samples.entries()) {
    const pointer = `${side}/${i}`;
    if (sample.id === undefined)
      throw refusal(`${pointer}/id`, 'is missing: samples are paired by their `id`');
    if (found.has(sample.id)) throw refusal(`${pointer}/id`, `"${sample.id}" occurs twice`);
    found.set(sample.id, { sample, pointer });
  }
  return found;
}

function toPair({ id }: Sample, score: Score | undefined): ComparedPair[] {
  if (score === undefined) return [];
  return [{ id: id ?? null, winner: winnerOf(score), score }];
}

function winnerOf({ value }: Score): ComparedPair['winner'] {
  if (value === null) return null;
  if (value === 0.5) return 'tie';
  return value > 0.5 ? 'a' : 'b';
}

/** Counts what the pairs came to. A tie is half a win. */
export function summarise(pairs: ComparedPair[]): Omit<Comparison, 'usage' | 'costUsd'> {
  const wonBy = (winner: ComparedPair['winner']) =>
    pairs.filter((pair) => pair.winner === winner).length;
  const [a, b, ties, undecided] = [wonBy('a'), wonBy('b'), wonBy('tie'), wonBy(null)];
  const decided = a + b + ties;
  const counted = { wins: { a, b }, ties, undecided, pairs };
  if (decided === 0) return { ...counted, winRate: null, interval: null };
  const { value, low, high } = wilsonInterval(a + ties / 2, decided);
  return { ...counted, winRate: value, interval: { low, high } };
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
