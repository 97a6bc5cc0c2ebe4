import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoundWorkerd, startBoundWorkerd } from '../../bench/local-workerd.ts';
import type { scenarios } from './testing/index.ts';

// Workers as they are deployed, bound as their wrangler.toml says, in one local workerd.

let folder: string;
let workerd: BoundWorkerd;
const STARTING_MS = 120_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-binding-'));
  workerd = await startBoundWorkerd(folder, {
    example: join(import.meta.dirname, 'wrangler.toml'),
    tests: join(import.meta.dirname, 'testing', 'wrangler.toml'),
  });
  await workerd.database
    .prepare(
      "INSERT INTO projects (id, name, created_at_ms) VALUES ('prj_1', 'acme', 0), ('prj_2', 'other', 0)",
    )
    .run();
}, STARTING_MS);

afterAll(async () => {
  await workerd?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function answerTo(worker: string, path: string, body?: object) {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${workerd.urls.get(worker)}${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return { status: response.status, json: JSON.parse(text) };
}

async function play(name: keyof typeof scenarios) {
  return (await answerTo('tests', `/${name}`)).json;
}

describe('the example', () => {
  test('sends an answer that passes', async () => {
    const answer = 'Two years.';
    const sent = await answerTo('example', '/', { question: 'How long is the warranty?', answer });
    expect(sent).toEqual({ status: 200, json: { answer } });
  });

  test('holds an answer back that does not', async () => {
    const answer = 'As an AI I cannot say. '.repeat(30);
    const held = await answerTo('example', '/', { question: 'How long is the warranty?', answer });
    expect(held).toMatchObject({ status: 202, json: { reason: expect.any(String) } });
  });
});

describe('a client over a binding', () => {
  test('scores and stores', async () => {
    const { verdict, stored } = await play('score');
    expect(verdict).toMatchObject({ passed: true, stored: 'now' });
    expect(stored).toMatchObject({ id: verdict.id, sample: { output: 'Paris' } });
    expect(await play('scoreMany')).toMatchObject({
      verdicts: [{ passed: true }, { passed: false }],
    });
  });

  test('streams each score, then the verdicts', async () => {
    expect(await play('stream')).toMatchObject([
      { type: 'score', index: 0, score: { value: 1 } },
      { type: 'score', index: 1, score: { value: 0 } },
      { type: 'verdict', index: 0, verdict: { passed: true } },
      { type: 'verdict', index: 1, verdict: { passed: false } },
    ]);
    expect(await play('streamRefused')).toMatchObject({ code: 'unknown_suite' });
    expect(await play('leaveStream')).toMatchObject({ type: 'score', index: 0 });
  });

  test('compares, looks scorers up and turns pages', async () => {
    expect(await play('compare')).toMatchObject({ undecided: 1 });
    expect(await play('scorers')).toMatchObject({ count: expect.any(Number), one: 'levenshtein' });
    expect(await play('pages')).toBe(5);
  });

  test('makes a batch of more samples than one request takes, and reads every result', async () => {
    expect(await play('batch')).toEqual({
      counts: expect.objectContaining({ total: 1_200, passed: 600, failed: 600, pending: 0 }),
      failed: 600,
      first: 3,
    });
  }, 60_000);

  test('throws the errors of HTTP', async () => {
    expect(await play('invalid')).toMatchObject({
      name: 'ValidationError',
      code: 'unknown_scorer',
      status: 400,
      requestId: expect.stringMatching(/^req_/),
      errors: [{ pointer: '/scorers/0' }],
    });
    expect(await play('missing')).toMatchObject({
      name: 'NotFoundError',
      code: 'verdict_not_found',
    });
    expect(await play('forbidden')).toMatchObject({
      name: 'PermissionError',
      code: 'scope_missing',
    });
  });

  test('is of the project that its props name, and of no other', async () => {
    expect(await play('otherProject')).toMatchObject({ code: 'verdict_not_found' });
  });

  test('is told when the binding has no props, or leads elsewhere', async () => {
    expect(await play('nobody')).toMatchObject({
      name: 'AuthenticationError',
      code: 'binding_unidentified',
      errors: [{ pointer: '/props/project' }, { pointer: '/props/scopes' }],
    });
    expect(await play('elsewhere')).toMatchObject({
      code: 'client_unconfigured',
      retryable: false,
    });
  });

  test('is told what a binding does not offer, and what it cannot carry', async () => {
    expect(await play('notOffered')).toMatchObject({ code: 'not_offered' });
    expect(await play('notCloneable')).toMatchObject({ code: 'not_cloneable', retryable: false });
  });

  test('makes nothing twice under one idempotency key', async () => {
    expect(await play('repeated')).toBe(true);
  });

  test('carries the trace and the request id', async () => {
    expect(await play('traced')).toMatchObject({
      requestId: 'mine',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    });
  });

  test('stops waiting when its signal is aborted', async () => {
    expect(await play('aborted')).toEqual({ name: 'Error: enough' });
  });
});
