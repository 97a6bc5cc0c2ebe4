import type { AlertSettings } from '@assay/schema/types.ts';
import type { HealthFigures, HealthMark, ModelToday } from '../../store/health-figures.ts';
import {
  backlogOf,
  type Finding,
  judgesFailing,
  ruleOverCap,
  spendNearCap,
  type Waiting,
} from './health-findings.ts';
import { type RaiseAlertNeeds, raiseAlert, resolveAlert } from './raise-alert.ts';
import { type AlertSettingsNeeds, getAlertSettings } from './settings.ts';

export interface CheckHealthNeeds extends RaiseAlertNeeds, AlertSettingsNeeds {
  healthFigures: HealthFigures;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RULE_MINUTES = 15;
/** The least that settings may call overdue. */
const LEAST_OVERDUE_MS = 15 * MINUTE_MS;

/** Figures of a project with what they say by its settings. */
interface Look {
  projectId: string;
  find(settings: AlertSettings): Finding[];
}

/**
 * Raises alerts about the health of evaluation, and ends those that hold no longer: judges that fail, spend
 * near the cap, work that is overdue, rules over their cap. Projects are looked at one by one only where
 * something is amiss.
 */
export async function checkHealth(needs: CheckHealthNeeds): Promise<void> {
  const atMs = needs.nowMs();
  const looks = await lookAround(atMs, needs);
  const found = new Set<string>();
  for (const [projectId, ofProject] of Map.groupBy(looks, (look) => look.projectId)) {
    const settings = await getAlertSettings(projectId, needs);
    for (const finding of ofProject.flatMap(({ find }) => find(settings))) {
      found.add(placeOf({ projectId, key: finding.key }));
      await raiseAlert({ projectId, atMs, ...finding }, needs);
    }
  }
  for (const open of await needs.healthFigures.openAlerts()) {
    if (!found.has(placeOf(open))) await resolveAlert({ ...open, atMs }, needs);
  }
}

const placeOf = ({ projectId, key }: { projectId: string; key: string }) => `${projectId}|${key}`;

async function lookAround(atMs: number, { healthFigures }: CheckHealthNeeds): Promise<Look[]> {
  const day = new Date(atMs).toISOString().slice(0, 10);
  const minute = Math.floor(atMs / MINUTE_MS);
  const [models, spend, overdue, unsealed, rules, marks] = await Promise.all([
    healthFigures.failingModels(day),
    healthFigures.spend(day),
    healthFigures.overdue(atMs - LEAST_OVERDUE_MS),
    healthFigures.unsealed(atMs - LEAST_OVERDUE_MS),
    healthFigures.ruleMinutes(minute - RULE_MINUTES, minute),
    healthFigures.marks(),
  ]);
  const marksOf = Map.groupBy(
    marks.filter((mark) => mark.day === day),
    (mark) => `${mark.projectId}|${mark.model}`,
  );
  const known = (model: ModelToday) => marksOf.get(`${model.projectId}|${model.model}`) ?? [];
  const risen = models.filter((model) => (known(model).at(-1)?.errors ?? -1) < model.errors);
  await healthFigures.mark(
    risen.map((model): HealthMark => ({ ...model, day, atMs })),
    atMs - HOUR_MS,
  );
  const waiting: Waiting[] = [
    ...overdue,
    ...unsealed.map((of) => ({ ...of, what: 'log' as const, count: null })),
  ];
  return [
    ...models.map((model): Look => {
      const { projectId } = model;
      return { projectId, find: (settings) => judgesFailing(model, known(model), settings, atMs) };
    }),
    ...spend.map((of): Look => {
      return { projectId: of.projectId, find: (settings) => spendNearCap(of, settings) };
    }),
    ...waiting.map((of): Look => {
      return { projectId: of.projectId, find: (settings) => backlogOf(of, settings, atMs) };
    }),
    ...rules.map((of): Look => {
      return { projectId: of.projectId, find: (settings) => ruleOverCap(of, settings) };
    }),
  ];
}
