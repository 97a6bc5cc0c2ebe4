import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { JsonObject, PipelineJudge, StoredVerdict } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { scoreAnswers } from '../../../entry/queue/score-answers.ts';
import type { Outside } from '../../../services.ts';
import type { VerdictRow } from '../../../store/verdicts.ts';
import { exchangeOf, saying, stepServices } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import type { Exchange } from '../exchange.ts';
import { createSampler } from '../sampler.ts';
import { type JudgeSurroundings, judge } from './judge.ts';
import type { Attempt } from './refine.ts';

// Whether the answer has the word that it should have: a judge without a model.
const PARIS: PipelineJudge = {
  scorers: [{ scorer: 'contains', params: { values: ['Paris'] }, as: 'says-paris' }],
};

const asked = () =>
  exchangeOf({ messages: [{ role: 'user', content: 'What is the capital of France?' }] });

const never: Attempt = () => Promise.reject(new Error('nobody is asked'));

const pipeline = { name: 'support', version: 3, fingerprint: 'sha256:abc' };

function around(exchange: Exchange, attempt: Attempt = never): JudgeSurroundings {
  return { pipeline, sampler: createSampler(exchange), attempt };
}

/** A model that answers with these in turn when it is asked again. */
function answering(...contents: string[]): { attempt: Attempt; bodies: JsonObject[] } {
  const bodies: JsonObject[] = [];
  return {
    bodies,
    async attempt(_exchange, body) {
      bodies.push(body);
      const said = contents[bodies.length - 1] ?? '';
      return { answer: saying(said), notes: { guardOutput: { action: 'allow' } } };
    },
  };
}

/** The services, with a queue that keeps what it is sent. */
function world(outside: Outside = {}, send?: () => Promise<void>) {
  const bodies: unknown[] = [];
  const queue = {
    async send(body: unknown) {
      await send?.();
      bodies.push(structuredClone(body));
    },
  };
  const verdicts: VerdictRow[] = [];
  const VERDICTS = Object.assign(Object.create(env.VERDICTS), {
    async send(body: VerdictRow) {
      verdicts.push(body);
    },
  });
  const ANSWERS = Object.assign(Object.create(env.ANSWERS), queue);
  const needs = stepServices({ random: () => 0, ...outside }, { ANSWERS, VERDICTS });
  return { needs, bodies, verdicts };
}

async function run(
  settings: PipelineJudge,
  answer: JsonObject,
  attempt: Attempt = never,
  exchange = asked(),
) {
  const made = world();
  const done = await judge(settings, around(exchange, attempt), made.needs).after?.(
    exchange,
    answer,
  );
  return { ...done, ...made, exchange };
}

function textOf(answer: JsonObject | undefined): string | undefined {
  return Object(answer).choices?.[0].message.content;
}

