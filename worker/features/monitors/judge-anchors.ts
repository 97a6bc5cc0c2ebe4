import { newId } from '@assay/schema/ids.ts';
import type { Verdict } from '@assay/schema/types.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import type { Log } from '../../core/log.ts';
import type { AnchorDraw, AnchorTurn } from '../../core/monitoring/anchor-turn.ts';
import type { MonitorDefinition } from '../../core/monitoring/writer.ts';
import { ApiProblem } from '../../core/problem.ts';
import { Timings } from '../../core/timings.ts';
import type { StoredMonitor } from '../../store/monitors.ts';
import { type ScoringNeeds, scoreSamples } from '../scoring/score-samples.ts';
import { anchorPlan, anchorSamples, enoughAnchors } from './anchor-set.ts';
import { definitionOf } from './definition-of.ts';
import type { MonitorNeeds } from './monitors.ts';
import { observationOf } from './observation-of.ts';
import { watchedOf } from './stored-values.ts';
import { type TellNeeds, tellEvents } from './tell-events.ts';

export type JudgeAnchorNeeds = MonitorNeeds & TellNeeds & ScoringNeeds & { log: Log };

const MOST_MS = 20_000;
const MOST_MONITORS = 100;
/** How many anchors are judged at once. */
const AT_ONCE = 20;
const DEADLINE_MS = 60_000;
const MINUTE_MS = 60_000;
/** When anchors that could not be judged are tried again. */
const RETRY_MS = 10 * MINUTE_MS;

/**
 * Judges the anchors of monitors that are due, for up to 20 seconds. They are judged anew, past the
 * answer cache, within the project's daily cap, and no verdict of them is stored. Whatever step it stops
 * at, the monitor counts each turn once.
 */
export async function judgeAnchors(needs: JudgeAnchorNeeds): Promise<void> {
  const { monitors, nowMs, log } = needs;
  const untilMs = nowMs() + MOST_MS;
  for (const monitor of await monitors.dueAnchors(nowMs(), MOST_MONITORS)) {
    if (nowMs() >= untilMs) return;
    const { projectId } = monitor;
    try {
      await monitors.judgeAnchorsAgain(
        monitor,
        nowMs() + (await judgeSome(monitor, untilMs, needs)),
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.name : 'unknown';
      log({ level: 'error', event: 'anchors_not_judged', projectId, reason });
    }
  }
}

/** @returns in how many milliseconds they are due again */
async function judgeSome(
  monitor: StoredMonitor,
  untilMs: number,
  needs: JudgeAnchorNeeds,
): Promise<number> {
  const { projectId, name, content } = monitor;
  const definition = definitionOf(monitor);
  const writer = needs.monitorWriters.of(projectId, name);
  while (needs.nowMs() < untilMs) {
    const work = await writer.anchorWork(definition, { nowMs: needs.nowMs(), limit: AT_ONCE });
    if (work.kind === 'nothing') return MINUTE_MS;
    if (work.kind === 'unknown') {
      const set = await faultOr(() => enoughAnchors(projectId, content, needs));
      if ('fault' in set) {
        // Shown where anchors were known before; the next run tries again.
        await writer.failAnchors(definition, { turns: [], fault: set.fault }, needs.nowMs());
        return RETRY_MS;
      }
      await writer.startAnchors(definition, set.value, needs.nowMs());
      continue;
    }
    if (!(await judgeTurns(monitor, definition, work.turns, needs))) return RETRY_MS;
  }
  return 0;
}

/** @returns whether any of them could be judged */
async function judgeTurns(
  monitor: StoredMonitor,
  definition: MonitorDefinition,
  turns: readonly AnchorTurn[],
  needs: JudgeAnchorNeeds,
): Promise<boolean> {
  const { projectId, name } = monitor;
  const writer = needs.monitorWriters.of(projectId, name);
  const scored = await faultOr(() => scoreTurns(monitor, turns, needs));
  if ('fault' in scored) {
    await writer.failAnchors(definition, { turns, fault: scored.fault }, needs.nowMs());
    return false;
  }
  const draws = scored.value;
  if (draws.every(({ isError }) => isError)) {
    const fault =
      draws.find(({ reason }) => reason !== null)?.reason ?? 'No anchor could be judged.';
    await writer.failAnchors(definition, { turns, fault }, needs.nowMs());
    return false;
  }
  const events = await writer.takeAnchors(
    definition,
    draws.map(({ isError, reason, ...draw }) => draw),
    needs.nowMs(),
  );
  await tellEvents(projectId, name, events, needs);
  return true;
}

interface ScoredDraw extends AnchorDraw {
  /** That the judge could not judge is no score. */
  isError: boolean;
  reason: string | null;
}

async function scoreTurns(
  { projectId, content, name }: StoredMonitor,
  turns: readonly AnchorTurn[],
  needs: JudgeAnchorNeeds,
): Promise<ScoredDraw[]> {
  const { plan, judgedBy } = await anchorPlan(projectId, content, needs);
  const report = await needs.monitorWriters.of(projectId, name).state(needs.nowMs());
  const dataset = report.anchors?.dataset ?? content.anchors?.dataset ?? null;
  const ids = turns.map(({ id }) => id).filter((id) => id !== '');
  const samples = await anchorSamples(projectId, dataset, ids, needs);
  const there = turns.filter(({ id }) => samples.has(id));
  const verdicts =
    there.length === 0
      ? []
      : await scoreSamples(
          {
            samples: there.flatMap(({ id }) => samples.get(id) ?? []),
            ...judgedBy,
            ...{ store: 'none', deadlineMs: DEADLINE_MS },
          },
          plan,
          {
            principal: { projectId, keyId: 'monitor', scopes: ['score'] },
            requestId: newId('request'),
            timings: new Timings(needs.nowMs),
            asksAnew: true,
          },
          needs,
        );
  const atMs = needs.nowMs();
  const byNumber = new Map(there.map(({ number }, i) => [number, verdicts[i]]));
  return turns.map(({ number }) => drawOf(number, byNumber.get(number)));

  function drawOf(number: number, verdict: Verdict | undefined): ScoredDraw {
    const { where: _, ...watched } = content;
    const nothing = { value: null, costUsd: 0, versions: {}, isError: false, reason: null };
    if (verdict === undefined) return { number, atMs, ...nothing, isGone: true };
    const observation = observationOf(watched, watchedOf(verdict));
    // It does not have the score: it is passed over.
    if (observation === undefined) return { number, atMs, ...nothing };
    const { value, outcome, costUsd, versions } = observation;
    const isError = value === null && outcome === 'error';
    const failed = verdict?.scores.find(({ status }) => status === 'error');
    return { number, atMs, value, costUsd, versions, isError, reason: failed?.reason ?? null };
  }
}

const MOST_CHARACTERS = 300;

/** What keeps anchors from being judged, as a sentence; what may pass by itself is thrown on. */
async function faultOr<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value } | { fault: string }> {
  try {
    return { value: await work() };
  } catch (cause) {
    if (!(cause instanceof ApiProblem || cause instanceof InvalidScorers)) throw cause;
    const sentence = cause instanceof ApiProblem ? cause.detail : cause.message;
    return { fault: sentence.slice(0, MOST_CHARACTERS) };
  }
}
