import type { StoredVerdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { callJson } from '../../testing/client.ts';
import { chunkOf, gatewayOver, reportOf, streamStep, USED } from '../../testing/gateway-world.ts';
import { pipelineWorld } from '../../testing/pipeline-world.ts';
import { DEVELOPMENT_KEY } from '../auth/development.ts';

const messages = [
  { role: 'system' as const, content: 'Be kind.' },
  { role: 'user' as const, content: 'Where is Oslo?' },
];

async function stored(answer: object, key = DEVELOPMENT_KEY): Promise<StoredVerdict> {
  const { verdictId } = reportOf(answer);
  expect(verdictId).toMatch(/^ver_/);
  return expect
    .poll(() => callJson<StoredVerdict>(`/v1/verdicts/${verdictId}`, { key }).catch(() => null), {
      timeout: 20_000,
    })
    .not.toBeNull()
    .then(() => callJson<StoredVerdict>(`/v1/verdicts/${verdictId}`, { key }));
}

test('an answer is a sample with a verdict, without scores', async () => {
  const { openai } = await gatewayOver([{ content: 'In Norway.' }]);
  const assay = { contexts: ['Oslo is in Norway.'], metadata: { user: 'u-1' } };
  const request = { model: 'local/m', messages, assay };
  const { data, response } = await openai.chat.completions.create(request).withResponse();
  expect(response.headers.get('x-assay-verdict-id')).toBe(reportOf(data).verdictId);
  const verdict = await stored(data);
  expect(verdict).toMatchObject({
    passed: null,
    value: null,
    scores: [],
    tags: ['gateway'],
    metadata: { user: 'u-1' },
    lineage: { generator: 'local/m', requestId: reportOf(data).requestId },
  });
  expect(verdict.sample).toMatchObject({
    input: 'Where is Oslo?',
    output: 'In Norway.',
    contexts: ['Oslo is in Norway.'],
    messages,
    generator: 'local/m',
    generation: { finishReason: 'stop', usage: { inputTokens: 120, outputTokens: 30 }, costUsd: 0 },
  });
});

test('a stream is a sample too, and its last chunk names the verdict', async () => {
  const events = [
    chunkOf({ role: 'assistant', content: 'In ' }),
    chunkOf({ content: 'Norway.' }, 'stop'),
    USED,
    '[DONE]',
  ];
  const { openai } = await gatewayOver([streamStep(events)]);
  const final = await openai.chat.completions
    .stream({ model: 'local/m', messages })
    .finalChatCompletion();
  const verdict = await stored(final);
  expect(verdict.sample).toMatchObject({
    output: 'In Norway.',
    generation: { finishReason: 'stop', usage: { inputTokens: 11, outputTokens: 5 } },
  });
});

test('the sample has what went out and what the model said, and the verdict names the pipeline', async () => {
  const policy = { rules: [{ scorer: 'detect-pii', action: 'redact' as const }] };
  const { openai, key } = await pipelineWorld({
    plays: [[{ content: 'Ask maria.keller@posteo.de.' }]],
    pipeline: { guardOutput: { policy } },
  });
  const answer = await openai.chat.completions.create({ model: 'support', messages });
  const verdict = await stored(answer, key);
  expect(verdict.lineage.pipeline).toMatchObject({ name: 'support', version: 1 });
  expect(verdict.sample).toMatchObject({
    output: 'Ask [EMAIL].',
    metadata: { modelOutput: 'Ask maria.keller@posteo.de.' },
  });
});

test('a stream that ended early is marked, and keeps what came', async () => {
  const { openai, app, ended } = await gatewayOver([
    streamStep([chunkOf({ role: 'assistant', content: 'In ' })]),
  ]);
  const metadata = { case: crypto.randomUUID() };
  const request = { model: 'local/m', messages, stream: true as const, assay: { metadata } };
  const stream = await openai.chat.completions.create(request);
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toThrow();
  await ended();
  expect(app.lines.filter(({ level }) => level === 'error')).toEqual([]);
  const found = () =>
    callJson<{ items: StoredVerdict[] }>(`/v1/verdicts?metadata=case:${metadata.case}`);
  await expect
    .poll(async () => (await found()).items, { timeout: 20_000 })
    .toMatchObject([{ tags: ['gateway', 'incomplete'] }]);
});

test('nothing is stored of a project that keeps nothing', async () => {
  const { openai, app, key } = await pipelineWorld({
    plays: [[{ content: 'In Norway.' }]],
    pipeline: {},
  });
  await app.fetch('http://localhost/v1/project/data-settings', {
    method: 'PUT',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ keep: 'nothing' }),
  });
  const answer = await openai.chat.completions.create({ model: 'support', messages });
  expect(reportOf(answer).verdictId).toBeNull();
});

test('an answer that cannot be stored goes out all the same, and says so', async () => {
  const broken = {
    sendBatch: () => Promise.reject(new Error('down')),
    send: () => Promise.reject(new Error('down')),
  };
  const content = 'x'.repeat(2_500_000);
  const { openai, app } = await gatewayOver([{ content }], {
    bindings: { VERDICTS: broken as unknown as Queue },
  });
  const answer = await openai.chat.completions.create({ model: 'local/m', messages });
  expect(answer.choices[0]?.message.content).toBe(content);
  expect(reportOf(answer)).toMatchObject({
    verdictId: null,
    steps: { store: { status: 'failed' } },
  });
  expect(app.lines).toContainEqual(expect.objectContaining({ event: 'answer_not_stored' }));
});
