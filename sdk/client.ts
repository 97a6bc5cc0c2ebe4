import type { Comparison } from '@assay/schema/types.ts';
import type { ApiPromise } from './api-promise.ts';
import { bindingTransport } from './binding.ts';
import { type Call, createCall } from './call.ts';
import { httpTransport } from './http.ts';
import { type AssayOptions, type RequestOptions, settingOf } from './options.ts';
import { Alerts } from './resources/alerts.ts';
import { Audit } from './resources/audit.ts';
import { Batches } from './resources/batches.ts';
import { Calibrations } from './resources/calibrations.ts';
import { Channels } from './resources/channels.ts';
import { Datasets } from './resources/datasets.ts';
import { Deletions } from './resources/deletions.ts';
import { EvaluationExport } from './resources/evaluation-export.ts';
import { Experiments } from './resources/experiments.ts';
import { type Guarding, guardOf } from './resources/guard.ts';
import { Keys } from './resources/keys.ts';
import { Labels } from './resources/labels.ts';
import { Log } from './resources/log.ts';
import { Monitors } from './resources/monitors.ts';
import { Pipelines } from './resources/pipelines.ts';
import { Probes } from './resources/probes.ts';
import { Project } from './resources/project.ts';
import { Questions } from './resources/questions.ts';
import { Queues } from './resources/queues.ts';
import { Reviews } from './resources/reviews.ts';
import { Rules } from './resources/rules.ts';
import { Schedules } from './resources/schedules.ts';
import { type Scoring, scoringOf } from './resources/score.ts';
import { Scorers } from './resources/scorers.ts';
import { Suites } from './resources/suites.ts';
import { Verdicts } from './resources/verdicts.ts';
import { Webhooks } from './resources/webhooks.ts';
import type { Transport } from './transport.ts';
import type { CompareRequest } from './types.ts';

/**
 * Asks an Assay API for verdicts.
 *
 * @example
 * const assay = new Assay({ baseUrl: 'http://127.0.0.1:8787', apiKey: 'assay_live_…' });
 * const verdict = await assay.score({
 *   sample: { output: 'Paris', expected: 'Paris' },
 *   scorers: ['exact-match'],
 * });
 */
export class Assay {
  readonly score: Scoring;
  readonly guard: Guarding;
  readonly scorers: Scorers;
  readonly suites: Suites;
  readonly pipelines: Pipelines;
  readonly rules: Rules;
  readonly monitors: Monitors;
  readonly evaluationExport: EvaluationExport;
  readonly alerts: Alerts;
  readonly channels: Channels;
  readonly schedules: Schedules;
  readonly verdicts: Verdicts;
  readonly log: Log;
  readonly batches: Batches;
  readonly experiments: Experiments;
  readonly probes: Probes;
  readonly datasets: Datasets;
  readonly calibrations: Calibrations;
  readonly questions: Questions;
  readonly labels: Labels;
  readonly queues: Queues;
  readonly reviews: Reviews;
  readonly keys: Keys;
  readonly webhooks: Webhooks;
  readonly project: Project;
  readonly audit: Audit;
  readonly deletions: Deletions;
  readonly #call: Call;
  readonly #transport: Transport;

  /** @throws AssayError `client_unconfigured` when key or address are neither given nor set */
  constructor(options: AssayOptions = {}) {
    this.#transport = transportFor(options);
    this.#call = createCall(this.#transport, options);
    this.score = scoringOf(this.#call);
    this.guard = guardOf(this.#call);
    this.scorers = new Scorers(this.#call);
    this.suites = new Suites(this.#call);
    this.pipelines = new Pipelines(this.#call);
    this.rules = new Rules(this.#call);
    this.monitors = new Monitors(this.#call);
    this.evaluationExport = new EvaluationExport(this.#call);
    this.alerts = new Alerts(this.#call);
    this.channels = new Channels(this.#call);
    this.schedules = new Schedules(this.#call);
    this.verdicts = new Verdicts(this.#call);
    this.log = new Log(this.#call);
    this.batches = new Batches(this.#call);
    this.experiments = new Experiments(this.#call);
    this.probes = new Probes(this.#call);
    this.datasets = new Datasets(this.#call);
    this.calibrations = new Calibrations(this.#call);
    this.questions = new Questions(this.#call);
    this.labels = new Labels(this.#call);
    this.queues = new Queues(this.#call);
    this.reviews = new Reviews(this.#call);
    this.keys = new Keys(this.#call);
    this.webhooks = new Webhooks(this.#call);
    this.project = new Project(this.#call);
    this.audit = new Audit(this.#call);
    this.deletions = new Deletions(this.#call);
  }

  /**
   * Compares two outputs, or two sets of outputs with the same ids: a judge is shown each pair in
   * both orders.
   *
   * @returns who won, how often, and each pair; nothing is stored
   */
  compare(request: CompareRequest, options?: RequestOptions): ApiPromise<Comparison> {
    return this.#call(
      {
        operation: 'compare',
        args: [request],
        method: 'POST',
        path: '/v1/compare',
        body: request,
      },
      options,
    );
  }

  /**
   * `fetch` with the address and the key added, for what the client has no method for. Nothing is
   * retried, and no status throws.
   *
   * @param path from the root, such as `/v1/batches/bat_…/results?format=csv`
   */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#transport.fetch(path, init);
  }
}

/** How Assay is reached. */
function transportFor(options: AssayOptions): Transport {
  if (options.binding) return bindingTransport(options.binding);
  const baseUrl = settingOf(options.baseUrl, 'baseUrl', 'ASSAY_BASE_URL');
  const apiKey = settingOf(options.apiKey, 'apiKey', 'ASSAY_API_KEY');
  return httpTransport(baseUrl, apiKey, options.fetch);
}
