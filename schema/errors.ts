/**
 * The one table of errors. A problem answers a request (RFC 9457); a score error replaces the value
 * of a score. `detail` says what to do if there is no more specific message.
 */
interface ProblemKind {
  status: number;
  title: string;
  retryable: boolean;
  detail: string;
}

function kind(status: number, title: string, detail: string, retryable = false): ProblemKind {
  return { status, title, retryable, detail };
}

export const PROBLEMS = {
  malformed_json: kind(400, 'The body is not JSON', 'Send a JSON object as application/json.'),
  invalid_request: kind(400, 'The request is not valid', 'Fix the fields listed in `errors`.'),
  nesting_too_deep: kind(
    400,
    'The body is nested too deeply',
    'Nest arrays and objects at most 32 levels deep.',
  ),
  unknown_scorer: kind(
    400,
    'No such scorer',
    'GET /v1/scorers lists the scorers and their aliases.',
  ),
  unknown_policy: kind(
    400,
    'No such guard policy',
    'GET /v1/guard/policies lists the guard policies of this project.',
  ),
  unknown_dataset: kind(
    400,
    'No such data set',
    'GET /v1/datasets lists the data sets of this project.',
  ),
  guard_blocked: kind(
    400,
    'The guard blocked the request',
    'Change the input, or the guard policy that blocked it.',
  ),
  unknown_suite: kind(400, 'No such suite', 'GET /v1/suites lists the suites of this project.'),
  key_missing: kind(401, 'No API key', 'Send the header `Authorization: Bearer assay_live_…`.'),
  key_malformed: kind(
    401,
    'Not an API key',
    'The key is incomplete or mistyped: its checksum does not match. Copy it again.',
  ),
  key_unknown: kind(
    401,
    'Unknown API key',
    'Use a key of this deployment that has not been revoked.',
  ),
  key_expired: kind(401, 'Expired API key', 'Create or rotate a key and use the new one.'),
  key_revoked: kind(401, 'Revoked API key', 'Create another key and use that one.'),
  binding_unidentified: kind(
    401,
    'The service binding does not identify its project',
    'Set `props = { project = "…", scopes = ["score"] }` on the binding; see docs/service-binding.md.',
  ),
  scope_missing: kind(403, 'The key lacks a scope', 'Use a key that has the required scope.'),
  keep_not_allowed: kind(
    403,
    'The project keeps less than the request asks for',
    'Ask for at most what the project keeps, or raise `keep` with PUT /v1/project/data-settings.',
  ),
  origin_not_allowed: kind(
    403,
    'The origin is not allowed',
    'Add the origin to ASSAY_CORS_ORIGINS; see docs/deploy.md.',
  ),
  model_not_allowed: kind(
    403,
    'The project does not allow the model',
    'Choose a model that the project allows; GET /v1/project/settings lists them.',
  ),
  not_found: kind(404, 'No such route', 'See /docs for the routes.'),
  model_not_found: kind(
    404,
    'No such model',
    'Name a model as `provider/model`; GET /openai/v1/models lists them.',
  ),
  scorer_not_found: kind(
    404,
    'No such scorer',
    'GET /v1/scorers lists the scorers and their aliases.',
  ),
  verdict_not_found: kind(
    404,
    'No such verdict',
    'It does not exist, was deleted, or is still in the queue.',
  ),
  policy_not_found: kind(
    404,
    'No such guard policy',
    'GET /v1/guard/policies lists the guard policies of this project.',
  ),
  trace_rule_not_found: kind(404, 'No such rule', 'GET /v1/rules lists the rules of this project.'),
  trace_rule_exists: kind(
    409,
    'The rule already exists',
    'To add a version, use POST /v1/rules/{name}/versions.',
  ),
  monitor_not_found: kind(
    404,
    'No such monitor',
    'GET /v1/monitors lists the monitors of this project.',
  ),
  monitor_exists: kind(
    409,
    'The monitor already exists',
    'To add a version, use POST /v1/monitors/{name}/versions.',
  ),
  alarm_not_found: kind(
    404,
    'No such alarm',
    'GET /v1/monitors/{name}/alarms lists the alarms of a monitor.',
  ),
  evaluation_export_not_found: kind(
    404,
    'Verdicts are not sent anywhere',
    'PUT /v1/project/evaluation-export sets where they are sent.',
  ),
  pipeline_not_found: kind(
    404,
    'No such pipeline',
    'GET /v1/pipelines lists the pipelines of this project.',
  ),
  suite_not_found: kind(404, 'No such suite', 'GET /v1/suites lists the suites of this project.'),
  question_not_found: kind(
    404,
    'No such question',
    'GET /v1/questions lists the questions of this project.',
  ),
  dataset_not_found: kind(
    404,
    'No such data set',
    'GET /v1/datasets lists the data sets of this project.',
  ),
  item_not_found: kind(
    404,
    'No such item',
    'GET /v1/datasets/{reference}/items lists the items of the version.',
  ),
  upload_not_found: kind(
    404,
    'No such upload',
    'It does not exist, was discarded, or expired. Start another with POST /v1/datasets/{name}/uploads.',
  ),
  queue_not_found: kind(
    404,
    'No such review queue',
    'GET /v1/queues lists the queues of this project; a reviewer sees those of the key.',
  ),
  review_not_found: kind(
    404,
    'No such review',
    'This item was not given to this reviewer. Claim it with POST /v1/queues/{name}/claim.',
  ),
  batch_not_found: kind(404, 'No such batch', 'GET /v1/batches lists the batches of this project.'),
  sample_not_found: kind(
    404,
    'No such sample',
    'GET /v1/batches/{id}/rows lists the samples of the batch.',
  ),
  alignment_not_found: kind(
    404,
    'No such alignment',
    'Use the id that POST /v1/scorers/{name}/align returned.',
  ),
  audit_entry_not_found: kind(
    404,
    'No such entry of the audit log',
    'The project has no entry with this id. GET /v1/audit lists its entries.',
  ),
  calibration_not_found: kind(
    404,
    'No such calibration',
    'GET /v1/calibrations lists the calibrations of this project.',
  ),
  experiment_not_found: kind(
    404,
    'No such experiment',
    'GET /v1/experiments lists the experiments of this project.',
  ),
  probe_not_found: kind(404, 'No such probe', 'GET /v1/probes lists the probes of this project.'),
  secret_not_found: kind(404, 'No such secret', 'GET /v1/secrets lists the names of secrets.'),
  key_not_found: kind(404, 'No such key', 'GET /v1/keys lists the keys of this project.'),
  method_not_allowed: kind(
    405,
    'The route does not support this method',
    'Use one of the methods in the Allow header.',
  ),
  batch_not_open: kind(
    409,
    'The batch is not open',
    'Samples can be appended only to a batch created with `open`, until it is sealed.',
  ),
  batch_busy: kind(
    409,
    'Another request is adding samples to the batch',
    'Send append requests one at a time, and retry this one.',
    true,
  ),
  experiment_not_ended: kind(
    409,
    'The experiment has not ended',
    'Wait until it ends, or cancel it.',
  ),
  batch_not_ended: kind(409, 'The batch has not ended', 'Wait until it ends, or cancel it.'),
  comparison_too_large: kind(
    413,
    'The batches share too many samples to compare',
    'Compare batches of at most 250,000 samples.',
  ),
  batch_too_large: kind(
    413,
    'The batch has too many samples to sort or group',
    'Sort and group batches of at most 250,000 samples, or read their rows in input order.',
  ),
  scorer_exists: kind(
    409,
    'The scorer already exists',
    'To add a version, use POST /v1/scorers/{name}/versions.',
  ),
  policy_exists: kind(
    409,
    'The guard policy already exists',
    'To add a version, use POST /v1/guard/policies/{name}/versions.',
  ),
  pipeline_exists: kind(
    409,
    'The pipeline already exists',
    'To add a version, use POST /v1/pipelines/{name}/versions.',
  ),
  dataset_exists: kind(
    409,
    'The data set already exists',
    'To add a version, use POST /v1/datasets/{name}/versions.',
  ),
  dataset_busy: kind(
    409,
    'Another request is writing to the data set',
    'Add items to an upload, and seal uploads of a data set, one at a time. Retry this request.',
    true,
  ),
  dataset_in_use: kind(
    409,
    'The version of the data set is in use',
    'Delete first what refers to it.',
  ),
  upload_not_open: kind(
    409,
    'The upload is not open',
    'It was sealed, and has become a version. Start another to add items.',
  ),
  suite_exists: kind(
    409,
    'The suite already exists',
    'To add a version, use POST /v1/suites/{name}/versions.',
  ),
  question_exists: kind(
    409,
    'The question already exists',
    'To add a version, use POST /v1/questions/{name}/versions.',
  ),
  queue_exists: kind(
    409,
    'The name of the review queue is taken',
    'Choose another name; that of a deleted queue cannot be used again.',
  ),
  review_lost: kind(
    409,
    'The item went to another reviewer',
    'It was not submitted in time, or the queue was closed. Claim the next one.',
  ),
  review_final: kind(
    409,
    'The review can no longer be changed',
    'The item was decided, or the answer of the judge was shown.',
  ),
  review_undisputed: kind(
    409,
    'Reviewers do not differ on the item',
    'GET /v1/queues/{name}/disputes lists the items that wait for a decision.',
  ),
  suite_outdated: kind(
    409,
    'This release cannot run the suite',
    'One of its parameters is no longer accepted. Add a version to the suite.',
  ),
  key_not_active: kind(
    409,
    'The key is not active',
    'Only a key that is neither revoked nor expired can be rotated.',
  ),
  idempotency_in_flight: kind(
    409,
    'The first request is still running',
    'Retry with the same key in a moment.',
    true,
  ),
  request_too_large: kind(
    413,
    'The request is too large',
    'Send at most 1 MiB as JSON; split the samples over several requests, or stream them to a batch.',
  ),
  dataset_too_large: kind(
    413,
    'The data set is too large',
    'A version has at most 250,000 items. Split the items into several data sets.',
  ),
  verdict_too_large: kind(
    413,
    'The verdict is too large to store',
    'Shorten the sample, or send `"store": "none"`.',
  ),
  redaction_impossible: kind(
    422,
    'The sample could not be redacted',
    'A detector could not look at it, so nothing was stored. Shorten the sample, or send `"store": "none"`.',
  ),
  unsupported_media_type: kind(
    415,
    'The content type is not supported',
    'Send the header `Content-Type: application/json`.',
  ),
  idempotency_mismatch: kind(
    422,
    'The idempotency key belongs to another request',
    'Use a new idempotency key for each new request.',
  ),
  quota_exceeded: kind(
    429,
    'The project has reached its quota',
    'Wait until batches end, or cancel or delete some.',
    true,
  ),
  budget_exceeded: kind(
    429,
    'The daily budget of the project is spent',
    'Raise `dailyCapUsd` with PUT /v1/project/settings, or wait until the next day (UTC).',
  ),
  rate_limited: kind(
    429,
    'Too many requests',
    'Wait for the number of seconds in Retry-After, then retry.',
    true,
  ),
  step_failed: kind(
    502,
    'A step of the pipeline failed',
    'Check the service that the step calls, or set `onError: keep` to send answers without it.',
    true,
  ),
  internal: kind(
    500,
    'Internal error',
    'Retry. If the error persists, report the request id.',
    true,
  ),
  redaction_unsupported: kind(
    409,
    'The project redacts what models see',
    'Use POST /v1/score, or stop redacting for models with PUT /v1/project/data-settings.',
  ),
  provider_rejected: kind(
    502,
    'The provider of the model rejected the deployment',
    'Check the address and the API key of the provider in ASSAY_PROVIDERS.',
  ),
  provider_unavailable: kind(
    502,
    'The provider of the model did not answer',
    'Retry in a moment, or choose a model of another provider.',
    true,
  ),
  provider_answer_invalid: kind(
    502,
    'The answer of the provider cannot be read',
    'Retry, or choose a model of another provider.',
    true,
  ),
  provider_answer_cut: kind(
    502,
    'The answer of the provider ended early',
    'What was sent is not the whole answer. Retry.',
    true,
  ),
  provider_timeout: kind(
    504,
    'The provider of the model did not answer in time',
    'Retry, or choose a faster model.',
    true,
  ),
  models_unconfigured: kind(
    503,
    'No provider of models is configured',
    'Set ASSAY_PROVIDERS; see docs/judges.md.',
  ),
  storage_unavailable: kind(
    503,
    'The database did not answer',
    'The data may or may not have been stored. Retry with the same Idempotency-Key.',
    true,
  ),
  import_conflict: kind(
    409,
    'An id is taken',
    'Import into another deployment: ids name one thing in a deployment.',
  ),
  deletion_not_found: kind(
    404,
    'No such deletion',
    'GET /v1/deletions lists the deletions of this project.',
  ),
  sample_not_kept: kind(
    409,
    'The judged sample was not kept',
    'It was redacted before it was stored, or only scores were kept. Score the original sample again.',
  ),
  sample_unreadable: kind(
    410,
    'The sample cannot be decrypted any more',
    'The key that it was encrypted with was dropped. Its verdict can still be listed and deleted.',
  ),
  search_encrypted: kind(
    409,
    'The samples of the batch are encrypted',
    'Their texts and metadata can be searched in input order alone. Remove `sort`, or `text` and `metadata`; group by something else than metadata.',
  ),
  sample_altered: kind(
    409,
    'The stored sample was changed',
    'It does not decrypt: its row was changed or moved after it was written.',
  ),
  encryption_unconfigured: kind(
    503,
    'Encryption at rest is not configured',
    'Set the secret ASSAY_ENCRYPTION_KEYS; see docs/data-control.md.',
  ),
  replay_impossible: kind(
    409,
    'No score can be repeated',
    'Score the sample again with the scorers of today.',
  ),
  signing_unconfigured: kind(
    503,
    'Receipts are not configured',
    'Set the secret ASSAY_SIGNING_KEYS: `npm run --silent signing-key | npx wrangler secret put ASSAY_SIGNING_KEYS`.',
  ),
  verdict_altered: kind(
    409,
    'The verdict is not the one that was sealed',
    'It was changed in the database. Verify the log of the project: `assay audit verify`.',
  ),
  log_altered: kind(
    409,
    'The log is not the one that was signed',
    'Entries that were signed have changed. Verify the log with a checkpoint that you have kept.',
  ),
  log_not_found: kind(
    404,
    'The log, or this part of it, does not exist',
    'Check the id of the project, and fetch tiles of the size of a checkpoint.',
  ),
  log_entry_not_found: kind(
    404,
    'The log has no such entry',
    'Check the id and the kind. Entries are sealed within a minute or two.',
  ),
  route_undecided: kind(
    503,
    'The route of the pipeline cannot be decided',
    'Retry, or set `onError: otherwise` in the route.',
    true,
  ),
  redaction_unconfigured: kind(
    503,
    'Redaction by hash is not configured',
    'Set the secret ASSAY_REDACTION_KEY: `wrangler secret put ASSAY_REDACTION_KEY`.',
  ),
  secrets_unconfigured: kind(
    503,
    'Secrets are not configured',
    'Set the secret ASSAY_WEBHOOK_KEY, from which their key is derived: `wrangler secret put ASSAY_WEBHOOK_KEY`.',
  ),
  channel_not_found: kind(
    404,
    'No such channel',
    'GET /v1/channels lists the channels of this project.',
  ),
  channel_exists: kind(409, 'The channel exists', 'Replace it with PUT /v1/channels/{name}.'),
  channel_secret_unreadable: kind(
    503,
    'The secret of the channel cannot be read',
    'It was stored with another ASSAY_WEBHOOK_KEY. Put that key back, or set the secret again with PUT /v1/channels/{name}.',
  ),
  channel_secret_missing: kind(
    409,
    'The secret of the channel is missing',
    'The channel was imported, and secrets are never exported. Set it again with PUT /v1/channels/{name}.',
  ),
  alert_not_found: kind(404, 'No such alert', 'GET /v1/alerts lists the alerts of this project.'),
  schedule_not_found: kind(
    404,
    'No such schedule',
    'GET /v1/schedules lists the schedules of this project.',
  ),
  schedule_exists: kind(409, 'The schedule exists', 'Replace it with PUT /v1/schedules/{name}.'),
  webhooks_unconfigured: kind(
    503,
    'Webhooks are not configured',
    'Set the secret ASSAY_WEBHOOK_KEY: `wrangler secret put ASSAY_WEBHOOK_KEY`.',
  ),
  not_ready: kind(
    503,
    'The deployment is not ready',
    'The database does not answer, or its migrations are not applied. Check both.',
    true,
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

interface ScoreErrorKind {
  retryable: boolean;
  detail: string;
}

export const SCORE_ERRORS = {
  sample_field_missing: { retryable: false, detail: 'Add the fields that the scorer needs.' },
  sample_field_invalid: {
    retryable: false,
    detail: 'Send the field in a form that the scorer can use.',
  },
  redaction_failed: {
    retryable: false,
    detail:
      'A detector could not look at the text, so nothing was sent to a model. Shorten the sample, or redact with fewer detectors.',
  },
  extraction_failed: {
    retryable: false,
    detail:
      'Change `extract` so that it finds a part of the output, or choose what `onNoMatch` does.',
  },
  sample_too_large: {
    retryable: false,
    detail: 'The field exceeds the limit of the scorer. Shorten it.',
  },
  work_limit_exceeded: {
    retryable: false,
    detail: 'Shorten the field or reduce the parameter that the reason names.',
  },
  code_failed: {
    retryable: false,
    detail:
      'The code threw, or returned nothing that is a score. Fix the code; see docs/javascript.md.',
  },
  child_not_scored: {
    retryable: false,
    detail: 'A scorer inside this one has no value. See its own error.',
  },
  expression_undefined: {
    retryable: false,
    detail:
      'The expression has no value for these scores. Change it, for example to avoid a division by 0.',
  },
  judge_unconfigured: {
    retryable: false,
    detail: 'Configure a judge model; see docs/judges.md.',
  },
  judge_unknown_model: {
    retryable: false,
    detail: 'Choose a model of a configured provider, written as `provider/model`.',
  },
  judge_model_not_allowed: {
    retryable: false,
    detail: 'Choose a model that the project allows; GET /v1/project/settings lists them.',
  },
  judge_self_evaluation: {
    retryable: false,
    detail:
      'The project does not allow a model to judge output of its own family. Choose another judge.',
  },
  judge_budget_exceeded: {
    retryable: false,
    detail: 'The daily budget of the project is spent. Raise it, or wait until the next day (UTC).',
  },
  judge_unavailable: { retryable: true, detail: 'The judge did not answer. Retry later.' },
  judge_timeout: {
    retryable: true,
    detail: 'The judge did not answer in time. Raise `deadlineMs`, or choose a faster judge.',
  },
  judge_rate_limited: {
    retryable: true,
    detail: 'The provider of the judge limits the rate of calls. Retry later.',
  },
  judge_quota_exhausted: {
    retryable: false,
    detail:
      'The provider of the judge reports that the quota or credit is used up. Top it up, or use another key.',
  },
  judge_input_too_large: {
    retryable: false,
    detail:
      'The prompt exceeds the context window of the judge. Shorten the sample, or choose a judge with a longer context.',
  },
  judge_prompt_cut: {
    retryable: false,
    detail:
      'The server truncated the prompt. Raise its context window (Ollama: OLLAMA_CONTEXT_LENGTH), or shorten the sample.',
  },
  judge_rejected: {
    retryable: false,
    detail: 'The provider rejected the call. Check its key, its model names and its settings.',
  },
  judge_refused: {
    retryable: false,
    detail: 'The judge refused to judge this sample. Choose another judge.',
  },
  judge_output_cut_off: {
    retryable: false,
    detail:
      'The judge reached its token limit before its answer was complete. Raise `maxOutputTokens`, choose a judge that reasons less, or shorten the sample.',
  },
  judge_output_invalid: {
    retryable: true,
    detail:
      'The answer of the judge was empty or could not be parsed. Retry, or choose another judge.',
  },
  deadline_exceeded: {
    retryable: true,
    detail: 'The request reached its deadline. Raise `deadlineMs`, or use fewer scorers.',
  },
  scorer_failed: {
    retryable: false,
    detail: 'Internal error in the scorer. Report the request id.',
  },
} as const satisfies Record<string, ScoreErrorKind>;

export type ScoreErrorCode = keyof typeof SCORE_ERRORS;

/** Errors of a batch item that has no verdict to explain it. */
export const ITEM_ERRORS = {
  scorer_changed: {
    detail:
      'A scorer or the default judge changed while the batch ran. Score the sample in a new batch.',
  },
  range_failed: {
    detail:
      'Every attempt to score the sample failed. Retry the batch; if the error persists, report its id.',
  },
  verdict_too_large: {
    detail: 'The verdict is too large to store. Shorten the sample and score it in a new batch.',
  },
  sample_dropped: {
    detail:
      'The key that encrypted the sample was dropped before it was scored. Score it in a new batch.',
  },
} as const satisfies Record<string, { detail: string }>;

export type ItemErrorCode = keyof typeof ITEM_ERRORS;
