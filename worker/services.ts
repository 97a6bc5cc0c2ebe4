import { runScorers } from '@assay/scorers/run.ts';
import { parseConfig } from './core/config.ts';
import type { Env } from './core/env.ts';
import type { Every } from './core/every.ts';
import { type Log, logToConsole } from './core/log.ts';
import { createTtlCache } from './core/ttl-cache.ts';
import type { AppServices } from './entry/app-services.ts';
import { createBindingCallers } from './features/auth/binding-caller.ts';
import { createKeyring } from './features/auth/keyring.ts';
import { createDataSettingsCache } from './features/data-control/data-settings-cache.ts';
import { readMasterKeys } from './features/data-control/master-keys.ts';
import { openCache, sealFlushes } from './features/data-control/sealed-answers.ts';
import {
  openCells,
  openExperimentErasure,
  sealExperiments,
  sealParts,
} from './features/data-control/sealed-experiments.ts';
import { sealImports } from './features/data-control/sealed-imports.ts';
import {
  openContents,
  openDatasetItems,
  openReviewSamples,
  sealUploads,
} from './features/data-control/sealed-items.ts';
import {
  openErasure,
  openItems,
  openLoggedResults,
  openOlderResults,
} from './features/data-control/sealed-samples.ts';
import { sealTraces } from './features/data-control/sealed-traces.ts';
import {
  openExchanges,
  openLogged,
  sealQueue,
  sealVerdicts,
} from './features/data-control/sealed-verdicts.ts';
import { createVault } from './features/data-control/vault.ts';
import { createEvaluationTargets } from './features/evaluation-export/evaluation-targets.ts';
import { createPipelineCache } from './features/gateway/pipelines/pipeline-cache.ts';
import { createPolicyCache } from './features/guard/policy-cache.ts';
import { createSettingsCache } from './features/judging/settings-cache.ts';
import { createReadingCache } from './features/records/audit/record-reading.ts';
import { readSigningKeys } from './features/records/signing-keys.ts';
import { createCalibrationCache } from './features/scoring/calibration-cache.ts';
import { createSuiteCache } from './features/scoring/suite-cache.ts';
import { createActiveRules } from './features/traces/active-rules.ts';
import { createLaterStores } from './later-stores.ts';
import { configureModels } from './models/configure.ts';
import { createAlertQueue } from './store/alert-queue.ts';
import { createAnswerQueue } from './store/answer-queue.ts';
import { createApiKeyStore } from './store/api-keys.ts';
import { createCalibrationStore } from './store/calibrations.ts';
import { createCustomScorerStore } from './store/custom-scorers.ts';
import { createDataKeyStore } from './store/data-keys.ts';
import { createDataSettingsStore } from './store/data-settings.ts';
import { createDatabase } from './store/database.ts';
import { createEvaluationQueue } from './store/evaluation-queue.ts';
import { createExperimentQueue } from './store/experiment-queue.ts';
import { createGuardPolicyStore } from './store/guard-policies.ts';
import { createIdempotencyStore } from './store/idempotency.ts';
import { createJudgeCache } from './store/judge-cache.ts';
import { createExchangeStore } from './store/judge-exchanges.ts';
import { createJudgeFlushes } from './store/judge-flushes.ts';
import { createJudgeSpend } from './store/judge-spend.ts';
import { createLogOutbox } from './store/log-outbox.ts';
import { createMigrationStore } from './store/migrations.ts';
import { createMonitorWriters } from './store/monitor-writers.ts';
import { onFirstUse } from './store/on-first-use.ts';
import { createProjectLogs } from './store/project-logs.ts';
import { createProjectSettingsStore } from './store/project-settings.ts';
import { createProjectStore } from './store/projects.ts';
import { createRangeQueue } from './store/range-queue.ts';
import { createScorerDefinitionStore } from './store/scorer-definitions.ts';
import { createSuiteStore } from './store/suites.ts';
import { createTraceQueue } from './store/trace-queue.ts';
import { createVerdictQueue } from './store/verdict-queue.ts';
import { createVerdictStore } from './store/verdicts.ts';
import { createWebhookQueue } from './store/webhook-queue.ts';

/** The services of routes, consumers and schedules, built once per isolate. */
export type Services = AppServices;

// Servers are updated, and models behind a name replaced.
const UNCOUNTED_MS = 3_600_000;
const MOST_UNCOUNTED = 1_000;

/** Replacements for the platform's own, for tests. */
export interface Outside {
  nowMs?: () => number;
  every?: Every;
  log?: Log;
  runScorers?: typeof runScorers;
  fetch?: typeof fetch;
  random?: () => number;
}