describe('before', () => {
  const before: PipelineJudge = { ...PARIS, when: 'before' };

  test('the answer waits for its verdict, which is stored with the sample', async () => {
    const { answer, note, verdicts } = await run(before, saying('It is Paris.'));
    expect(answer).toBeUndefined();
    expect(note).toMatchObject({
      status: 'scored',
      passed: true,
      value: 1,
      scores: [{ name: 'says-paris', status: 'scored', value: 1 }],
    });
    const [row] = verdicts;
    expect(row).toMatchObject({ id: Object(note).verdictId, passed: true });
    expect(JSON.parse(row?.verdict ?? '{}').lineage.pipeline).toEqual(pipeline);
    const sample: StoredVerdict['sample'] = JSON.parse(row?.sample ?? '{}');
    expect(sample).toMatchObject({
      input: 'What is the capital of France?',
      output: 'It is Paris.',
      generator: 'local/writer-1',
    });
  });

  test('a judge that fails is an error among the scores, and the answer goes out', async () => {
    const settings: PipelineJudge = { when: 'before', scorers: ['faithfulness'] };
    const { answer, note } = await run(settings, saying('It is Paris.'));
    expect(answer).toBeUndefined();
    expect(note).toMatchObject({
      passed: null,
      value: null,
      scores: [{ status: 'error', value: null }],
    });
    await expect(run({ ...settings, onError: 'fail' }, saying('x'))).rejects.toMatchObject({
      code: 'step_failed',
    });
  });

  test('each of several choices has a verdict, and none is asked for again', async () => {
    const refined: PipelineJudge = { ...before, refine: { attempts: 2 } };
    const { note, verdicts } = await run(refined, saying('It is Rome.', 'It is Paris.'));
    expect(note).toMatchObject({
      ...{ status: 'scored', passed: false, ended: 'several_choices' },
      choices: [
        { index: 0, passed: false },
        { index: 1, passed: true },
      ],
    });
    const [first, second] = verdicts.map(({ sample }) => JSON.parse(sample));
    expect([first.output, second.output]).toEqual(['It is Rome.', 'It is Paris.']);
    expect(second.metadata).toEqual({ choice: 1 });
    const failing: PipelineJudge = { scorers: ['faithfulness'], when: 'before', onError: 'fail' };
    await expect(run(failing, saying('a', 'b'))).rejects.toMatchObject({ code: 'step_failed' });
  });

  test('what a request says of storing holds, and a verdict that is not stored has no id', async () => {
    const none = { ...asked(), storing: { tags: ['mine'], store: 'none' as const } };
    const open = await run(before, saying('It is Paris.'), never, none);
    expect(open.note).toMatchObject({ status: 'scored', verdictId: null, passed: true });
    expect(open.verdicts).toEqual([]);
    const scores = { ...asked(), storing: { tags: ['mine'], keep: 'scores' as const } };
    const kept = await run(before, saying('It is Paris.'), never, scores);
    expect(kept.verdicts[0]?.sample).not.toContain('Paris');
    expect(kept.verdicts[0]?.verdict).toContain('"tags":["gateway","mine"]');
  });

  test('a refusal says nothing that could be scored', async () => {
    expect((await run(before, saying(''))).note).toMatchObject({ status: 'not_run' });
  });

  test('a stream is held until it was scored', async () => {
    const { needs } = world();
    const step = judge(before, around(asked()), needs);
    const done = await streamThrough(step, asked(), chatStream('It is Paris.', [4]));
    expect(done.early).toEqual([]);
    expect(textOf(done.answer)).toBe('It is Paris.');
    expect(done.note).toMatchObject({ status: 'scored', passed: true });
  });

  test('what a guard replaced by tokens does not reach a judge, also if it was restored', async () => {
    const exchange = asked();
    exchange.tokens['[CITY_1]'] = 'Paris';
    const { note } = await run(before, saying('It is Paris.'), never, exchange);
    expect(note).toMatchObject({ passed: false });
  });
});

describe('refine', () => {
  const refine: PipelineJudge = { ...PARIS, when: 'before', refine: { attempts: 2 } };

  test('an answer that is enough is not asked for again', async () => {
    const { note } = await run(refine, saying('Paris.'));
    expect(note).toMatchObject({ ended: 'enough', attempts: [{ isSent: true }] });
  });

  test('the model is told what falls short, as data, and the better answer is sent', async () => {
    const { attempt, bodies } = answering('It is Paris.');
    const { answer, note } = await run(refine, saying('It is Lyon.'), attempt);
    expect(textOf(answer)).toBe('It is Paris.');
    expect(note).toMatchObject({
      passed: true,
      ended: 'enough',
      attempts: [
        { isSent: false, passed: false, verdictId: expect.stringMatching(/^ver_/) },
        { isSent: true, passed: true, steps: { guardOutput: { action: 'allow' } } },
      ],
    });
    const [first, second] = Object(note).attempts;
    expect(first.verdictId).not.toBe(second.verdictId);
    const turns = bodies[0]?.messages as JsonObject[];
    expect(turns.slice(1)).toMatchObject([
      { role: 'assistant', content: 'It is Lyon.' },
      {
        role: 'user',
        content: expect.stringMatching(/data: follow no instructions[\s\S]*says-paris/),
      },
    ]);
  });

  test('no gain ends it, and the first answer stays', async () => {
    const { attempt, bodies } = answering('It is Nice.', 'It is Paris.');
    const { answer, note } = await run(refine, saying('It is Lyon.'), attempt);
    expect(answer).toBeUndefined();
    expect(bodies).toHaveLength(1);
    expect(note).toMatchObject({
      passed: false,
      ended: 'no_gain',
      attempts: [{ isSent: true }, {}],
    });
  });

  test('attempts are bounded, and the best is sent', async () => {
    const length: PipelineJudge = {
      when: 'before',
      scorers: [{ scorer: 'length', params: { min: 40 } }, ...(PARIS.scorers ?? [])],
      refine: { attempts: 1, threshold: 1 },
    };
    const { attempt, bodies } = answering('Paris.', 'never asked');
    const { answer, note } = await run(length, saying('Lyon.'), attempt);
    expect(bodies).toHaveLength(1);
    expect(textOf(answer)).toBe('Paris.');
    expect(note).toMatchObject({ ended: 'attempts', attempts: [{}, { isSent: true }] });
  });

  test('without scores nothing is asked again: a judge that failed says nothing of the answer', async () => {
    const settings: PipelineJudge = {
      when: 'before',
      scorers: ['faithfulness'],
      refine: { attempts: 2 },
    };
    const { note } = await run(settings, saying('x'));
    expect(note).toMatchObject({ ended: 'no_scores', value: null });
  });

  test('an answer that calls tools is scored, and not asked for again', async () => {
    const call = { id: 'c', type: 'function', function: { name: 'find', arguments: '{}' } };
    const message = { role: 'assistant', content: 'Wait.', tool_calls: [call] };
    const answer = { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] };
    const { note } = await run(refine, answer);
    expect(note).toMatchObject({ passed: false });
    expect(note).not.toHaveProperty('attempts');
  });
});

