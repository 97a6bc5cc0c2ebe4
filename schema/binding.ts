import type {
  AgreementReport,
  Alert,
  AlignInput,
  Alignment,
  AuditEntry,
  Batch,
  BatchAppend,
  BatchComparison,
  BatchGateRequest,
  BatchGateResult,
  BatchGroups,
  BatchInput,
  BatchItem,
  BatchReport,
  BatchRowPage,
  Calibration,
  CalibrationHead,
  CalibrationInput,
  CompareRequest,
  Comparison,
  CustomScorer,
  DataMap,
  Dataset,
  DatasetAppend,
  DatasetDiff,
  DatasetInput,
  DatasetItem,
  DatasetItemRecord,
  DatasetUpload,
  DatasetUploadInput,
  DatasetVersionInput,
  Experiment,
  ExperimentCell,
  ExperimentEstimate,
  ExperimentInput,
  ExperimentReport,
  ExperimentResume,
  ExperimentRow,
  GuardRequest,
  GuardResult,
  Label,
  LabelsInput,
  LabelsTaken,
  LogCheckpoint,
  LogConsistency,
  LogPage,
  LogProof,
  ModelCard,
  MonitorAlarm,
  MonitorPreview,
  MonitorPreviewInput,
  MonitorReport,
  MonitorSummary,
  MonitorSummaryQuery,
  MonitorTimeline,
  Page,
  Pipeline,
  PipelineRouteRequest,
  PipelineRouteResult,
  Probe,
  ProbeEstimate,
  ProbeInput,
  ProbeReport,
  Problem,
  Question,
  Receipt,
  Replay,
  ReviewQueue,
  ReviewQueueReport,
  RuleVerdictQuery,
  RuleVerdicts,
  Schedule,
  ScheduleRun,
  Scope,
  Score,
  ScoreManyRequest,
  ScoreManyResponse,
  ScoreOneRequest,
  ScorerInfo,
  StoredVerdict,
  TargetLabels,
  TraceRule,
  TraceRuleActivity,
  TraceRulePreview,
  TraceRuleVersionInput,
  UnloggedRow,
  Verdict,
  VerdictLineage,
} from './types.ts';

/**
 * The result of a call over a service binding. Errors are returned as data, because thrown errors
 * lose their fields between Workers.
 */
export type Answer<Value> =
  | { ok: true; value: Value }
  | { ok: false; problem: Problem; retryAfterSeconds: number | null };

/** Options of a call. */
export interface CallOptions {
  /**
   * 1 to 255 visible ASCII characters: for 24 hours, calls with the same key are executed only
   * once.
   */
  idempotencyKey?: string;
  /** Up to 64 letters, digits, `_`, `.` and `-`; Assay makes one if there is none. */
  requestId?: string;
  /** W3C trace context, for the verdict's lineage and the log. */
  traceparent?: string;
}

export interface ScoreCallOptions extends CallOptions {
  /** Called with each score as soon as it is ready. */
  onScore?: (index: number, score: Score) => void;
}

export interface LinesCallOptions extends CallOptions {
  /**
   * For more than 1 MiB: NDJSON, one sample or item per line, up to 200,000 lines and 256 MiB.
   */
  lines?: ReadableStream<Uint8Array>;
}

/** Query parameters as values: `{ limit: 5, tag: ['a', 'b'] }`. */
export type CallFilter = {
  [name: string]: string | number | boolean | null | readonly string[] | undefined;
};