export function createServices(env: Env, outside: Outside = {}): Services {
  const nowMs = outside.nowMs ?? (() => Date.now());
  const log = outside.log ?? logToConsole;
  const config = parseConfig(env);
  // Called as a plain function: the platform's own fetch minds what it is a method of.
  const reach = outside.fetch ?? ((input, init) => fetch(input, init));
  const models = configureModels(env, { fetch: reach, nowMs });
  const database = createDatabase(env.DB);
  const apiKeys = createApiKeyStore(database);
  const dataSettings = createDataSettingsCache(createDataSettingsStore(database), nowMs);
  const masterKeys =
    config.encryptionKeys === undefined ? undefined : readMasterKeys(config.encryptionKeys);
  const dataKeys = createDataKeyStore(database);
  const vault = createVault({ dataKeys, masterKeys, nowMs });
  const projects = createProjectStore(database);
  const suites = createSuiteStore(database);
  const guardPolicies = createGuardPolicyStore(database);
  const calibrations = createCalibrationStore(database);
  const later = createLaterStores(database, config.rangesInQueue);
  return {
    config,
    nowMs,
    every: outside.every ?? everyMs,
    assets: env.ASSETS,
    log,
    runScorers: outside.runScorers ?? runScorers,
    fetch: reach,
    apiKeys,
    keyring: createKeyring({ apiKeys, dataSettings, config, nowMs }),
    dataSettings,
    projects,
    bindingCallers: createBindingCallers({ projects, config, nowMs }),
    suites,
    suiteCache: createSuiteCache(suites, nowMs, models.defaults),
    calibrations,
    calibrationCache: createCalibrationCache(calibrations, nowMs),
    guardPolicies,
    policyCache: createPolicyCache(guardPolicies, nowMs),
    pipelineCache: createPipelineCache(later.pipelines, nowMs),
    vault,
    dataKeys,
    masterKeys,
    verdicts: sealVerdicts(createVerdictStore(database), vault, masterKeys !== undefined),
    definitions: createScorerDefinitionStore(database, nowMs),
    exchanges: openExchanges(createExchangeStore(database), vault),
    verdictQueue: masterKeys
      ? sealQueue(createVerdictQueue(env.VERDICTS), vault)
      : createVerdictQueue(env.VERDICTS),
    idempotency: createIdempotencyStore(database),
    experimentQueue: createExperimentQueue(env.EXPERIMENTS),
    rangeQueue: createRangeQueue(env.RANGES),
    webhookQueue: createWebhookQueue(env.WEBHOOKS),
    answerQueue: createAnswerQueue(env.ANSWERS),
    customScorers: createCustomScorerStore(database),
    random: outside.random ?? Math.random,
    judging: {
      models,
      cache: openCache(createJudgeCache(database), vault),
      spend: createJudgeSpend(database),
      flushes: sealFlushes(createJudgeFlushes(database), vault, masterKeys !== undefined),
      settingsCache: createSettingsCache(createProjectSettingsStore(database), nowMs),
      dataSettings,
      inFlight: new Map(),
      nowMs,
      random: outside.random ?? Math.random,
      log,
    },
    activeRules: createActiveRules(later.traceRules, nowMs),
    evaluationTargets: createEvaluationTargets(later.evaluationTargetStore, nowMs),
    evaluationQueue: createEvaluationQueue(env.EVALUATIONS),
    traceQueue: createTraceQueue(env.TRACES),
    alertQueue: createAlertQueue(env.ALERTS),
    ...later,
    loggedVerdicts: openLogged(later.loggedVerdicts, vault),
    items: openItems(later.items, vault),
    experiments: sealExperiments(later.experiments, vault, masterKeys !== undefined),
    parts: sealParts(later.parts, vault, masterKeys !== undefined),
    experimentCells: openCells(later.experimentCells, vault),
    loggedResults: openLoggedResults(later.loggedResults, vault),
    olderResults: openOlderResults(later.olderResults, vault),
    erasure: {
      ...later.erasure,
      batches: openErasure(later.erasure.batches, vault),
      experiments: openExperimentErasure(later.erasure.experiments, vault),
      contents: openContents(later.erasure.contents, vault),
    },
    uploads: sealUploads(later.uploads, vault, masterKeys !== undefined),
    datasetItems: openDatasetItems(later.datasetItems, vault),
    reviewSamples: openReviewSamples(later.reviewSamples, vault),
    traces: sealTraces(later.traces, vault, masterKeys !== undefined),
    imports: sealImports(later.imports, vault, masterKeys !== undefined),
    readings: createReadingCache(nowMs),
    uncountedModels: createTtlCache(UNCOUNTED_MS, MOST_UNCOUNTED, nowMs),
    batchLabels: onFirstUse(() =>
      import('./features/calibrations/batch-labels.ts').then((labels) =>
        labels.createBatchLabels({ ...later, nowMs }),
      ),
    ),
    monitorWriters: createMonitorWriters(env.MONITORS, database),
    logOutbox: createLogOutbox(database),
    projectLogs: createProjectLogs(env.PROJECT_LOGS, database),
    signingKeys: config.signingKeys === undefined ? undefined : readSigningKeys(config.signingKeys),
    migrations: createMigrationStore(env.DB),
  };
}

function everyMs(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}

const builtFor = new WeakMap<Env, Services>();

/** Puts services in place for an environment, before its first request. */
export function useServices(env: Env, services: Services): void {
  builtFor.set(env, services);
}

/** The services of this isolate. */
export function servicesFor(env: Env): Services {
  const known = builtFor.get(env);
  if (known) return known;
  const services = createServices(env);
  useServices(env, services);
  return services;
}
