import type { ScoreOneRequest, Verdict } from '@assay/schema/types.ts';
import {
  generateText,
  type ModelMessage,
  stepCountIs,
  streamText,
  tool,
  wrapLanguageModel,
} from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import {
  AnswerWithheldError,
  type AssayMiddlewareOptions,
  assayMiddleware,
  type ModelCall,
} from './ai.ts';
import { ServerError, TimeoutError } from './errors.ts';
import type { GenerateResult, StreamPart } from './frameworks/model-answer.ts';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';
import { scoreOf, verdictOf } from './testing/verdict.ts';

const usage = {
  inputTokens: { total: 7, noCache: 7, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
};
const stop = { unified: 'stop', raw: 'stop' } as const;

function answering(text: string, more: Partial<GenerateResult> = {}): GenerateResult {
  return {
    content: [{ type: 'text', text }],
    finishReason: stop,
    usage,
    warnings: [],
    response: { id: 'resp_1', modelId: 'model-9', body: text },
    ...more,
  };
}

function streamed(...texts: string[]): StreamPart[] {
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', id: 'resp_1', modelId: 'model-9' },
    { type: 'text-start', id: '0' },
    ...texts.map((delta): StreamPart => ({ type: 'text-delta', id: '0', delta })),
    { type: 'text-end', id: '0' },
    { type: 'finish', usage, finishReason: stop },
  ];
}

type Settings = Omit<AssayMiddlewareOptions, 'assay' | 'scorers'>;

/** A model behind the middleware, an Assay that gives `verdict`, and what each was asked and told. */
function setUp(
  answers: { generate?: GenerateResult | GenerateResult[]; stream?: StreamPart[] },
  settings: Settings = {},
  answer: Parameters<typeof assayWith>[0] = () => Response.json(verdictOf()),
) {
  const { assay, seen } = assayWith(answer, { maxRetries: 0 });
  const told: [Verdict, ModelCall][] = [];
  const faults: [unknown, ModelCall][] = [];
  const scored: Promise<unknown>[] = [];
  const inner = new MockLanguageModelV4({
    provider: 'acme.chat',
    ...(answers.generate && { doGenerate: answers.generate }),
    doStream: async () => ({
      stream: simulateReadableStream({ chunks: answers.stream ?? [], chunkDelayInMs: null }),
    }),
  });
  const middleware = assayMiddleware({
    assay,
    scorers: ['exact-match'],
    onVerdict: (...args) => told.push(args),
    onError: (...args) => faults.push(args),
    waitUntil: (promise) => scored.push(promise),
    ...settings,
  });
  return {
    model: wrapLanguageModel({ model: inner, middleware }),
    told,
    faults,
    scored: () => Promise.all(scored),
    asked: () => seen.map(({ init }): ScoreOneRequest => JSON.parse(String(init?.body))),
  };
}