/** The methods of `AssayService` over a service binding. */
export interface AssayBinding {
  score(request: ScoreOneRequest, options?: ScoreCallOptions): Promise<Answer<Verdict>>;
  score(request: ScoreManyRequest, options?: ScoreCallOptions): Promise<Answer<ScoreManyResponse>>;
  guard(request: GuardRequest, options?: CallOptions): Promise<Answer<GuardResult>>;
  compare(request: CompareRequest, options?: CallOptions): Promise<Answer<Comparison>>;
  readonly scorers: {
    list(options?: CallOptions): Promise<Answer<{ items: ScorerInfo[] }>>;
    get(id: string, options?: CallOptions): Promise<Answer<ScorerInfo | CustomScorer>>;
    align(name: string, input: AlignInput, options?: CallOptions): Promise<Answer<Alignment>>;
    alignment(id: string, options?: CallOptions): Promise<Answer<Alignment>>;
  };
  readonly verdicts: {
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Verdict>>>;
    get(id: string, options?: CallOptions): Promise<Answer<StoredVerdict>>;
    delete(id: string, options?: CallOptions): Promise<Answer<null>>;
    receipt(id: string, options?: CallOptions): Promise<Answer<Receipt>>;
    lineage(id: string, options?: CallOptions): Promise<Answer<VerdictLineage>>;
    replay(id: string, options?: CallOptions): Promise<Answer<Replay>>;
  };
  readonly log: {
    checkpoint(options?: CallOptions): Promise<Answer<LogCheckpoint>>;
    entries(query?: CallFilter, options?: CallOptions): Promise<Answer<LogPage>>;
    proof(query: CallFilter, options?: CallOptions): Promise<Answer<LogProof>>;
    consistency(query: CallFilter, options?: CallOptions): Promise<Answer<LogConsistency>>;
    pending(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<UnloggedRow>>>;
    unlogged(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<UnloggedRow>>>;
  };
  readonly experiments: {
    create(input: ExperimentInput, options?: CallOptions): Promise<Answer<Experiment>>;
    estimate(input: ExperimentInput, options?: CallOptions): Promise<Answer<ExperimentEstimate>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Experiment>>>;
    get(id: string, options?: CallOptions): Promise<Answer<Experiment>>;
    report(id: string, options?: CallOptions): Promise<Answer<ExperimentReport>>;
    cells(
      id: string,
      filter?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<ExperimentCell>>>;
    rows(
      id: string,
      filter?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<ExperimentRow>>>;
    cancel(id: string, options?: CallOptions): Promise<Answer<Experiment>>;
    resume(id: string, input: ExperimentResume, options?: CallOptions): Promise<Answer<Experiment>>;
    delete(id: string, options?: CallOptions): Promise<Answer<null>>;
  };
  readonly probes: {
    create(input: ProbeInput, options?: CallOptions): Promise<Answer<Probe>>;
    estimate(input: ProbeInput, options?: CallOptions): Promise<Answer<ProbeEstimate>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Probe>>>;
    get(id: string, options?: CallOptions): Promise<Answer<Probe>>;
    report(id: string, filter?: CallFilter, options?: CallOptions): Promise<Answer<ProbeReport>>;
    modelCard(filter?: CallFilter, options?: CallOptions): Promise<Answer<ModelCard>>;
  };
  readonly batches: {
    create(batch: BatchInput, options?: LinesCallOptions): Promise<Answer<Batch>>;
    append(
      id: string,
      samples: Partial<BatchAppend>,
      options?: LinesCallOptions,
    ): Promise<Answer<Batch>>;
    seal(id: string, options?: CallOptions): Promise<Answer<Batch>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Batch>>>;
    get(id: string, options?: CallOptions): Promise<Answer<BatchReport>>;
    results(
      id: string,
      filter?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<BatchItem>>>;
    result(id: string, index: string, options?: CallOptions): Promise<Answer<BatchItem>>;
    rows(id: string, filter?: CallFilter, options?: CallOptions): Promise<Answer<BatchRowPage>>;
    groups(id: string, query: CallFilter, options?: CallOptions): Promise<Answer<BatchGroups>>;
    base(id: string, query?: CallFilter, options?: CallOptions): Promise<Answer<Batch>>;
    compare(
      id: string,
      base: string,
      query?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<BatchComparison>>;
    gate(
      id: string,
      request: BatchGateRequest,
      options?: CallOptions,
    ): Promise<Answer<BatchGateResult>>;
    cancel(id: string, options?: CallOptions): Promise<Answer<Batch>>;
    retry(id: string, options?: CallOptions): Promise<Answer<Batch>>;
    delete(id: string, options?: CallOptions): Promise<Answer<null>>;
  };
  readonly datasets: {
    create(dataset: DatasetInput, options?: LinesCallOptions): Promise<Answer<Dataset>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Dataset>>>;
    get(reference: string, options?: CallOptions): Promise<Answer<Dataset>>;
    versions(
      name: string,
      filter?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<Dataset>>>;
    addVersion(
      name: string,
      version: DatasetVersionInput,
      options?: LinesCallOptions,
    ): Promise<Answer<Dataset>>;
    items(
      reference: string,
      filter?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<DatasetItem>>>;
    item(reference: string, id: string, options?: CallOptions): Promise<Answer<DatasetItemRecord>>;
    diff(
      reference: string,
      base: string,
      query?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<DatasetDiff>>;
    delete(reference: string, options?: CallOptions): Promise<Answer<null>>;
    openUpload(
      name: string,
      upload?: DatasetUploadInput,
      options?: CallOptions,
    ): Promise<Answer<DatasetUpload>>;
    append(
      name: string,
      id: string,
      items: Partial<DatasetAppend>,
      options?: LinesCallOptions,
    ): Promise<Answer<DatasetUpload>>;
    seal(name: string, id: string, options?: CallOptions): Promise<Answer<Dataset>>;
    discard(name: string, id: string, options?: CallOptions): Promise<Answer<null>>;
  };
  readonly rules: {
    preview(rule: TraceRuleVersionInput, options?: CallOptions): Promise<Answer<TraceRulePreview>>;
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<TraceRule>>>;
    get(reference: string, options?: CallOptions): Promise<Answer<TraceRule>>;
    activity(name: string, options?: CallOptions): Promise<Answer<TraceRuleActivity>>;
    verdicts(
      name: string,
      query?: RuleVerdictQuery,
      options?: CallOptions,
    ): Promise<Answer<RuleVerdicts>>;
  };
  readonly monitors: {
    preview(input: MonitorPreviewInput, options?: CallOptions): Promise<Answer<MonitorPreview>>;
    summary(query?: MonitorSummaryQuery, options?: CallOptions): Promise<Answer<MonitorSummary>>;
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<MonitorReport>>>;
    get(reference: string, options?: CallOptions): Promise<Answer<MonitorReport>>;
    timeline(name: string, options?: CallOptions): Promise<Answer<MonitorTimeline>>;
    alarms(
      name: string,
      query?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<MonitorAlarm>>>;
  };
  readonly alerts: {
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Alert>>>;
    get(id: string, options?: CallOptions): Promise<Answer<Alert>>;
  };
  readonly schedules: {
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<Schedule>>>;
    get(name: string, options?: CallOptions): Promise<Answer<Schedule>>;
    runs(
      name: string,
      query?: CallFilter,
      options?: CallOptions,
    ): Promise<Answer<Page<ScheduleRun>>>;
  };
  readonly pipelines: {
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<Pipeline>>>;
    get(reference: string, options?: CallOptions): Promise<Answer<Pipeline>>;
    route(
      reference: string,
      request: PipelineRouteRequest,
      options?: CallOptions,
    ): Promise<Answer<PipelineRouteResult>>;
  };
  readonly questions: {
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<Question>>>;
    get(name: string, options?: CallOptions): Promise<Answer<Question>>;
  };
  readonly queues: {
    list(query?: CallFilter, options?: CallOptions): Promise<Answer<Page<ReviewQueue>>>;
    get(name: string, options?: CallOptions): Promise<Answer<ReviewQueueReport>>;
    agreement(name: string, options?: CallOptions): Promise<Answer<AgreementReport>>;
  };
  readonly labels: {
    push(labels: LabelsInput, options?: CallOptions): Promise<Answer<LabelsTaken>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<Label>>>;
    final(filter: CallFilter, options?: CallOptions): Promise<Answer<Page<TargetLabels>>>;
  };
  readonly calibrations: {
    create(input: CalibrationInput, options?: CallOptions): Promise<Answer<Calibration>>;
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<CalibrationHead>>>;
    get(id: string, options?: CallOptions): Promise<Answer<Calibration>>;
    delete(id: string, options?: CallOptions): Promise<Answer<null>>;
  };
  readonly project: {
    dataMap(options?: CallOptions): Promise<Answer<DataMap>>;
  };
  readonly audit: {
    list(filter?: CallFilter, options?: CallOptions): Promise<Answer<Page<AuditEntry>>>;
    get(id: string, options?: CallOptions): Promise<Answer<AuditEntry>>;
  };
}

/** The methods of the binding, each by the name of its operation in the log. */
export const BINDING_METHODS = [
  'score',
  'guard',
  'compare',
  'scorers.list',
  'scorers.get',
  'scorers.align',
  'scorers.alignment',
  'verdicts.list',
  'verdicts.get',
  'verdicts.delete',
  'verdicts.receipt',
  'verdicts.lineage',
  'verdicts.replay',
  'log.checkpoint',
  'log.entries',
  'log.proof',
  'log.consistency',
  'log.pending',
  'log.unlogged',
  'experiments.create',
  'experiments.estimate',
  'experiments.list',
  'experiments.get',
  'experiments.report',
  'experiments.cells',
  'experiments.rows',
  'experiments.cancel',
  'experiments.resume',
  'experiments.delete',
  'probes.create',
  'probes.estimate',
  'probes.list',
  'probes.get',
  'probes.report',
  'probes.modelCard',
  'batches.create',
  'batches.append',
  'batches.seal',
  'batches.list',
  'batches.get',
  'batches.results',
  'batches.result',
  'batches.rows',
  'batches.groups',
  'batches.base',
  'batches.compare',
  'batches.gate',
  'batches.cancel',
  'batches.retry',
  'batches.delete',
  'pipelines.list',
  'pipelines.get',
  'pipelines.route',
  'rules.preview',
  'rules.list',
  'rules.get',
  'rules.activity',
  'rules.verdicts',
  'monitors.preview',
  'monitors.summary',
  'monitors.list',
  'monitors.get',
  'monitors.timeline',
  'monitors.alarms',
  'alerts.list',
  'alerts.get',
  'schedules.list',
  'schedules.get',
  'schedules.runs',
  'questions.list',
  'questions.get',
  'queues.list',
  'queues.get',
  'queues.agreement',
  'labels.push',
  'labels.list',
  'labels.final',
  'calibrations.create',
  'calibrations.list',
  'calibrations.get',
  'calibrations.delete',
  'project.dataMap',
  'audit.list',
  'audit.get',
  'datasets.create',
  'datasets.list',
  'datasets.get',
  'datasets.versions',
  'datasets.addVersion',
  'datasets.items',
  'datasets.item',
  'datasets.diff',
  'datasets.delete',
  'datasets.openUpload',
  'datasets.append',
  'datasets.seal',
  'datasets.discard',
] as const;

export type BindingMethod = (typeof BINDING_METHODS)[number];

/** A binding as `wrangler types` declares it, which does not know the methods of another project's Worker. */
export interface UntypedBinding {
  fetch: (...args: never[]) => unknown;
}

/** The `props` of a service binding, which identify the caller. */
export interface BindingProps {
  /** Id or name of the project. */
  project: string;
  /** Allowed scopes. */
  scopes: Scope[];
  /** Name in the log. Defaults to `binding`. */
  caller?: string;
}
