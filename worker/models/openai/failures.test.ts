import { expect, test } from 'vitest';
import type { Step } from '../../testing/loopback-judge.ts';
import { MET, stageJudge } from '../../testing/plays.ts';
import type { CompletionRequest, ModelError } from '../provider.ts';
import { createOpenAiCompatible } from './openai-compatible.ts';

const request: CompletionRequest = {
  model: 'judge-1',
  messages: [{ role: 'user', content: 'Hello' }],
  schema: { type: 'object' },
  schemaName: 'verdict',
  temperature: 0,
  seed: null,
  maxTokens: 100,
  logprobs: false,
  signal: new AbortController().signal,
};

async function failure(...steps: Step[]): Promise<ModelError> {
  const judge = await stageJudge(...steps);
  const settings = { name: 'local', baseUrl: judge.baseUrl, apiKey: 'secret', isFree: true };
  const provider = createOpenAiCompatible(settings, fetch, () => Date.now());
  return provider.complete(request).then(
    () => {
      throw new Error('it answered');
    },
    (cause) => cause,
  );
}

const FAILURES: Record<string, [Step, Partial<ModelError>]> = {
  'a wish to wait, in seconds': [
    { status: 429, headers: { 'Retry-After': '7' } },
    { code: 'judge_rate_limited', isTransient: true, retryAfterMs: 7_000 },
  ],
  'a wish to wait, in milliseconds': [
    { status: 429, headers: { 'retry-after-ms': '40', 'Retry-After': '7' } },
    { code: 'judge_rate_limited', retryAfterMs: 40 },
  ],
  'a quota used up': [
    { status: 429, body: { error: { code: 'insufficient_quota', message: 'Pay.' } } },
    { code: 'judge_quota_exhausted', isTransient: false },
  ],
  'a fault of the server': [{ status: 500 }, { code: 'judge_unavailable', isTransient: true }],
  'a wrong key': [{ status: 401 }, { code: 'judge_rejected', isTransient: false }],
  'a model that there is not': [{ status: 404 }, { code: 'judge_rejected', isTransient: false }],
  'a redirect': [
    { status: 307, headers: { Location: 'http://127.0.0.1:1/' } },
    { code: 'judge_rejected', isTransient: false },
  ],
  'a sample that is too long': [
    { status: 400, body: { error: { code: 'context_length_exceeded', message: 'x' } } },
    { code: 'judge_input_too_large', isTransient: false },
  ],
  'a window that the prompt alone exceeds': [
    {
      status: 400,
      body: {
        error: {
          code: 400,
          message:
            'the request exceeds the available context size. try increasing the context size',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 14_429,
          n_ctx: 8_192,
        },
      },
    },
    { code: 'judge_input_too_large', isTransient: false },
  ],
  'credit used up': [
    { status: 402, body: { error: { message: 'Insufficient Balance', type: 'unknown_error' } } },
    { code: 'judge_quota_exhausted', isTransient: false },
  ],
  'credit used up, said with 400': [
    {
      status: 400,
      body: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Your credit balance is too low to access the Anthropic API.',
        },
      },
    },
    { code: 'judge_quota_exhausted', isTransient: false },
  ],
  'a quota of a minute, as Google words it': [
    {
      status: 429,
      body: [
        {
          error: {
            code: 429,
            message: 'You exceeded your current quota, please check your plan and billing details.',
            status: 'RESOURCE_EXHAUSTED',
            details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }],
          },
        },
      ],
    },
    { code: 'judge_rate_limited', isTransient: true, retryAfterMs: 34_000 },
  ],
  'a wish to wait, in words': [
    {
      status: 429,
      body: {
        error: {
          message:
            'Rate limit reached on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. Visit https://console.groq.com/settings/billing',
          code: 'rate_limit_exceeded',
        },
      },
    },
    { code: 'judge_rate_limited', isTransient: true, retryAfterMs: 4_770 },
  ],
  'a wrong key, said with 400': [
    {
      status: 400,
      body: [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }],
    },
    { code: 'judge_rejected', message: expect.stringContaining('check its API key') },
  ],
  'an error within 200': [
    { body: { error: { message: 'Rate limit exceeded', code: 429 } } },
    { code: 'judge_rate_limited', isTransient: true },
  ],
  'an exhausted quota within 200': [
    { body: { error: { message: 'You exceeded your quota.', code: 'insufficient_quota' } } },
    { code: 'judge_quota_exhausted', isTransient: false },
  ],
  'a wrong key within 200': [
    { body: { error: { message: 'Invalid.', type: 'authentication_error' } } },
    { code: 'judge_rejected', message: expect.stringContaining('check its API key') },
  ],
  'an error within 200 and no choices': [
    { body: { choices: null, error: { message: 'Internal Server Error', code: 500 } } },
    { code: 'judge_unavailable', isTransient: true },
  ],
  'an answer that broke off with an error': [
    { body: { choices: [{ finish_reason: 'error', message: { content: '{"rea' } }] } },
    { code: 'judge_unavailable', isTransient: true },
  ],
  'a stop for safety, in Google’s words': [
    {
      body: {
        choices: [{ finish_reason: 'SAFETY', message: { content: null } }],
        usage: { prompt_tokens: 100, completion_tokens: 20 },
      },
    },
    { code: 'judge_refused', usage: { inputTokens: 100, outputTokens: 20 } },
  ],
  'a stop for recitation': [
    { body: { choices: [{ finish_reason: 'content_filter: RECITATION' }] } },
    { code: 'judge_refused' },
  ],
  'Azure’s filter of prompts': [
    {
      status: 400,
      body: {
        error: {
          message: 'The response was filtered due to the prompt triggering a policy.',
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
    },
    { code: 'judge_refused', isTransient: false },
  ],
  'a generation that fails each time': [
    {
      status: 400,
      body: { error: { message: 'Failed to generate JSON.', code: 'json_validate_failed' } },
    },
    { code: 'judge_output_invalid', isTransient: false },
  ],
  'words that are no JSON': [
    { status: 418, body: 'Out of tea.' },
    { code: 'judge_rejected', message: expect.stringContaining('Its message: “Out of tea.”') },
  ],
  'a page of a proxy': [
    { status: 418, body: '<html>Out of tea.</html>' },
    { code: 'judge_rejected', message: 'local answered 418.' },
  ],
  'a refusal': [
    { body: { choices: [{ message: { content: null, refusal: 'I will not.' } }] } },
    { code: 'judge_refused', isTransient: false },
  ],
  'a content filter': [
    { body: { choices: [{ finish_reason: 'content_filter', message: { content: '' } }] } },
    { code: 'judge_refused' },
  ],
  'an answer cut off': [
    { ...MET, isCut: true },
    { code: 'judge_unavailable', isTransient: true },
  ],
  rubbish: [{ body: '<html>502</html>' }, { code: 'judge_unavailable', isTransient: true }],
  'JSON of another shape': [
    { body: { ok: true } },
    { code: 'judge_unavailable', isTransient: true },
  ],
  'an answer without end': [
    { body: { choices: [{ message: { content: 'x'.repeat(5_000_000) } }] } },
    { code: 'judge_unavailable' },
  ],
};

for (const [what, [step, expected]] of Object.entries(FAILURES)) {
  test(`tells ${what} apart`, async () => {
    expect(await failure(step)).toMatchObject({ name: 'ModelError', ...expected });
  });
}