const failed = () => Response.json(verdictOf(undefined, { passed: false }));
const undecided = () => Response.json(verdictOf(undefined, { passed: null }));
const broken = () => problemAnswer(500, 'internal_error');
/** Answers nothing until it is given up. */
const never = (_: number, init: RequestInit | undefined) =>
  new Promise<Response>((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

test('an answer is scored beside its way to the caller, with what was asked', async () => {
  const { model, told, scored, asked } = setUp({ generate: answering('Paris.') });
  const { text } = await generateText({
    model,
    instructions: 'Be brief.',
    prompt: 'Capital of France?',
  });
  await scored();
  expect(text).toBe('Paris.');
  const sample = {
    input: 'Capital of France?',
    output: 'Paris.',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Capital of France?' },
      { role: 'assistant', content: 'Paris.' },
    ],
    generator: 'acme/model-9',
    generation: {
      finishReason: 'stop',
      usage: { inputTokens: 7, outputTokens: 3 },
      latencyMs: expect.any(Number),
    },
  };
  expect(asked()).toEqual([{ sample, scorers: ['exact-match'] }]);
  expect(told).toMatchObject([[{ id: 'ver_1' }, { answer: { responseId: 'resp_1' } }]]);
});

test('a background verdict delays nothing: the answer is there before Assay has answered', async () => {
  let answer = (_: Response) => {};
  const late = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  const { model, told, scored } = setUp({ generate: answering('Paris.') }, {}, () => late);
  expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('Paris.');
  expect(told).toEqual([]);
  answer(Response.json(verdictOf()));
  await scored();
  expect(told).toHaveLength(1);
});

test('an outage in the background reaches onError, and never the caller', async () => {
  const { model, faults, scored } = setUp({ generate: answering('Paris.') }, {}, broken);
  expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('Paris.');
  await scored();
  expect(faults).toEqual([[expect.any(ServerError), expect.anything()]]);
});

test('whatever a callback throws reaches onError, and never the caller', async () => {
  const thrown = new Error('mine');
  const throwing = () => {
    throw thrown;
  };
  for (const settings of [
    { onVerdict: throwing },
    { contexts: throwing },
    { waitUntil: throwing },
    { waitUntil: async () => throwing() },
  ]) {
    const { model, faults, scored } = setUp({ generate: answering('Paris.') }, settings);
    expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('Paris.');
    await scored();
    await vi.waitFor(() => expect(faults).toMatchObject([[thrown, {}]]));
  }
});

test('a stream goes through part by part, and is scored at its end', async () => {
  const { model, scored, asked, told } = setUp({ stream: streamed('Par', 'is.') });
  const { textStream } = streamText({ model, prompt: 'Capital?' });
  const chunks: string[] = [];
  for await (const chunk of textStream) chunks.push(chunk);
  await scored();
  expect(chunks).toEqual(['Par', 'is.']);
  expect(asked()).toMatchObject([{ sample: { output: 'Paris.', generator: 'acme/model-9' } }]);
  expect(told).toHaveLength(1);
});

test('a stream that is left, or ends early, is not scored, and nobody waits for it', async () => {
  const left = setUp({ stream: streamed('Par', 'is.') });
  const { stream } = await left.model.doStream({ prompt: [] });
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel('enough');
  await left.scored();
  expect(left.asked()).toEqual([]);

  const fault: StreamPart = { type: 'error', error: new Error('overloaded') };
  const broke = setUp({ stream: [...streamed('Par').slice(0, 4), fault] });
  await streamText({ model: broke.model, prompt: 'Capital?', onError() {} }).consumeStream();
  await broke.scored();
  expect([broke.asked(), broke.faults]).toEqual([[], []]);
});

test('a blocking verdict lets an answer pass, or puts the fallback in its place', async () => {
  const blocking = { mode: 'blocking', fallback: 'Let me ask a colleague.' } as const;
  const passing = setUp({ generate: answering('Paris.') }, blocking);
  expect((await generateText({ model: passing.model, prompt: 'Capital?' })).text).toBe('Paris.');

  const failing = setUp({ generate: answering('Rome.') }, blocking, failed);
  const result = await generateText({ model: failing.model, prompt: 'Capital?' });
  expect(result.text).toBe('Let me ask a colleague.');
  expect(result.usage.totalTokens).toBe(10);
  expect(JSON.stringify(result.steps)).not.toContain('Rome');
});

test('a fallback may be made for the case', async () => {
  const fallback = ({ verdict, answer }: { verdict: Verdict | null; answer?: unknown }) =>
    `${verdict?.id} ${JSON.stringify(answer).includes('Rome')}`;
  const { model } = setUp({ generate: answering('Rome.') }, { mode: 'blocking', fallback }, failed);
  expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('ver_1 true');
});

test('a blocking stream shows nothing of an answer that did not pass', async () => {
  const blocking = { mode: 'blocking', fallback: 'Let me ask.' } as const;
  const passing = setUp({ stream: streamed('Par', 'is.') }, blocking);
  expect(await streamText({ model: passing.model, prompt: 'Capital?' }).text).toBe('Paris.');

  const failing = setUp({ stream: streamed('Ro', 'me.') }, blocking, failed);
  const parts: unknown[] = [];
  const result = streamText({ model: failing.model, prompt: 'Capital?' });
  for await (const part of result.fullStream) parts.push(part);
  expect(JSON.stringify(parts)).not.toContain('Ro');
  expect(await result.text).toBe('Let me ask.');
  expect((await result.totalUsage).totalTokens).toBe(10);
});

test('without a fallback an answer that did not pass is an error of the call', async () => {
  const { model } = setUp({ generate: answering('Rome.') }, { mode: 'blocking' }, failed);
  const refused = generateText({ model, prompt: 'Capital?' });
  await expect(refused).rejects.toBeInstanceOf(AnswerWithheldError);
  await expect(refused).rejects.toMatchObject({ code: 'answer_failed', verdict: { id: 'ver_1' } });

  const stream = setUp({ stream: streamed('Rome.') }, { mode: 'blocking' }, failed);
  const errors: unknown[] = [];
  const result = streamText({
    model: stream.model,
    prompt: 'Capital?',
    onError: ({ error }) => void errors.push(error),
  });
  await result.consumeStream({ onError: (error) => void errors.push(error) });
  expect(errors).toContainEqual(expect.any(AnswerWithheldError));
});

test.each([
  ['a judge that could not judge', undecided, 0],
  ['an outage of Assay', broken, 1],
])(
  '%s is no fail: the answer passes, unless onUnscored says otherwise',
  async (_, answer, errors) => {
    const ask = async (onUnscored?: 'pass' | 'fallback' | 'throw') => {
      const settings: Settings = { mode: 'blocking', fallback: 'Wait.', onUnscored };
      const { model, faults } = setUp({ generate: answering('Paris.') }, settings, answer);
      try {
        return (await generateText({ model, prompt: 'Capital?' })).text;
      } finally {
        expect(faults).toHaveLength(errors);
      }
    };
    expect(await ask()).toBe('Paris.');
    expect(await ask('fallback')).toBe('Wait.');
    await expect(ask('throw')).rejects.toMatchObject({ code: 'answer_unscored' });
  },
);

test('a blocking check waits no longer than it may, and asks for what can be had by then', async () => {
  const settings: Settings = { mode: 'blocking', timeoutMs: 30 };
  const { model, faults, asked } = setUp({ generate: answering('Paris.') }, settings, never);
  expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('Paris.');
  expect(faults).toEqual([[expect.any(TimeoutError), expect.anything()]]);
  expect(asked()).toMatchObject([{ deadlineMs: 27 }]);
});

test('whoever gives up on a blocking call is not kept waiting', async () => {
  const controller = new AbortController();
  const answer = (index: number, init: RequestInit | undefined) => {
    queueMicrotask(() => controller.abort(new Error('enough')));
    return never(index, init);
  };
  const { model } = setUp({ generate: answering('Paris.') }, { mode: 'blocking' }, answer);
  const { signal } = controller;
  await expect(generateText({ model, prompt: 'x', abortSignal: signal })).rejects.toThrow('enough');
});

test('only the share that is asked for is scored', async () => {
  const draws = [0.05, 0.5, 0.0999, 0.1];
  const random = () => draws.shift() ?? 1;
  const generate = answering('Paris.');
  const { model, scored, asked } = setUp({ generate }, { sampleRate: 0.1, random });
  for (let i = 0; i < 4; i += 1) await generateText({ model, prompt: `question ${i}` });
  await scored();
  expect(asked().map(({ sample }) => sample.input)).toEqual(['question 0', 'question 2']);
});

const search = tool({
  description: 'Searches the handbook.',
  inputSchema: z.object({ query: z.string() }),
  execute: async ({ query }) => `Handbook on ${query}: 12.90 EUR.`,
});
const callsSearch: GenerateResult = {
  ...answering(''),
  content: [
    { type: 'tool-call', toolCallId: 'c1', toolName: 'search', input: '{"query":"shipping"}' },
  ],
  finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
};

test('an agent is scored once, on its answer, with its calls, their results and the tools it had', async () => {
  const generate = [callsSearch, answering('12.90 EUR.')];
  const { model, scored, asked } = setUp({ generate }, { contextTools: ['search'] });
  const messages: ModelMessage[] = [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Good day.' },
    { role: 'user', content: [{ type: 'text', text: 'Shipping?' }] },
  ];
  await generateText({ model, messages, tools: { search }, stopWhen: stepCountIs(3) });
  await scored();
  const call = { id: 'c1', name: 'search', arguments: { query: 'shipping' } };
  const found = 'Handbook on shipping: 12.90 EUR.';
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.sample).toMatchObject({
    input: 'Shipping?',
    output: '12.90 EUR.',
    contexts: [found],
    toolCalls: [call],
    tools: [{ name: 'search', description: 'Searches the handbook.' }],
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Good day.' },
      { role: 'user', content: 'Shipping?' },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'c1', name: 'search', content: found },
      { role: 'assistant', content: '12.90 EUR.' },
    ],
  });
});

