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

/** How an application behaves, from the newest ended probe of each kind. */
export async function modelCard(
  projectId: string,
  { target }: { target?: string | undefined },
  needs: ModelCardNeeds,
): Promise<ModelCard> {
  const dashboardUrl = await dashboardUrlOf(projectId, needs);
  const found = await Promise.all(
    PROBE_KINDS.map(async (kind) => {
      const probe = await newest(projectId, { kind, target }, needs);
      const report = probe && (await probeReport(projectId, probe.id, {}, needs));
      return { kind, probe, entry: entryOf(kind, probe, { report, dashboardUrl }) };
    }),
  );
  const entry = (kind: ProbeKind) =>
    found.find((one) => one.kind === kind)?.entry ?? entryOf(kind, undefined, { dashboardUrl });
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

async function newest(
  projectId: string,
  { kind, target }: { kind: ProbeKind; target: string | undefined },
  needs: ModelCardNeeds,
): Promise<Probe | undefined> {
  const { items } = await listProbes(projectId, { kind, limit: MOST_LOOKED_AT }, needs);
  return items.find(
    (probe) =>
      probe.status === 'completed' && (target === undefined || targetName(probe) === target),
  );
}

function targetName({ target }: Probe): string {
  return typeof target === 'string' ? target : target.url;
}

function entryOf(
  kind: ProbeKind,
  probe: Probe | undefined,
  { report, dashboardUrl }: { report?: ProbeReport | undefined; dashboardUrl: string | null },
): ModelCardEntry {
  if (probe === undefined || report === undefined) {
    return {
      ...{ outcome: 'not_run', line: `Not run: no ${kind} probe has completed.`, probe: null },
      ...{ samples: 0, answers: 0, errors: 0, numbers: [] },
    };
  }
  const { id, name, seed, createdAt } = probe;
  const { outcome, line, samples, answers, errors } = report;
  const page = `/probes/${id}`;
  const url = dashboardUrl === null ? null : `${dashboardUrl}${page}`;
  return {
    ...{ outcome, line, samples, answers, errors },
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
