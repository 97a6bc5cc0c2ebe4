import { lowestId } from '@assay/schema/ids.ts';
import type { Batch, BatchTrend, DayCounts, ErrorCount, Overview } from '@assay/schema/types.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';
import { independentShares } from '../../core/statistics/share-difference.ts';
import type { ActivityStore, DayRange } from '../../store/activity.ts';
import type { StoredBatch } from '../../store/batches.ts';
import { batchesOf, type FindBatchNeeds } from '../batches/find-batches.ts';
import { isPredecessor } from '../batches/predecessor.ts';
import type { Judging } from '../judging/judging-context.ts';
import { label } from '../scoring/labels.ts';
import { attentionOf } from './attention.ts';

export interface OverviewNeeds extends FindBatchNeeds {
  activity: ActivityStore;
  judging: Pick<Judging, 'spend' | 'settingsCache'>;
}

const DAYS = 14;
const DAY_MS = 86_400_000;
const SHOWN = 10;
/** Among so many of the newest batches, predecessors are looked for. */
const LOOKED_THROUGH = 100;
/** Verdicts of one kind that are counted, a day. */
const MOST_COUNTED = 50_000;
const MOST_ERRORS = 20;

/** What happened in a project lately, and what needs attention. */
export async function getOverview(projectId: string, services: OverviewNeeds): Promise<Overview> {
  const { activity, judging, nowMs } = services;
  const days = lastDays(nowMs());
  const [batches, counts, samples, spend, settings, errored] = await Promise.all([
    trendsOf(projectId, services),
    Promise.all(
      [true, false, null].map((passed) =>
        activity.countVerdicts(projectId, label.passed(passed), days, MOST_COUNTED),
      ),
    ),
    activity.countSamples(projectId, days),
    judging.spend.list(projectId, days[0]?.day ?? ''),
    judging.settingsCache.get(projectId),
    activity.countLabels(projectId, label.errored(''), days[0]?.verdicts.from ?? '', MOST_COUNTED),
  ]);
  const ids = batches.map(({ batch }) => batch.id);
  const [codes, undelivered] = await Promise.all([
    activity.countErrors(ids),
    activity.undelivered(ids),
  ]);
  const today = days.at(-1)?.day;
  const todayUsd = spend.find(({ day }) => day === today)?.costUsd ?? 0;
  const { dailyCapUsd } = settings;
  return {
    batches,
    days: days.map(({ day }, i): DayCounts => {
      const [passed = 0, failed = 0, undecided = 0] = counts.map((each) => each[i]);
      return { day, passed, failed, undecided, samples: samples[i] ?? 0 };
    }),
    spend: { todayUsd, dailyCapUsd, days: spend },
    errors: [
      ...codes.map(({ code, count }): ErrorCount => ({ code, scorer: null, count })),
      ...errored.map(({ label: name, count }): ErrorCount => {
        return { code: null, scorer: name.slice(label.errored('').length), count };
      }),
    ]
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_ERRORS),
    attention: attentionOf({
      batches,
      undelivered,
      spend: { todayUsd, dailyCapUsd },
      nowMs: nowMs(),
    }),
  };
}

function lastDays(nowMs: number): DayRange[] {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return Array.from({ length: DAYS }, (_, i) => {
    const from = today - (DAYS - 1 - i) * DAY_MS;
    const range = (kind: 'verdict' | 'batch') => ({
      from: lowestId(kind, from),
      to: lowestId(kind, from + DAY_MS),
    });
    const day = new Date(from).toISOString().slice(0, 10);
    return { day, verdicts: range('verdict'), batches: range('batch') };
  });
}

/** The newest batches, each with the one before it of the same kind. */
async function trendsOf(projectId: string, services: OverviewNeeds): Promise<BatchTrend[]> {
  const { rows } = await services.batches.list(projectId, {}, LOOKED_THROUGH);
  const pairs = rows.slice(0, SHOWN).map((batch, i) => ({
    batch,
    previous: rows
      .slice(i + 1)
      .find((other) => other.status === 'completed' && isPredecessor(other, batch)),
  }));
  const stored = new Map<string, StoredBatch>();
  for (const { batch, previous } of pairs) {
    stored.set(batch.id, batch);
    if (previous) stored.set(previous.id, previous);
  }
  const batches = new Map(
    (await batchesOf([...stored.values()], services)).map((batch) => [batch.id, batch]),
  );
  return pairs.flatMap(({ batch, previous }) => {
    const own = batches.get(batch.id);
    return own ? [trendOf(own, previous && batches.get(previous.id))] : [];
  });
}

function trendOf(batch: Batch, before: Batch | undefined): BatchTrend {
  const [own, base] = [decided(batch), before && decided(before)];
  const previous =
    before && base && base.of > 0 ? { id: before.id, passRate: base.passed / base.of } : null;
  return {
    batch,
    passRate: own.of === 0 ? null : wilsonInterval(own.passed, own.of),
    previous,
    change:
      previous === null || base === undefined || own.of === 0 ? null : independentShares(own, base),
  };
}

function decided({ counts: { passed, failed } }: Batch): { passed: number; of: number } {
  return { passed, of: passed + failed };
}