test('a tool that failed gives no context', async () => {
  const tools = {
    search: tool({
      inputSchema: z.object({ query: z.string() }),
      execute: (): string => {
        throw new Error('ECONNREFUSED 10.0.0.1');
      },
    }),
  };
  const generate = [callsSearch, answering('I cannot say.')];
  const { model, scored, asked } = setUp({ generate }, { contextTools: ['search'] });
  await generateText({ model, prompt: 'Shipping?', tools, stopWhen: stepCountIs(3) });
  await scored();
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.sample).not.toHaveProperty('contexts');
});

test('every step is scored when that is asked for', async () => {
  const generate = [callsSearch, answering('12.90 EUR.')];
  const { model, scored, asked } = setUp({ generate }, { steps: 'all' });
  await generateText({ model, prompt: 'Shipping?', tools: { search }, stopWhen: stepCountIs(3) });
  await scored();
  expect(asked().map(({ sample }) => sample.toolCalls?.length)).toEqual([1, 1]);
});

test('blocking, what a model says on its way to a tool is held to the same', async () => {
  const call = { type: 'tool-call', toolCallId: 'c1', toolName: 'search', input: '{}' } as const;
  const goesOn = { unified: 'tool-calls', raw: undefined } as const;
  const blocking = { mode: 'blocking', fallback: 'Let me ask.' } as const;
  const silent = answering('', { content: [call], finishReason: goesOn });
  const quiet = setUp({ generate: [silent, answering('12 EUR.')] }, blocking);
  const stopWhen = stepCountIs(3);
  const tools = { search: tool({ inputSchema: z.object({}), execute: () => 'It is 12 EUR.' }) };
  await generateText({ model: quiet.model, prompt: 'Shipping?', tools, stopWhen });
  expect(quiet.asked().map(({ sample }) => sample.output)).toEqual(['12 EUR.']);

  const content = [{ type: 'text', text: 'You fool!' } as const, call];
  const rude = setUp(
    { generate: [answering('', { content, finishReason: goesOn })] },
    blocking,
    failed,
  );
  const result = await generateText({ model: rude.model, prompt: 'Shipping?', tools, stopWhen });
  expect([result.text, result.steps.length]).toEqual(['Let me ask.', 1]);
});

