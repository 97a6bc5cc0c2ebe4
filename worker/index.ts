import { getPath } from 'hono/utils/url';
import { appOf } from './app-of.ts';
import type { Env } from './core/env.ts';
import type { App } from './entry/context.ts';
import { isOpenAiPath } from './entry/http/openai-error.ts';
import { MonitorObject } from './entry/objects/monitor.ts';
import { ProjectLogObject } from './entry/objects/project-log.ts';
import { SCORE } from './entry/operations/score.ts';
import { assayService } from './entry/rpc/assay-service.ts';
import type { Tasks } from './entry/schedule/run-tasks.ts';
import { type Services, servicesFor } from './services.ts';

/** What bindings of other Workers name as their entrypoint. */
export const AssayService = assayService(servicesFor);

export { MonitorObject, ProjectLogObject };

// Most requests are for scores, and should not have to wait until all the rest is read.
const scoring = appOf([SCORE]);

let guarding: Promise<App> | undefined;

/** The route of the guard, loaded by its first request. */
function guardApp(): Promise<App> {
  guarding ??= import('./entry/operations/guard-text.ts').then(({ GUARD_TEXT }) =>
    appOf([GUARD_TEXT]),
  );
  return guarding;
}

let gateway: Promise<App> | undefined;

/** The routes of the gateway, loaded by their first request. */
function gatewayApp(): Promise<App> {
  gateway ??= import('./entry/operations/gateway.ts').then(({ GATEWAY }) => appOf(GATEWAY));
  return gateway;
}

let whole: Promise<App> | undefined;

/** Every route, loaded by the first request for another than scores, the guard or the gateway. */
function wholeApp(): Promise<App> {
  whole ??= import('./app.ts').then(({ createApp }) => createApp());
  return whole;
}

function appFor(method: string, path: string): App | Promise<App> {
  if (method === 'POST' && path === '/v1/score') return scoring;
  if (method === 'POST' && path === '/v1/guard') return guardApp();
  return isOpenAiPath(path) ? gatewayApp() : wholeApp();
}

type Consumer = (batch: MessageBatch, services: Services) => Promise<void>;

const storeVerdicts = () =>
  import('./entry/queue/store-verdicts.ts').then((consumer) => consumer.storeVerdicts);

const scoreAnswers = () =>
  import('./entry/queue/score-answers.ts').then((consumer) => consumer.scoreAnswers);

/** The consumer of each queue, as wrangler.toml names them, loaded by its first messages. */
const CONSUMERS: Record<string, () => Promise<Consumer>> = {
  'assay-verdicts': storeVerdicts,
  'assay-verdicts-dead': storeVerdicts,
  'assay-ranges': () =>
    import('./entry/queue/score-ranges.ts').then((consumer) => consumer.scoreRanges),
  'assay-ranges-dead': () =>
    import('./entry/queue/score-ranges.ts').then((consumer) => consumer.recordDeadRanges),
  'assay-traces': () =>
    import('./entry/queue/score-traces.ts').then((consumer) => consumer.scoreTraces),
  'assay-evaluations': () =>
    import('./entry/queue/send-evaluations.ts').then((consumer) => consumer.sendEvaluations),
  'assay-webhooks': () =>
    import('./entry/queue/deliver-webhooks.ts').then((consumer) => consumer.deliverWebhooks),
  'assay-experiments': () =>
    import('./entry/queue/run-experiments.ts').then((consumer) => consumer.runExperiments),
  'assay-alerts': () =>
    import('./entry/queue/deliver-alerts.ts').then((consumer) => consumer.deliverAlerts),
  'assay-answers': scoreAnswers,
  'assay-answers-dead': scoreAnswers,
};

const HOURLY = '17 * * * *';

/** What was lost on its way, and what is due. */
const EVERY_MINUTE: Tasks<Services> = {
  sweepBatches: () => import('./features/batches/sweep.ts').then((task) => task.sweepBatches),
  sweepExperiments: () =>
    import('./features/experiments/sweep.ts').then((task) => task.sweepExperiments),
  sweepDatasets: () => import('./features/datasets/sweep.ts').then((task) => task.sweepDatasets),
  sweepCalibrations: () =>
    import('./features/calibrations/sweep-calibrations.ts').then((task) => task.sweepCalibrations),
  sweepIntents: () =>
    import('./features/records/audit/sweep-intents.ts').then((task) => task.sweepIntents),
  runDeletions: () =>
    import('./features/erasure/run-deletions.ts').then((task) => task.runDeletions),
  logOlderResults: () =>
    import('./features/batches/log-older-results.ts').then((task) => task.logOlderResults),
  sealPending: () => import('./features/records/seal.ts').then((task) => task.sealPending),
  watchMonitors: () =>
    import('./features/monitors/watch-monitors.ts').then((task) => task.watchMonitors),
  sendOverdueEvaluations: () =>
    import('./features/evaluation-export/queue-evaluations.ts').then(
      (task) => task.sendOverdueEvaluations,
    ),
  judgeAnchors: () =>
    import('./features/monitors/judge-anchors.ts').then((task) => task.judgeAnchors),
  sendOverdueTraces: () =>
    import('./features/traces/sweep-traces.ts').then((task) => task.sendOverdueTraces),
  runSchedules: () =>
    import('./features/schedules/run-schedules.ts').then((task) => task.runSchedules),
  checkHealth: () => import('./features/alerts/check-health.ts').then((task) => task.checkHealth),
  sweepAlerts: () => import('./features/alerts/sweep-alerts.ts').then((task) => task.sweepAlerts),
};

/** What is past its time. */
const EVERY_HOUR: Tasks<Services> = {
  forgetExpired: () =>
    import('./entry/schedule/forget-expired.ts').then((task) => task.forgetExpired),
  rewrapDataKeys: () =>
    import('./features/data-control/encryption.ts').then((task) => task.rewrapDataKeys),
  enforceRetention: () =>
    import('./features/retention/enforce-retention.ts').then((task) => task.enforceRetention),
  sweepErasedProjects: () =>
    import('./features/erasure/run-deletions.ts').then((task) => task.sweepErasedProjects),
  forgetEvaluations: () =>
    import('./features/evaluation-export/queue-evaluations.ts').then(
      (task) => task.forgetEvaluations,
    ),
  forgetTraces: () => import('./features/traces/sweep-traces.ts').then((task) => task.forgetTraces),
};

export default {
  fetch(request, env, context) {
    const app = appFor(request.method, getPath(request));
    if (app instanceof Promise) return app.then((loaded) => loaded.fetch(request, env, context));
    return app.fetch(request, env, context);
  },

  async queue(batch, env) {
    const load = CONSUMERS[batch.queue];
    if (load === undefined) throw new Error(`no consumer for the queue ${batch.queue}`);
    const consume = await load();
    await consume(batch, servicesFor(env));
  },

  async scheduled({ cron }, env) {
    const { runTasks } = await import('./entry/schedule/run-tasks.ts');
    await runTasks(cron === HOURLY ? EVERY_HOUR : EVERY_MINUTE, servicesFor(env));
  },
} satisfies ExportedHandler<Env>;
