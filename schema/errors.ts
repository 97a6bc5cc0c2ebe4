/**
 * The one table of errors. A problem answers a request (RFC 9457); a score error stands in a
 * verdict in place of a value. `detail` says what to do when nothing more exact is known.
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
  invalid_request: kind(400, 'The request is not valid', 'Mend each field named in `errors`.'),
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
  unknown_suite: kind(400, 'No such suite', 'GET /v1/suites lists the suites of this project.'),
  key_missing: kind(401, 'No API key', 'Send the header `Authorization: Bearer assay_live_…`.'),
  key_malformed: kind(
    401,
    'Not an API key',
    'The key is incomplete or mistyped: its checksum does not match.',
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
    'The service binding does not say whose it is',
    'Set `props = { project = "…", scopes = ["score"] }` on the binding; see docs/service-binding.md.',
  ),
  scope_missing: kind(
    403,
    'The key may not do this',
    'Use a key with the scope that the detail names.',
  ),
  origin_not_allowed: kind(
    403,
    'Pages of this origin may not call',
    'Add the origin to ASSAY_CORS_ORIGINS; see docs/deploy.md.',
  ),
  not_found: kind(404, 'No such route', 'See /docs for the routes.'),
  scorer_not_found: kind(
    404,
    'No such scorer',
    'GET /v1/scorers lists the scorers and their aliases.',
  ),
  verdict_not_found: kind(
    404,
    'No such verdict',
    'It does not exist, was deleted, or is still on its way from the queue; verdicts of a batch stand in its results.',
  ),
  suite_not_found: kind(404, 'No such suite', 'GET /v1/suites lists the suites of this project.'),
  batch_not_found: kind(404, 'No such batch', 'GET /v1/batches lists the batches of this project.'),
  key_not_found: kind(404, 'No such key', 'GET /v1/keys lists the keys of this project.'),
  method_not_allowed: kind(
    405,
    'The route does not know this method',
    'Use one of the methods in the Allow header.',
  ),
  batch_not_open: kind(
    409,
    'The batch takes no more samples',
    'Only a batch made with `open` takes samples, until it is sealed.',
  ),
  batch_busy: kind(
    409,
    'Another request is adding samples to the batch',
    'Append one request after the other.',
    true,
  ),
  batch_not_ended: kind(409, 'The batch has not ended', 'Wait for it to end, or cancel it.'),
  comparison_too_large: kind(
    413,
    'The batches share too many samples to compare',
    'Compare batches of at most 250,000 samples.',
  ),
  scorer_exists: kind(409, 'The scorer exists', 'POST /v1/scorers/{name}/versions adds a version.'),
  suite_exists: kind(409, 'The suite exists', 'POST /v1/suites/{name}/versions adds a version.'),
  suite_outdated: kind(
    409,
    'The suite cannot be run by this release',
    'A parameter it names is refused by now. Add a version to the suite.',
  ),
  key_not_active: kind(
    409,
    'The key is not active',
    'Only a key that is neither revoked nor expired can be rotated.',
  ),
  idempotency_in_flight: kind(
    409,
    'The first request is still running',
    'Ask again with the same key in a moment.',
    true,
  ),
  request_too_large: kind(
    413,
    'The request is too large',
    'Send at most 1 MiB as JSON; split the samples over several requests, or stream them to a batch.',
  ),
  verdict_too_large: kind(
    413,
    'The verdict is too large to store',
    'Shorten the sample, or ask with `"store": "none"`.',
  ),
  unsupported_media_type: kind(
    415,
    'The body is of another type',
    'Send the header `Content-Type: application/json`.',
  ),
  idempotency_mismatch: kind(
    422,
    'The idempotency key belongs to another request',
    'Use a new key for a new request.',
  ),
  quota_exceeded: kind(
    429,
    'The project has too much under way',
    'Wait for batches to end, or cancel or delete some.',
    true,
  ),
  rate_limited: kind(429, 'Too many requests', 'Wait for the seconds in Retry-After.', true),
  internal: kind(
    500,
    'Something broke on our side',
    'Ask again; quote the request id if it stays.',
    true,
  ),
  storage_unavailable: kind(
    503,
    'The database did not answer',
    'It may or may not have been stored. Ask again, with the same Idempotency-Key.',
    true,
  ),
  webhooks_unconfigured: kind(
    503,
    'This deployment signs no webhooks',
    'Set the secret ASSAY_WEBHOOK_KEY: `wrangler secret put ASSAY_WEBHOOK_KEY`.',
  ),
  not_ready: kind(
    503,
    'Not ready',
    'The database does not answer, or its migrations are not applied.',
    true,
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

interface ScoreErrorKind {
  retryable: boolean;
  detail: string;
}

export const SCORE_ERRORS = {
  sample_field_missing: { retryable: false, detail: 'Give the fields that the scorer needs.' },
  sample_field_invalid: {
    retryable: false,
    detail: 'Give the field in the form that the scorer can use.',
  },
  extraction_failed: {
    retryable: false,
    detail:
      'Change `extract` so that it finds a part of the output, or choose what `onNoMatch` does.',
  },
  sample_too_large: {
    retryable: false,
    detail: 'The scorer bounds its work; shorten the field named.',
  },
  work_limit_exceeded: {
    retryable: false,
    detail: 'Shorten the field or reduce the parameter that the reason names.',
  },
  child_not_scored: {
    retryable: false,
    detail: 'A scorer inside this one has no value; see its own error.',
  },
  expression_undefined: {
    retryable: false,
    detail: 'The expression has no value for these scores.',
  },
  judge_unconfigured: {
    retryable: false,
    detail: 'Configure a judge model; see docs/judges.md.',
  },
  judge_unknown_model: {
    retryable: false,
    detail: 'Name a model of a configured provider, as `provider/model`.',
  },
  judge_model_not_allowed: {
    retryable: false,
    detail: 'Name a model that the project allows; GET /v1/project/settings lists them.',
  },
  judge_self_evaluation: {
    retryable: false,
    detail: 'The project forbids a model to judge its own family’s output. Name another judge.',
  },
  judge_budget_exceeded: {
    retryable: false,
    detail: 'Raise the project’s daily cap, or wait for the next day (UTC).',
  },
  judge_unavailable: { retryable: true, detail: 'The judge did not answer. Ask again later.' },
  judge_timeout: { retryable: true, detail: 'Raise `deadlineMs`, or ask a faster judge.' },
  judge_rate_limited: { retryable: true, detail: 'The judge’s provider asks to wait.' },
  judge_quota_exhausted: {
    retryable: false,
    detail:
      'The key of the judge’s provider has no quota or credit left. Top it up, or use another.',
  },
  judge_input_too_large: {
    retryable: false,
    detail: 'Shorten the sample, or ask a judge with a longer context.',
  },
  judge_prompt_cut: {
    retryable: false,
    detail:
      'The server read only a part of the prompt. Raise its context window (Ollama: OLLAMA_CONTEXT_LENGTH), or shorten the sample.',
  },
  judge_rejected: {
    retryable: false,
    detail: 'The provider refused the call: mind its key, its model names and its settings.',
  },
  judge_refused: {
    retryable: false,
    detail: 'The judge declined to judge this sample. Ask another judge.',
  },
  judge_output_cut_off: {
    retryable: false,
    detail:
      'The judge used up its tokens before its answer was complete. Ask a judge that thinks less, or shorten what it has to list.',
  },
  judge_output_invalid: {
    retryable: true,
    detail: 'The judge’s answer could not be read. Ask again, or ask another judge.',
  },
  deadline_exceeded: { retryable: true, detail: 'Raise `deadlineMs` or ask for fewer scorers.' },
  scorer_failed: {
    retryable: false,
    detail: 'The scorer broke: a fault of ours. Quote the request id.',
  },
} as const satisfies Record<string, ScoreErrorKind>;

export type ScoreErrorCode = keyof typeof SCORE_ERRORS;

/** What stands in an item of a batch that has no verdict of its own to say why. */
export const ITEM_ERRORS = {
  scorer_changed: {
    detail:
      'A scorer, or the default judge, changed while the batch ran; score the sample in a new batch.',
  },
  range_failed: {
    detail:
      'Scoring broke each time it was tried; ask for a retry, and quote the batch if it stays.',
  },
  verdict_too_large: {
    detail: 'The verdict is too large to store; shorten the sample and score it in a new batch.',
  },
} as const satisfies Record<string, { detail: string }>;

export type ItemErrorCode = keyof typeof ITEM_ERRORS;
