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

async function staged(...steps: Step[]) {
  const judge = await stageJudge(...steps);
  const settings = { name: 'local', baseUrl: judge.baseUrl, apiKey: 'secret', isFree: true };
  const provider = createOpenAiCompatible(settings, fetch, () => Date.now());
  return { judge, provider };
}

test('asks for the schema and reads text, version and usage', async () => {
  const { judge, provider } = await staged(MET);
  expect(await provider.complete({ ...request, seed: 3 })).toEqual({
    text: MET.content,
    reasoningText: null,
    finish: 'stop',
    modelVersion: 'judge-1-2026-01-01 fp_1',
    usage: { inputTokens: 120, outputTokens: 30 },
    usageEstimated: false,
    logprobs: null,
  });
  expect(await judge.heard()).toMatchObject([
    {
      path: '/v1/chat/completions',
      authorization: 'Bearer secret',
      body: {
        model: 'judge-1',
        messages: request.messages,
        max_tokens: 100,
        temperature: 0,
        seed: 3,
        response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true } },
      },
    },
  ]);
});

test('reads token probabilities', async () => {
  const top_logprobs = [{ token: '2', logprob: -0.1, bytes: [50] }];
  const content = [{ token: '2', logprob: -0.1, bytes: [50], top_logprobs }];
  const choices = [{ message: { content: '2' }, logprobs: { content } }];
  const { judge, provider } = await staged({ body: { choices } });
  const answer = await provider.complete({ ...request, logprobs: true });
  expect(answer.logprobs).toEqual([
    { token: '2', logprob: -0.1, top: [{ token: '2', logprob: -0.1 }] },
  ]);
  expect((await judge.heard())[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 10 });
});

const complaint = (message: string, param?: string): Step => ({
  status: 400,
  body: { error: { message, param, code: 'unsupported_parameter' } },
});

test('omits what a server does not understand, and remembers it', async () => {
  const { judge, provider } = await staged(
    complaint("Use 'max_completion_tokens' instead of 'max_tokens'.", 'max_tokens'),
    complaint('Only the default (1) is supported.', 'temperature'),
    complaint('json_schema is not supported', 'response_format'),
    complaint('response_format is not supported'),
    MET,
  );
  await provider.complete(request);
  await provider.complete(request);
  const bodies = (await judge.heard()).map(({ body }) => Object.keys(body).sort());
  expect(bodies).toHaveLength(6);
  expect(bodies[5]).toEqual(['max_completion_tokens', 'messages', 'model']);
});

test('a server that is not there is unavailable', async () => {
  const settings = { name: 'gone', baseUrl: 'http://127.0.0.1:1/v1', isFree: true };
  const provider = createOpenAiCompatible(settings, fetch, () => 0);
  await expect(provider.complete(request)).rejects.toMatchObject({ code: 'judge_unavailable' });
});

test('vectors come in the order of the texts', async () => {
  const { judge, provider } = await staged({});
  const { signal } = request;
  expect(await provider.embed({ model: 'e', texts: ['a', 'b c'], signal })).toEqual({
    vectors: [
      [1, 1, 1],
      [3, 2, 1],
    ],
    usage: { inputTokens: 7, outputTokens: 0 },
    usageEstimated: false,
  });
  expect((await judge.heard())[0]).toMatchObject({
    path: '/v1/embeddings',
    body: { input: ['a', 'b c'] },
  });
});

test('the server’s words are quoted, without the sample and the key', async () => {
  const message = 'Bad input "my sample of Zanzibar": invalid key sk-live-abc123def456 or secret';
  const judge = await stageJudge({ status: 400, body: { error: { message } } });
  const settings = { name: 'house', baseUrl: judge.baseUrl, apiKey: 'secret', isFree: true };
  const messages = [{ role: 'user' as const, content: 'My sample of Zanzibar.' }];
  const error = await createOpenAiCompatible(settings, fetch, () => 0)
    .complete({ ...request, messages })
    .catch((cause: ModelError) => cause.message);
  expect(error).toBe('house answered 400. Its message: “Bad input … invalid key … or …”');
});

test('a prompt that the server cut is an error, with what it cost', async () => {
  const content = 'word '.repeat(40_000);
  const body = {
    choices: [{ finish_reason: 'stop', message: { content: MET.content } }],
    usage: { prompt_tokens: 2_050, completion_tokens: 30 },
  };
  const { provider } = await staged({ body });
  await expect(
    provider.complete({ ...request, messages: [{ role: 'user', content }] }),
  ).rejects.toMatchObject({
    code: 'judge_prompt_cut',
    usage: { inputTokens: 2_050, outputTokens: 30 },
  });
});

test('what one call adapts does not hold for another that was sent otherwise', async () => {
  const { judge, provider } = await staged({ ...complaint('no seed', 'seed') }, MET, MET);
  await provider.complete({ ...request, seed: 1 });
  await provider.complete({ ...request, seed: 2 });
  expect((await judge.heard()).map(({ body }) => body.seed)).toEqual([1, undefined, undefined]);
});

test('nothing is learned from a complaint that asking otherwise does not end', async () => {
  const { judge, provider } = await staged(
    complaint('Odd temperature.'),
    { status: 401, body: { error: { message: 'Unknown key.' } } },
    MET,
  );
  await expect(provider.complete(request)).rejects.toMatchObject({ code: 'judge_rejected' });
  await provider.complete(request);
  expect((await judge.heard()).map(({ body }) => 'temperature' in body)).toEqual([
    true,
    false,
    true,
  ]);
});

test('a generation that failed is asked for again as it was, and without its format at last', async () => {
  const failed = { status: 400, body: { error: { code: 'json_validate_failed', message: 'x' } } };
  const { judge, provider } = await staged(failed, failed, MET, MET);
  await provider.complete(request);
  await provider.complete(request);
  expect((await judge.heard()).map(({ body }) => body.response_format?.type)).toEqual([
    'json_schema',
    'json_schema',
    undefined,
    'json_schema',
  ]);
});
