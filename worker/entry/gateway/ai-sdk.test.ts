import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, jsonSchema, streamText } from 'ai';
import { expect, test } from 'vitest';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { chunkOf, gatewayOver, streamStep, USED } from '../../testing/gateway-world.ts';
import type { Step } from '../../testing/loopback-judge.ts';

/** The AI SDK's provider for OpenAI-compatible servers, with the gateway as its server. */
async function modelOver(...steps: Step[]) {
  const { app, provider } = await gatewayOver(steps);
  const create = createOpenAICompatible({
    name: 'assay',
    baseURL: 'http://localhost/openai/v1',
    apiKey: DEVELOPMENT_KEY,
    includeUsage: true,
    fetch: async (url, init) => (await app.begin(String(url), init as RequestInit)).response,
  });
  return { model: create('local/m'), provider };
}

test('the AI SDK reads an answer and its usage', async () => {
  const { model } = await modelOver({ content: 'Hello!' });
  const { text, usage } = await generateText({ model, prompt: 'Hi?' });
  expect(text).toBe('Hello!');
  expect(usage).toMatchObject({ inputTokens: 120, outputTokens: 30 });
});

test('the AI SDK reads a stream, its usage and its end', async () => {
  const events = [
    chunkOf({ role: 'assistant', content: 'Hel' }),
    chunkOf({ content: 'lo!' }),
    chunkOf({}, 'stop'),
    USED,
    '[DONE]',
  ];
  const { model } = await modelOver(streamStep(events));
  const errors: unknown[] = [];
  const result = streamText({
    model,
    prompt: 'Hi?',
    onError: ({ error }) => void errors.push(error),
  });
  expect(await result.text).toBe('Hello!');
  expect(await result.finishReason).toBe('stop');
  expect(await result.usage).toMatchObject({ inputTokens: 11, outputTokens: 5 });
  expect(errors).toEqual([]);
});

test('the AI SDK reads calls of tools from a stream', async () => {
  const call = (more: object) =>
    chunkOf({ role: 'assistant', tool_calls: [{ index: 0, ...more }] });
  const { model } = await modelOver(
    streamStep([
      call({ id: 't1', type: 'function', function: { name: 'weather', arguments: '' } }),
      call({ function: { arguments: '{"city":"Oslo"}' } }),
      chunkOf({}, 'tool_calls'),
      '[DONE]',
    ]),
  );
  const inputSchema = jsonSchema({ type: 'object', properties: { city: { type: 'string' } } });
  const tools = { weather: { inputSchema } };
  const calls = await streamText({ model, prompt: 'Weather?', tools }).toolCalls;
  expect(calls).toMatchObject([{ toolName: 'weather', input: { city: 'Oslo' } }]);
});

test('the AI SDK gets the status and the message of errors', async () => {
  const { model } = await modelOver({ status: 429, body: { error: { message: 'Slow down.' } } });
  const error: unknown = await generateText({ model, prompt: 'Hi?', maxRetries: 0 }).catch(
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(APICallError);
  expect(error).toMatchObject({ statusCode: 429, message: 'Slow down.', isRetryable: true });
});

test('a stream that is cut off is an error of the AI SDK', async () => {
  const { model } = await modelOver(streamStep([chunkOf({ role: 'assistant', content: 'Hel' })]));
  const errors: unknown[] = [];
  const result = streamText({
    model,
    prompt: 'Hi?',
    onError: ({ error }) => void errors.push(error),
  });
  let text = '';
  for await (const part of result.textStream) text += part;
  expect(text).toBe('Hel');
  expect(errors).toHaveLength(1);
});
