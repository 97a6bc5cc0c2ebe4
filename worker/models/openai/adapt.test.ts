import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompletionRequest } from '../provider.ts';
import { adapt } from './adapt.ts';
import { type Manner, toChatBody } from './chat-body.ts';
import type { Complaint } from './complaint.ts';
import { OPENAI_DIALECT } from './dialect.ts';

const request: CompletionRequest = {
  model: 'judge-1',
  messages: [
    { role: 'system', content: 'Answer with JSON.' },
    { role: 'user', content: 'The seed and temperature of the sample.' },
  ],
  schema: {
    type: 'object',
    properties: { level: { type: 'integer', minimum: 1 } },
    required: ['level'],
  },
  schemaName: 'verdict',
  temperature: 0,
  seed: 3,
  maxTokens: 4_096,
  logprobs: true,
  signal: new AbortController().signal,
};
const manner: Manner = { dialect: OPENAI_DIALECT, format: 'schema', maxTokens: 4_096 };

function after(message: string, more: Partial<Complaint> = {}) {
  const text = message.toLowerCase();
  const complaint = { status: 400, text, fields: [], message, retryAfterMs: undefined, ...more };
  const adapted = adapt(complaint, toChatBody(request, manner), manner, request);
  return adapted && toChatBody(request, adapted);
}

describe('the tokens of an answer', () => {
  test.each([
    [
      "This model's maximum context length is 4096 tokens. However, you requested 4546 tokens (450 in the messages, 4096 in the completion).",
      3_646,
    ],
    [
      "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 4546 tokens: 450 tokens from the input messages and 4096 tokens for the completion.",
      3_646,
    ],
    [
      '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 450 `inputs` tokens and 4096 `max_new_tokens`',
      3_646,
    ],
    [
      "You passed 450 input tokens and requested 4096 output tokens. However, the model's context length is only 4096 tokens.",
      3_646,
    ],
    ['Invalid max_tokens value, the valid range of max_tokens is [1, 2048]', 2_048],
    [
      '`max_tokens` must be less than or equal to `2048`, the maximum value for `max_tokens`',
      2_048,
    ],
    [
      'max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens for claude-3-opus',
      2_048,
    ],
    [
      'maxOutputTokens value of 4096 but the supported range is from 1 (inclusive) to 2049 (exclusive)',
      2_049,
    ],
  ])('are as many as %s', (message, max_tokens) => {
    expect(after(message)).toMatchObject({ max_tokens, temperature: 0, seed: 3 });
  });

  test('are as many as a minute has left, where a limit of minutes counts them', () => {
    const message =
      'Request too large on tokens per minute (TPM): Limit 6000, Requested 8000, please reduce';
    expect(after(message, { status: 413 })).toMatchObject({ max_tokens: 2_096 });
  });

  test('are not asked for where the prompt leaves no room for a verdict', () => {
    const message =
      "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 4000 input tokens (4096 > 4096 - 4000). None";
    expect(after(message)).toBeUndefined();
  });
});

describe('a name that is refused', () => {
  test.each([
    ["'logprobs' is not allowed", ['logprobs', 'top_logprobs']],
    ['Extra inputs are not permitted: body.seed', ['seed']],
    ["Unsupported parameter: 'temperature'", ['temperature']],
    ['response_format is not supported by this model', []],
  ])('%s: is omitted, and nothing else', (message, names) => {
    const sent = toChatBody(request, manner);
    const kept = Object.keys(sent).filter((name) => !names.includes(name));
    expect(Object.keys(after(message) ?? {})).toEqual(kept);
  });

  test('is none of this call’s when this call did not send it', () => {
    const withoutSeed = { ...request, seed: null };
    const complaint = {
      status: 400,
      text: "'seed' is unknown",
      fields: [],
      message: '',
      retryAfterMs: undefined,
    };
    const sent = toChatBody(withoutSeed, manner);
    expect(adapt(complaint, sent, manner, withoutSeed)).toBeUndefined();
  });

  test.each([401, 402, 409, 503])('is not looked for in an answer of %i', (status) => {
    expect(after("'seed' is unknown", { status })).toBeUndefined();
  });
});

test('alternatives are as many as the server lists', () => {
  const message = "Invalid value for 'top_logprobs': must be less than or equal to 5.";
  expect(after(message)).toMatchObject({ logprobs: true, top_logprobs: 5 });
});

test('a schema that cannot be turned into a grammar costs other schemas nothing', () => {
  const text = 'failed to initialize samplers: failed to parse grammar';
  const complaint = { status: 400, text, fields: [], message: text, retryAfterMs: undefined };
  const adapted = adapt(complaint, toChatBody(request, manner), manner, request);
  expect(adapted).toMatchObject({ format: 'object', dialect: { format: 'schema' } });
});

test('a system message goes before the user’s, where there is no such role', () => {
  expect(after('System role not supported')?.messages).toEqual([
    { role: 'user', content: 'Answer with JSON.\n\nThe seed and temperature of the sample.' },
  ]);
});

test.each([
  'This model only support stream mode, please enable the stream parameter to access the model.',
  'Streaming is required for this model.',
])('%s: is asked in a stream', (message) => {
  expect(after(message)).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test.each([
  'parameter.enable_thinking must be set to false for non-streaming calls',
  'enable thinking can not be support when `stream=False`.',
  'parameter.enable_thinking必须设置为false才能进行非流式调用',
])('%s: is asked without thinking', (message) => {
  expect(after(message)).toMatchObject({ enable_thinking: false });
});

test('a server that complains of everything, for ever, is asked a bounded number of times', () => {
  const words = fc.constantFrom(
    ...['max_tokens', 'max_completion_tokens', 'temperature', 'seed', 'logprobs', 'top_logprobs'],
    ...['response_format', 'json_schema', 'invalid schema', 'system role not supported', 'stream'],
    ...['enable_thinking must be false', 'only stream mode', 'must contain the word json', '3'],
    ...['context length is 4096', 'at least 9 input tokens', '450 input tokens', 'at most 2048'],
    ...['limit 6000, requested 8000', 'is not supported', 'stream_options', 'grammar', 'too large'],
  );
  const complaints = fc.array(fc.array(words, { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(complaints, fc.constantFrom(400, 403, 413, 422, 500), (texts, status) => {
      let current: Manner | undefined = manner;
      let calls = 0;
      while (current && calls < 100) {
        const text = texts[calls % texts.length]?.join(' ') ?? '';
        const complaint = { status, text, fields: [], message: text, retryAfterMs: undefined };
        const before = JSON.stringify(toChatBody(request, current));
        current = adapt(complaint, toChatBody(request, current), current, request);
        // What is sent again is never what was refused.
        if (current) expect(JSON.stringify(toChatBody(request, current))).not.toBe(before);
        calls += 1;
      }
      expect(calls).toBeLessThanOrEqual(21);
    }),
    { numRuns: 500 },
  );
});