test('blocking, all the text that goes out is scored, and not what the provider calls the answer', async () => {
  const content = [{ type: 'text', text: 'You fool! {"a":1}' } as const];
  const said = answering('', {
    content,
    structuredOutputText: '{"a":1}',
  } as Partial<GenerateResult>);
  const { model, asked } = setUp({ generate: said }, { mode: 'blocking' });
  await generateText({ model, prompt: 'JSON, please.' });
  expect(asked().map(({ sample }) => sample.output)).toEqual(['You fool! {"a":1}']);
});

test('a step that calls a tool goes on, whatever it says of its end, and a broken one is no answer', async () => {
  const goesOn = { ...callsSearch, finishReason: stop };
  const agent = setUp({ generate: [goesOn, answering('12.90 EUR.')] }, { mode: 'blocking' });
  await generateText({
    model: agent.model,
    prompt: 'Shipping?',
    tools: { search },
    stopWhen: stepCountIs(3),
  });
  expect(agent.asked().map(({ sample }) => sample.output)).toEqual(['12.90 EUR.']);
  const broken = setUp({ stream: streamed('Par').slice(0, 4) });
  await streamText({ model: broken.model, prompt: 'Capital?', onError() {} }).consumeStream();
  await broken.scored();
  expect(broken.asked()).toEqual([]);
});

test('a blocking check waits no longer than it may for contexts either', async () => {
  const { model, faults } = setUp(
    { generate: answering('Paris.') },
    { mode: 'blocking', timeoutMs: 50, contexts: () => new Promise(() => {}) },
  );
  expect((await generateText({ model, prompt: 'Capital?' })).text).toBe('Paris.');
  expect(faults).toMatchObject([[{ code: 'timeout' }, {}]]);
});

