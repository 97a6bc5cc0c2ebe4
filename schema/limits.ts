/** The limits of one request. Sizes are bytes of UTF-8; counts are items. */
export const LIMITS = {
  /** Bytes of one request body. */
  requestBytes: 1_048_576,
  /** Bytes of one text field: input, output, a context, a message. */
  textBytes: 262_144,
  /** Bytes of one request to a model, which may hold images, and of one answer that is no stream. */
  gatewayBytes: 16_777_216,
  /** Levels of nested arrays and objects in a request to a model. */
  gatewayNestingDepth: 100,
  /** Milliseconds that a model may take for an answer, unless a pipeline says otherwise. */
  gatewayTimeoutMs: 600_000,
  /** Levels of nested arrays and objects in a request body. */
  nestingDepth: 32,
  /** Samples in one request. */
  samples: 100,
  /** Scorers that one request runs, those inside composites included. */
  scorers: 64,
  /** Levels of scorers inside composite scorers. */
  compositeDepth: 4,
  /** Steps of work that one score may take; a step is about a nanosecond. */
  scoreSteps: 320_000_000,
  /** Steps of work that settling the scorers of one request may take: compiling patterns and schemas. */
  planSteps: 100_000_000,
  /** Texts in `expected` that a scorer compares with. */
  references: 100,
  /** Items in `contexts` and in `referenceContexts`. */
  contexts: 1_000,
  /** Items in `messages`. */
  messages: 1_000,
  /** Items in `tools`, `toolCalls` and `expectedToolCalls`. */
  tools: 1_000,
  /** Tags on one verdict. */
  tags: 16,
  /** Metadata keys on one verdict. */
  metadataKeys: 16,
  /** Characters of a name, a tag, an id or a metadata key. */
  nameCharacters: 128,
  /** Characters of a metadata value. */
  metadataValueCharacters: 512,
  /** Samples in one batch. */
  batchSamples: 1_000_000,
  /** Lines in one request that streams samples. */
  batchLines: 200_000,
  /** Bytes in one request that streams samples, unpacked. */
  batchBytes: 268_435_456,
  /** Bytes of one stream that is guarded. */
  guardedStreamBytes: 16_777_216,
  /** Milliseconds that a guarded stream may pause. */
  guardedStreamIdleMs: 120_000,
  /** Characters of a stream's text that a guard may hold back. */
  holdBackCharacters: 16_384,
  /** Bytes of one line. */
  lineBytes: 1_048_576,
  /** Refused lines that one answer names. */
  invalidLines: 100,
  /** Characters of a URL. */
  urlCharacters: 2_048,
  /** Labels in one request. */
  labels: 1_000,
  /** Items of a review queue. */
  queueItems: 10_000,
  /** Targets that a review queue is given one by one. */
  queueTargets: 1_000,
  /** What a review queue may draw from. */
  queuePopulation: 20_000,
  /** Characters of a label's comment, and of an answer in words. */
  labelTextCharacters: 10_000,
  /** Passages that one label is about. */
  labelSpans: 50,
  /** Items in one version of a data set. */
  datasetItems: 250_000,
  /** Splits of one version. */
  datasetSplits: 100,
  /** Versions of one data set. */
  datasetVersions: 10_000,
  /** Uploads to one data set that are open at a time. */
  datasetUploads: 20,
  /** Labels on one item of a data set. */
  itemLabels: 100,
  /** Items that a data set takes from verdicts or results of a batch in one request. */
  itemsFromResults: 10_000,
  /** Variants of one experiment. */
  experimentVariants: 50,
  /** Samples of one experiment. */
  experimentSamples: 20_000,
  /** Answers per variant and sample. */
  experimentRepeats: 100,
  /** Variants × samples × repeats. */
  experimentCells: 200_000,
  /** Calls of one target at once. */
  experimentConcurrency: 64,
  /** Messages of a variant's prompt. */
  experimentMessages: 50,
  /** Requirements of an experiment. */
  experimentRequirements: 50,
  /** Characters of all that one request to a target is filled in with, and of all requests of an experiment. */
  experimentRequestCharacters: 4_194_304,
  experimentCharacters: 1_073_741_824,
  /** Bytes of the request that creates an experiment. */
  experimentBytes: 16_777_216,
  /** Secrets of a project. */
  secrets: 100,
  /** Targets of a pipeline. */
  pipelineTargets: 20,
  /** Rules of a pipeline's route. */
  pipelineRules: 50,
  /** Values that one condition of a rule lists. */
  testValues: 100,
  /** Intents that a route tells apart. */
  intents: 32,
  /** Patterns or examples of one intent, and of all together. */
  intentTexts: 50,
  intentTextsInAll: 400,
  /** Characters of a pattern in a pipeline. */
  patternCharacters: 500,
  /** Steps over an answer. */
  postSteps: 10,
  /** Characters of a header that is given in a body. */
  headerCharacters: 4_096,
  /** Bytes of one export of spans or log records, unpacked. */
  exportBytes: 16_777_216,
  /** Spans and log records in one export. */
  exportRecords: 20_000,
  /** Headers of requests to an endpoint of OpenTelemetry. */
  exportHeaders: 20,
  /** Verdicts that one request sends to it. */
  exportedVerdicts: 1_000,
  /** Rules of a project for live traces. */
  traceRules: 50,
  /** Attributes that the filter of a rule tests. */
  filterAttributes: 50,
  /** Monitors of a project. */
  monitors: 100,
  /** Thresholds of a monitor. */
  monitorThresholds: 10,
  /** Keys of metadata that a monitor's alarms look at. */
  monitorSlices: 16,
  /** Stored verdicts that a baseline or a test of a monitor reads. */
  monitorHistory: 5_000,
  /** The fewest and the most anchors of a monitor. */
  leastAnchors: 10,
  anchors: 1_000,
  /** Samples of one probe, of which variants are made. */
  probeSamples: 2_000,
  /** Passages of a sample of a probe, and those that are given to put in. */
  probePassages: 200,
  probeDistractors: 500,
  /** Lengths, depths, amounts or orders of one probe. */
  probeSteps: 20,
  /** Paraphrases of each question. */
  probeParaphrases: 5,
  /** Samples of which a model writes paraphrases. */
  probeParaphrased: 50,
  /** Groups of a dimension, and words of a group or to keep. */
  probeGroups: 12,
  probeTerms: 100,
  /** Bytes of all variants of one probe. */
  probeBytes: 67_108_864,
  /** Changes of one variant that are shown. */
  probeEdits: 10,
  /** Longest time that late spans are waited for, in seconds. */
  traceDelaySeconds: 3_600,
  /** Seconds from the first trace of a session until it is scored. */
  sessionWindowSeconds: 43_200,
  /** Longest deadline a caller may ask for, in milliseconds. */
  deadlineMs: 60_000,
  /** Evidence items that the scores of one verdict keep in all. */
  evidencePerVerdict: 100,
  /** Evidence items that one score keeps. */
  evidence: 10,
  /** Characters of one evidence excerpt. */
  excerptCharacters: 200,
  /** Characters of a reason. */
  reasonCharacters: 500,
} as const;
