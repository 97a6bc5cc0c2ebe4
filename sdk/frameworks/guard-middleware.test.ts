import type { GuardStreamReport } from '@assay/schema/types.ts';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { expect, test } from 'vitest';
import { type GuardMiddlewareOptions, guardMiddleware } from '../ai.ts';
import { assayWith, problemAnswer } from '../testing/fake-fetch.ts';
import { guardAnswer } from '../testing/guarding-assay.ts';
import type { GenerateResult, StreamPart } from './model-answer.ts';

const usage = {
  inputTokens: { total: 7, noCache: 7, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
};
const stop = { unified: 'stop', raw: 'stop' } as const;

interface Answers {
  generate?: GenerateResult['content'];
  stream?: string[];
}

function setUp(
  { generate = [], stream = [] }: Answers,
  settings: Omit<GuardMiddlewareOptions, 'assay'> = {},
  respond: Parameters<typeof assayWith>[0] = (_, init) =>
    Response.json(guardAnswer(JSON.parse(String(init?.body)))),
) {
  const { assay } = assayWith(respond, { maxRetries: 0 });
  const parts: StreamPart[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '0' },
    ...stream.map((delta): StreamPart => ({ type: 'text-delta', id: '0', delta })),
    { type: 'text-end', id: '0' },
    { type: 'finish', usage, finishReason: stop },
  ];
  const mock = new MockLanguageModelV4({
    doGenerate: async () => {
      return { content: generate, finishReason: stop, usage, warnings: [] };
    },
    doStream: async () => ({ stream: simulateReadableStream({ chunks: parts }) }),
  });
  const model = wrapLanguageModel({
    model: mock,
    middleware: guardMiddleware({ assay, ...settings }),
  });
  return { model, mock };
}

test('the model gets the prompt with its redactions, and the caller the answer with its own', async () => {
  const { model, mock } = setUp({ generate: [{ type: 'text', text: 'To <b c>.' }] });
  const { text } = await generateText({ model, system: 'Be <kind>.', prompt: 'I am <ann>.' });
  expect(text).toBe('To [SECRET].');
  const [system, user] = mock.doGenerateCalls[0]?.prompt ?? [];
  expect(system).toMatchObject({ content: 'Be <kind>.' });
  expect(user).toMatchObject({ content: [{ type: 'text', text: 'I am [SECRET].' }] });
});

test('a blocked prompt is not sent to the model', async () => {
  const { model, mock } = setUp({});
  await expect(generateText({ model, prompt: 'BOMB' })).rejects.toMatchObject({
    code: 'guard_blocked',
    report: { action: 'block', decidedBy: 'find-bomb' },
  });
  const other = setUp({}, { fallback: 'I cannot help with that.' });
  expect((await generateText({ model: other.model, prompt: 'BOMB' })).text).toBe(
    'I cannot help with that.',
  );
  expect(await streamText({ model: other.model, prompt: 'BOMB' }).text).toBe(
    'I cannot help with that.',
  );
  expect([...mock.doGenerateCalls, ...other.mock.doGenerateCalls]).toEqual([]);
  expect(other.mock.doStreamCalls).toEqual([]);
});

test('results of tools are checked before they go to the model', async () => {
  const { model, mock } = setUp({ generate: [{ type: 'text', text: 'Done.' }] });
  const call = { toolCallId: 'c', toolName: 'mail' };
  await generateText({
    model,
    messages: [
      { role: 'user', content: 'Read it.' },
      { role: 'assistant', content: [{ type: 'tool-call', ...call, input: {} }] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', ...call, output: { type: 'json', value: { from: '<a>' } } },
        ],
      },
    ],
  });
  expect(mock.doGenerateCalls[0]?.prompt.at(-1)).toMatchObject({
    content: [{ output: { type: 'json', value: { from: '[SECRET]' } } }],
  });
});

test('a blocked answer is an error, or the fallback', async () => {
  const generate: GenerateResult['content'] = [{ type: 'text', text: 'the BOMB' }];
  const { model } = setUp({ generate });
  await expect(generateText({ model, prompt: 'Hi' })).rejects.toMatchObject({
    code: 'guard_blocked',
  });
  const other = setUp({ generate }, { fallback: ({ report }) => `No: ${report.decidedBy}` });
  expect((await generateText({ model: other.model, prompt: 'Hi' })).text).toBe('No: find-bomb');
});

test('a stream is redacted, and its report comes at its end', async () => {
  const reports: GuardStreamReport[] = [];
  const { model } = setUp(
    { stream: ['Mail <a', ' b> ', 'word '.repeat(100)] },
    { onReport: (report) => reports.push(report) },
  );
  expect(await streamText({ model, prompt: 'Hi' }).text).toBe(
    `Mail [SECRET] ${'word '.repeat(100)}`,
  );
  expect(reports).toMatchObject([{ status: 'checked', action: 'redact' }]);
});

test('a stream that is blocked late ends with an error, or goes on with the fallback', async () => {
  const stream = ['word '.repeat(200), 'BOMB', ' more'];
  const errors: unknown[] = [];
  const { model } = setUp({ stream });
  const failed = streamText({
    model,
    prompt: 'Hi',
    onError: ({ error }) => void errors.push(error),
  });
  let seen = '';
  for await (const text of failed.textStream) seen += text;
  expect('word '.repeat(200).startsWith(seen)).toBe(true);
  expect(errors).toMatchObject([{ code: 'guard_blocked' }]);
  const buffered = setUp({ stream }, { mode: 'buffer', fallback: 'Sorry.' });
  expect(await streamText({ model: buffered.model, prompt: 'Hi' }).text).toBe('Sorry.');
});

test('an outage lets the prompt through with a report, and blocks the answer', async () => {
  const causes: unknown[] = [];
  const generate: GenerateResult['content'] = [{ type: 'text', text: 'Hello' }];
  const broken = () => problemAnswer(503, 'storage_unavailable');
  const onUnchecked = (cause: unknown) => causes.push(cause);
  const { model, mock } = setUp({ generate }, { onUnchecked }, broken);
  await expect(generateText({ model, prompt: 'Hi', maxRetries: 0 })).rejects.toMatchObject({
    code: 'guard_blocked',
  });
  expect(mock.doGenerateCalls).toHaveLength(1);
  expect(causes).toMatchObject([{ code: 'storage_unavailable' }]);
  const strict = setUp({ generate }, { onError: 'block' }, broken);
  const asking = generateText({ model: strict.model, prompt: 'Hi', maxRetries: 0 });
  await expect(asking).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(strict.mock.doGenerateCalls).toEqual([]);
});
