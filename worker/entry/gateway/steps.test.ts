import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { GuardPolicyContent, PipelineContent, StoredVerdict } from '@assay/schema/types.ts';
import { generateText, streamText } from 'ai';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { appWith } from '../../testing/app.ts';
import { chunkOf, failure, reportOf, streamStep } from '../../testing/gateway-world.ts';
import type { Step } from '../../testing/loopback-judge.ts';
import { pipelineWorld } from '../../testing/pipeline-world.ts';

const MAIL = 'maria.keller@posteo.de';

const TOKENS: GuardPolicyContent = {
  rules: [{ scorer: 'detect-pii', action: 'redact' }],
  redaction: { mode: 'tokens' },
};
const HIDING: Partial<PipelineContent> = {
  guardInput: { policy: TOKENS },
  postProcess: [{ step: 'restore' }],
};
const PARIS: PipelineContent['judge'] = {
  scorers: [{ scorer: 'contains', params: { values: ['Paris'] }, as: 'says-paris' }],
};

function ask(content: string) {
  return { model: 'support', messages: [{ role: 'user' as const, content }] };
}

/** The AI SDK in front of the gateway. */
function sdkOf(app: ReturnType<typeof appWith>, apiKey: string) {
  return createOpenAICompatible({
    name: 'assay',
    apiKey,
    baseURL: 'http://localhost/openai/v1',
    fetch: async (url, init) => (await app.begin(String(url), init as RequestInit)).response,
  });
}

/** A stream of this text, in chunks that end at the cuts. */
function streamed(text: string, cuts: readonly number[] = []): Step {
  const ends = [...new Set([...cuts.map((cut) => cut % text.length), text.length])];
  ends.sort((a, b) => a - b);
  const pieces = ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end)).filter(Boolean);
  return streamStep([
    chunkOf({ role: 'assistant', content: '' }),
    ...pieces.map((content) => chunkOf({ content })),
    chunkOf({}, 'stop'),
    '[DONE]',
  ]);
}

async function read(stream: AsyncIterable<{ choices: { delta: { content?: string | null } }[] }>) {
  let text = '';
  let last: object = {};
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    last = chunk;
  }
  return { text, report: reportOf(last) };
}

describe('what a guard hides', () => {
  test('never reaches the provider, and is back in the answer', async () => {
    const plays = [[{ content: 'I wrote to [EMAIL_1].' }]];
    const { openai, heard } = await pipelineWorld({ plays, pipeline: HIDING });
    const answer = await openai.chat.completions.create(ask(`Write to ${MAIL}.`));
    expect(answer.choices[0]?.message.content).toBe(`I wrote to ${MAIL}.`);
    expect(JSON.stringify(await heard(0))).not.toContain('maria');
    expect(reportOf(answer)).toMatchObject({ guard: 'redact' });
  });

  test('is back in streams however they are cut, for the AI SDK too', async () => {
    const said = 'I wrote to [EMAIL_1], not [EMAIL_2] or [x].';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 12 }), async (cuts) => {
        const { openai } = await pipelineWorld({
          plays: [[streamed(said, cuts)]],
          pipeline: HIDING,
        });
        const { text } = await read(
          await openai.chat.completions.create({ ...ask(`Write to ${MAIL}.`), stream: true }),
        );
        expect(text).toBe(`I wrote to ${MAIL}, not [EMAIL_2] or [x].`);
      }),
      { numRuns: 12 },
    );
    const { app, key } = await pipelineWorld({
      plays: [[streamed(said, [12, 16])]],
      pipeline: HIDING,
    });
    const result = streamText({ model: sdkOf(app, key)('support'), prompt: `Write to ${MAIL}.` });
    expect(await result.text).toContain(`I wrote to ${MAIL}, not`);
  });
});

test('the decision on a stream is the same however it is cut', async () => {
  const policy: GuardPolicyContent = { rules: [{ scorer: 'detect-pii', action: 'block' }] };
  const said = `${'word '.repeat(150)}${MAIL} and more.`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(900), { maxLength: 8 }),
      fc.constantFrom('window' as const, 'buffer' as const),
      async (cuts, stream) => {
        const { openai } = await pipelineWorld({
          plays: [[streamed(said, cuts)]],
          pipeline: { guardOutput: { policy, stream } },
        });
        const events = await openai.chat.completions.create({ ...ask('Who?'), stream: true });
        if (stream === 'window') {
          expect(await failure(read(events))).toMatchObject({ code: 'guard_blocked' });
        } else {
          const { text, report } = await read(events);
          expect([text, report.guard]).toEqual(['', 'block']);
        }
      },
    ),
    { numRuns: 10 },
  );
});

test('a guard that did not look at all of it has not passed', async () => {
  const outputs: GuardPolicyContent = {
    rules: [{ scorer: 'detect-pii', action: 'flag', stages: ['output'] }],
  };
  const { openai } = await pipelineWorld({
    plays: [[{ content: 'Hi!' }]],
    pipeline: { guardInput: { policy: outputs }, guardOutput: { policy: outputs } },
  });
  const { data, response } = await openai.chat.completions.create(ask('Hi?')).withResponse();
  expect(reportOf(data).steps).toMatchObject({
    guardInput: { status: 'not_run' },
    guardOutput: { status: 'checked' },
  });
  expect(response.headers.get('x-assay-guard')).toBe('not_run');
});