test('blocking, an error within a stream that goes on hides no answer and shows none', async () => {
  const parts = streamed('Par', 'is.');
  const fault: StreamPart = { type: 'error', error: new Error('chunk “Rome”') };
  const passing = setUp(
    { stream: [...parts.slice(0, 3), fault, ...parts.slice(3)] },
    { mode: 'blocking' },
  );
  const told = streamText({ model: passing.model, prompt: 'Capital?', onError() {} });
  expect(await told.text).toBe('Paris.');
  const broken = setUp({ stream: [...parts.slice(0, 4), fault] }, { mode: 'blocking' });
  const { stream } = await broken.model.doStream({ prompt: [] });
  const shown = await Array.fromAsync(stream as AsyncIterable<StreamPart>);
  expect(shown.at(-1)).toMatchObject({ type: 'error', error: { code: 'answer_unscored' } });
  expect(JSON.stringify(shown)).not.toContain('Par');
});

test('contexts come from a function, and other fields with the call', async () => {
  const generate = answering('12.90 EUR.');
  const contexts = async () => [{ id: 'doc_1', text: 'Shipping is 12.90 EUR.' }];
  const { model, scored, asked } = setUp({ generate }, { contexts, generator: 'own/one' });
  const expected = '12.90 EUR';
  const own = { expected, metadata: { tenant: 'acme' } };
  await generateText({ model, prompt: 'Shipping?', providerOptions: { assay: own } });
  await scored();
  const sample = { contexts: await contexts(), ...own, generator: 'own/one' };
  expect(asked()).toMatchObject([{ sample }]);
});

test('reasoning and the bytes of files are not sent', async () => {
  const content: GenerateResult['content'] = [
    { type: 'reasoning', text: 'secret thought' },
    { type: 'text', text: 'A cat.' },
  ];
  const { model, scored, asked } = setUp({ generate: answering('', { content }) });
  const image = { type: 'file', data: new Uint8Array(1_000), mediaType: 'image/png' } as const;
  const messages: ModelMessage[] = [
    { role: 'user', content: [{ type: 'text', text: 'What is it?' }, image] },
  ];
  await generateText({ model, messages });
  await scored();
  expect(asked()[0]?.sample).toMatchObject({ input: 'What is it?', output: 'A cat.' });
  expect(asked()[0]?.sample.messages?.[0]?.content).toEqual([
    { type: 'text', text: 'What is it?' },
    { type: 'file', mediaType: 'image/png' },
  ]);
  expect(JSON.stringify(asked())).not.toContain('secret');
});

test('what is too large for Assay is not cut and not sent: onError says so', async () => {
  const long = 'x'.repeat(262_145);
  const output = setUp({ stream: streamed(...(long.match(/.{1,9999}/g) ?? [])) });
  const { text } = streamText({ model: output.model, prompt: 'x' });
  expect(await text).toBe(long);
  await output.scored();
  const input = setUp({ generate: answering('Yes.') });
  await generateText({ model: input.model, prompt: 'x'.repeat(1_048_577) });
  await input.scored();
  for (const { asked, faults } of [output, input]) {
    expect(asked()).toEqual([]);
    expect(faults).toMatchObject([[{ code: 'sample_too_large' }, {}]]);
  }
});

test('scores that could not be given reach onError, beside the verdict', async () => {
  const lost = scoreOf({
    status: 'error',
    value: null,
    passed: null,
    error: { code: 'missing_field', message: 'No contexts.', retryable: false },
  });
  const { model, told, faults, scored } = setUp({ generate: answering('Paris.') }, {}, () =>
    Response.json(verdictOf([lost])),
  );
  await generateText({ model, prompt: 'Capital?' });
  await scored();
  expect(told).toMatchObject([[{ passed: null }, {}]]);
  expect(faults).toMatchObject([[{ code: 'score_failed' }, {}]]);
  expect(String(faults[0]?.[0])).toContain('missing_field: No contexts.');
});

test('options that could never work are refused at once', () => {
  const { assay } = assayWith(broken);
  expect(() => assayMiddleware({ assay })).toThrow('scorers');
  expect(() => assayMiddleware({ assay, suite: 's', sampleRate: 2 })).toThrow('sampleRate');
  expect(() => assayMiddleware({ assay, suite: 's', mode: 'block' as never })).toThrow('mode');
  expect(() => assayMiddleware({ assay, suite: 's', fallback: 'No.' })).toThrow('blocking');
  // @ts-expect-error: no such parameter
  assayMiddleware({ assay, scorers: [{ scorer: 'length', params: { most: 1 } }] });
});