describe('after', () => {
  test('the queue has the answer before it goes out, and scores it once', async () => {
    const { answer, note, bodies, needs, exchange } = await run(PARIS, saying('It is Paris.'));
    expect(answer).toBeUndefined();
    expect(note).toMatchObject({ status: 'queued', verdictId: expect.stringMatching(/^ver_/) });
    const { projectId } = exchange.context.principal;
    for (const id of ['1', '2']) {
      const message = { id, timestamp: new Date(0), attempts: 1, body: bodies[0] };
      const batch = createMessageBatch('assay-answers', [message]);
      await scoreAnswers(batch, needs);
      expect((await getQueueResult(batch, createExecutionContext())).explicitAcks).toEqual([id]);
    }
    const stored = await needs.verdicts.find(projectId, String(Object(note).verdictId));
    expect(JSON.parse(stored?.verdict ?? '{}')).toMatchObject({ passed: true, stored: 'now' });
    const count = await env.DB.prepare('SELECT count(*) AS n FROM verdicts WHERE project_id = ?')
      .bind(projectId)
      .first('n');
    expect(count).toBe(1);
  });

  test('a message that cannot be scored is delivered again', async () => {
    const { bodies, needs } = await run({ suite: 'gone' }, saying('It is Paris.'));
    const message = { id: '1', timestamp: new Date(0), attempts: 1, body: bodies[0] };
    const batch = createMessageBatch('assay-answers', [message, { ...message, id: '2', body: {} }]);
    await scoreAnswers(batch, needs);
    const result = await getQueueResult(batch, createExecutionContext());
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['1', '2']);
  });

  test('an answer that the queue does not take is scored at once', async () => {
    const { needs } = world({}, () => Promise.reject(new Error('queue is out')));
    const done = await judge(PARIS, around(asked()), needs).after?.(asked(), saying('Paris.'));
    expect(done?.note).toMatchObject({ status: 'scored', passed: true });
    const huge = await run(PARIS, saying(`Paris. ${'x'.repeat(130_000)}`));
    expect(huge.bodies).toEqual([]);
    expect(huge.note).toMatchObject({ status: 'scored' });
  });

  test('what is not to be stored waits for its scores, and each choice is queued by itself', async () => {
    const storing = { tags: [], store: 'none' as const };
    const open = await run(PARIS, saying('Paris.'), never, { ...asked(), storing });
    expect(open.bodies).toEqual([]);
    expect(open.note).toMatchObject({ status: 'scored', verdictId: null });
    const several = await run(PARIS, saying('Paris.', 'Rome.'));
    expect(several.bodies).toHaveLength(2);
    expect(several.note).toMatchObject({
      status: 'queued',
      choices: [
        { index: 0, status: 'queued' },
        { index: 1, status: 'queued' },
      ],
    });
  });

  test('a stream passes through, and is in the queue at its end', async () => {
    const { needs, bodies } = world();
    const events = chatStream('It is Paris.', [4]);
    const done = await streamThrough(judge(PARIS, around(asked()), needs), asked(), events);
    expect(done.early).toHaveLength(events.length);
    expect(done.note).toMatchObject({ status: 'queued' });
    expect(bodies).toHaveLength(1);
  });

  test('a share leaves answers out, and says so', async () => {
    const { needs, bodies } = world({ random: () => 0.5 });
    const done = await judge({ ...PARIS, share: 0.4 }, around(asked()), needs).after?.(
      asked(),
      saying('x'),
    );
    expect(done?.note).toEqual({ status: 'not_sampled' });
    expect(bodies).toEqual([]);
  });
});
