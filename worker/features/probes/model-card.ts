import { counted } from '@assay/schema/counted.ts';
import { PROBE_KINDS } from '@assay/schema/probe.ts';
import type {
  ModelCard,
  ModelCardEntry,
  ModelCardNumber,
  Probe,
  ProbeKind,
  ProbeReport,
} from '@assay/schema/types.ts';
import { type AlertSettingsNeeds, dashboardUrlOf } from '../alerts/settings.ts';
import type { FindExperimentNeeds } from '../experiments/find-experiments.ts';
import { listProbes } from './find-probes.ts';
import { type ProbeReportNeeds, probeReport } from './probe-report.ts';

export type ModelCardNeeds = FindExperimentNeeds &
  ProbeReportNeeds &
  Pick<AlertSettingsNeeds, 'alertSettings'> & { nowMs(): number };

/** Newer probes of a kind that are looked through for one of a target that has ended. */
const MOST_LOOKED_AT = 100;

/** Of those, how many reports are made to find one that has a result. */
const MOST_REPORTS = 5;

/** How an application behaves, from the newest ended probe of each kind that has a result. */
export async function modelCard(
  projectId: string,
  { target }: { target?: string | undefined },
  needs: ModelCardNeeds,
): Promise<ModelCard> {
  const dashboardUrl = await dashboardUrlOf(projectId, needs);
  const found = await Promise.all(
    PROBE_KINDS.map(async (kind) => {
      const newest = await newestWithResult(projectId, { kind, target }, needs);
      return { kind, probe: newest?.probe, entry: entryOf(kind, newest, dashboardUrl) };
    }),
  );
  const entry = (kind: ProbeKind) =>
    found.find((one) => one.kind === kind)?.entry ?? entryOf(kind, undefined, dashboardUrl);
  return {
    target: target ?? null,
    createdAt: new Date(needs.nowMs()).toISOString(),
    performance: entry('consistency'),
    sensitivity: entry('phrasing'),
    position: entry('position'),
    order: entry('order'),
    distraction: entry('distraction'),
    bias: entry('counterfactual'),
    drift: entry('drift'),
    cost: costOf(found.flatMap(({ probe }) => probe ?? [])),
    notRun: found.flatMap((one) => (one.entry.outcome === 'not_run' ? [one.kind] : [])),
  };
}

interface Newest {
  probe: Probe;
  report: ProbeReport;
  /** Probes after it that have ended without a result. */
  without: number;
}

/** The newest that has ended, if none has a result. */
async function newestWithResult(
  projectId: string,
  { kind, target }: { kind: ProbeKind; target: string | undefined },
  needs: ModelCardNeeds,
): Promise<Newest | undefined> {
  const { items } = await listProbes(projectId, { kind, limit: MOST_LOOKED_AT }, needs);
  const ended = items.filter(
    (probe) =>
      probe.status === 'completed' && (target === undefined || targetName(probe) === target),
  );
  let newest: Newest | undefined;
  for (const [without, probe] of ended.slice(0, MOST_REPORTS).entries()) {
    const report = await probeReport(projectId, probe.id, {}, needs);
    if (report.outcome !== 'not_run') return { probe, report, without };
    newest ??= { probe, report, without };
  }
  return newest;
}

function targetName({ target }: Probe): string {
  return typeof target === 'string' ? target : target.url;
}

function entryOf(
  kind: ProbeKind,
  newest: Newest | undefined,
  dashboardUrl: string | null,
): ModelCardEntry {
  if (newest === undefined) {
    return {
      ...{ outcome: 'not_run', line: `Not run: no ${kind} probe has completed.`, probe: null },
      ...{ samples: 0, answers: 0, errors: 0, numbers: [] },
    };
  }
  const { probe, report, without } = newest;
  const { id, name, seed, createdAt } = probe;
  const { outcome, line, samples, answers, errors } = report;
  const page = `/probes/${id}`;
  const url = dashboardUrl === null ? null : `${dashboardUrl}${page}`;
  return {
    ...{ outcome, samples, answers, errors },
    line:
      without === 0
        ? line
        : `${line} ${counted(without, 'newer probe has', 'newer probes have')} no result.`,
    probe: { id, page, url, name, target: targetName(probe), seed, createdAt },
    numbers: numbersOf(report),
  };
}

function numbersOf(report: ProbeReport): ModelCardNumber[] {
  const { consistency, sensitivity, differences, curves, drift } = report;
  const all = consistency?.passHat.at(-1);
  return [
    ...(consistency
      ? [
          { name: 'mean of one answer', estimate: consistency.mean },
          { name: 'same verdict on every repeat', estimate: consistency.sameVerdict },
          ...(consistency.sameText
            ? [{ name: 'same text on every repeat', estimate: consistency.sameText }]
            : []),
          ...(consistency.sameMeaning.share
            ? [{ name: 'same meaning on every repeat', estimate: consistency.sameMeaning.share }]
            : []),
          { name: 'mean of the best repeat', estimate: consistency.best },
          { name: 'mean of the worst repeat', estimate: consistency.worst },
        ]
      : []),
    ...(all ? [{ name: `all of ${all.k} answers pass`, estimate: all.value }] : []),
    ...(sensitivity ? [{ name: 'distance of two wordings', estimate: sensitivity.wordings }] : []),
    ...(drift ? [] : differences).map(({ first, second, measure, difference }) => ({
      name: `${measure === 'refused' ? 'refusals, ' : ''}${first} less ${second}`,
      estimate: difference,
    })),
    ...curves.flatMap(({ length, middle }) =>
      middle
        ? [{ name: `middle less ends of ${length} passages`, estimate: middle.difference }]
        : [],
    ),
    ...(drift?.score ? [{ name: 'score now less then', estimate: drift.score.difference }] : []),
    ...(drift?.changed ? [{ name: 'usual answer changed', estimate: drift.changed }] : []),
  ];
}

function costOf(probes: readonly Probe[]): ModelCard['cost'] {
  const answers = probes.reduce((sum, { counts }) => sum + counts.generated, 0);
  const isKnown = probes.every(({ costUsd }) => costUsd !== null);
  const totalUsd = isKnown ? probes.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) : null;
  return {
    answers,
    totalUsd,
    perAnswerUsd: totalUsd === null || answers === 0 ? null : totalUsd / answers,
  };
}