describe('a provider in a bad mood', () => {
  const pipeline: Partial<PipelineContent> = {
    guardInput: {},
    guardOutput: { stream: 'buffer' },
    postProcess: [{ step: 'restore' }],
    retry: { attempts: 1 },
  };

  test('a stream that is cut sends nothing that was held, and ends with an error', async () => {
    const events = [chunkOf({ content: 'The secret is' })];
    const { openai } = await pipelineWorld({ plays: [[streamStep(events)]], pipeline });
    const stream = await openai.chat.completions.create({ ...ask('Which?'), stream: true });
    let text = '';
    const error = await failure(
      (async () => {
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
      })(),
    );
    expect(error).toMatchObject({ code: 'provider_answer_cut' });
    expect(text).toBe('');
  });

  test('its errors are errors, and no step sees them', async () => {
    const plays: Step[][] = [[{ status: 429, body: { error: { message: 'slow down' } } }]];
    const { openai } = await pipelineWorld({ plays, pipeline });
    expect(await failure(openai.chat.completions.create(ask('Hi?')))).toMatchObject({
      status: 429,
    });
  });

  test('a caller who leaves midway ends the call of the model', async () => {
    const slow = { ...streamed('word '.repeat(2_000)), byteDelayMs: 1 };
    const { openai, heard } = await pipelineWorld({
      plays: [[slow]],
      pipeline: { ...pipeline, guardOutput: { stream: 'window' } },
    });
    const stream = await openai.chat.completions.create({ ...ask('Hi?'), stream: true });
    for await (const _ of stream) break;
    await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
  });
});

describe('scores', () => {
  test('a better answer is sent, each attempt has a verdict, and all are paid for', async () => {
    const plays = [[{ content: 'It is Lyon.' }, { content: 'It is Paris.' }]];
    const judge = { ...PARIS, when: 'before' as const, refine: { attempts: 2 } };
    const guardOutput = {};
    const { openai, app, key, ended } = await pipelineWorld({
      plays,
      pipeline: { judge, guardOutput },
    });
    const { data, response } = await openai.chat.completions
      .create({ ...ask('What is the capital of France?'), temperature: 0 })
      .withResponse();
    await ended();
    expect(data.choices[0]?.message.content).toBe('It is Paris.');
    const report = reportOf(data);
    expect(report.attempts).toHaveLength(2);
    expect(report.usage).toEqual({ inputTokens: 240, outputTokens: 60 });
    expect(report.steps.judge).toMatchObject({
      ended: 'enough',
      attempts: [
        { isSent: false, passed: false },
        { isSent: true, passed: true, steps: { guardOutput: { status: 'checked' } } },
      ],
    });
    expect(response.headers.get('x-assay-verdict-id')).toBe(report.verdictId);
    expect(response.headers.get('server-timing')).toMatch(/judge;dur/);
    const headers = { Authorization: `Bearer ${key}` };
    const path = `http://localhost/v1/verdicts/${report.verdictId}`;
    await expect.poll(async () => (await app.fetch(path, { headers })).status, POLL).toBe(200);
    const stored = await (await app.fetch(path, { headers })).json<StoredVerdict>();
    expect(stored).toMatchObject({
      passed: true,
      lineage: { generator: 'a/m' },
      metadata: { pipeline: 'support' },
      sample: { input: 'What is the capital of France?', output: 'It is Paris.' },
    });
  });

  test('a stream is scored after it went out', async () => {
    const pipeline = { judge: PARIS };
    const { openai, app, key } = await pipelineWorld({
      plays: [[streamed('It is Paris.', [3])]],
      pipeline,
    });
    const { text, report } = await read(
      await openai.chat.completions.create({ ...ask('Which?'), stream: true }),
    );
    expect(text).toBe('It is Paris.');
    expect(report.steps.judge).toMatchObject({ status: 'queued', verdictId: report.verdictId });
    const headers = { Authorization: `Bearer ${key}` };
    const path = `http://localhost/v1/verdicts/${report.verdictId}`;
    await expect.poll(async () => (await app.fetch(path, { headers })).status, POLL).toBe(200);
  });

  test('the AI SDK gets the refined answer', async () => {
    const plays = [[{ content: 'It is Lyon.' }, { content: 'It is Paris.' }]];
    const judge = { ...PARIS, when: 'before' as const, refine: { attempts: 1 } };
    const { app, key } = await pipelineWorld({ plays, pipeline: { judge } });
    const { text } = await generateText({ model: sdkOf(app, key)('support'), prompt: 'Which?' });
    expect(text).toBe('It is Paris.');
  });
});

// The queue gathers messages for a second.
const POLL = { timeout: 20_000, interval: 250 };

test('contexts in the request are cited, and do not reach the provider', async () => {
  const plays = [[{ content: 'The Eiffel Tower was completed in 1889.' }]];
  const postProcess = [{ step: 'citations' as const, format: 'inline' as const }];
  const { openai, heard } = await pipelineWorld({ plays, pipeline: { postProcess } });
  const contexts = ['The Eiffel Tower was completed in 1889 and is 330 metres tall.'];
  const request = { ...ask('When?'), assay: { contexts } };
  const answer = await openai.chat.completions.create(request);
  expect(answer.choices[0]?.message.content).toBe('The Eiffel Tower was completed in 1889 [1].');
  expect((await heard(0))[0]?.body).not.toHaveProperty('assay');
});

test('a policy of one project is none of another', async () => {
  const policy = { name: 'own', rules: TOKENS.rules };
  const theirs = await pipelineWorld({ plays: [[{ content: 'Hi!' }]], pipeline: {} });
  const made = await theirs.app.fetch('http://localhost/v1/guard/policies', {
    method: 'POST',
    headers: { Authorization: `Bearer ${theirs.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(policy),
  });
  expect(made.status).toBe(201);
  await expect(
    pipelineWorld({ plays: [[{ content: 'Hi!' }]], pipeline: { guardInput: { policy: 'own' } } }),
  ).rejects.toThrow(/guardInput\/policy/);
});
