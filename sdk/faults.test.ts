import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  Assay,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from './index.ts';
import { startFaultyServer } from './testing/faulty-server.ts';

const request = { sample: { output: 'a' }, scorers: ['json-valid'] };
const PROBLEM = { title: 'T', detail: 'D', requestId: 'req_1', retryable: true };

let server: Awaited<ReturnType<typeof startFaultyServer>>;
let assay: Assay;

beforeEach(async () => {
  server = await startFaultyServer();
  assay = new Assay({ baseUrl: server.url, apiKey: 'k' });
  // Pauses are drawn at random from nothing up; the least of them keeps the tests short.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

const ok = { status: 200, body: { id: 'ver_1' } };
const busy = { status: 503, body: { ...PROBLEM, status: 503, code: 'storage_unavailable' } };
const limited = {
  status: 429,
  body: { ...PROBLEM, status: 429, code: 'rate_limited' },
  headers: { 'Retry-After': '1' },
};

describe('a call is retried', () => {
  test.each([
    ['after 503', busy],
    ['after 408 from a proxy', { status: 408, body: 'slow' }],
    ['after 502 from a proxy', { status: 502, body: '<html>' }],
    [
      'while the first request with its key is running',
      { status: 409, body: { ...PROBLEM, status: 409, code: 'idempotency_in_flight' } },
    ],
    ['after a connection that was cut before an answer', 'cut'],
    ['after an answer that was cut in its midst', 'cut-body'],
  ] as const)('%s, with the same idempotency key', async (_, fault) => {
    server.answer(fault, fault, ok);
    expect(await assay.score(request)).toEqual({ id: 'ver_1' });
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^sdk_[0-9a-f]{32}$/);
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
  });

  test('until the first request with its key has been answered, beyond maxRetries', async () => {
    const inFlight = {
      status: 409,
      body: { ...PROBLEM, status: 409, code: 'idempotency_in_flight' },
    };
    server.answer('cut', inFlight, inFlight, inFlight, ok);
    expect(await assay.score(request, { maxRetries: 1 })).toEqual({ id: 'ver_1' });
  });

  test('no sooner than Retry-After asks', async () => {
    server.answer(limited, ok);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await assay.score(request);
    expect(timers.mock.calls.map(([, ms]) => ms)).toContain(1_000);
  });

  test('and tells that there was nothing to delete, when the first deletion was not begun', async () => {
    const missing = { ...PROBLEM, retryable: false, status: 404, code: 'verdict_not_found' };
    server.answer({ ...limited, headers: { 'Retry-After': '0' } }, { status: 404, body: missing });
    await expect(assay.verdicts.delete('ver_1')).rejects.toBeInstanceOf(NotFoundError);
  });

  test('and counts as deleted when the answer to the first deletion was lost', async () => {
    server.answer('cut', {
      status: 404,
      body: { ...PROBLEM, retryable: false, status: 404, code: 'verdict_not_found' },
    });
    expect(await assay.verdicts.delete('ver_1')).toBeUndefined();
  });
});

describe('a call is given up', () => {
  test('after maxRetries, with the last error', async () => {
    server.answer(busy, busy, busy);
    const error = await assay.score(request).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ code: 'storage_unavailable', requestId: 'req_1', status: 503 });
    expect(server.seen).toHaveLength(3);
    server.answer('cut');
    const cut = assay.score(request, { maxRetries: 0 });
    await expect(cut).rejects.toBeInstanceOf(ConnectionError);
  });

  test('at once when the problem says that it will not pass', async () => {
    const body = { ...PROBLEM, retryable: false, status: 503, code: 'webhooks_unconfigured' };
    server.answer({ status: 503, body }, ok);
    await expect(assay.webhooks.secret()).rejects.toMatchObject({ code: 'webhooks_unconfigured' });
    expect(server.seen).toHaveLength(1);
  });

  test('when Retry-After asks for longer than a minute, which it tells', async () => {
    server.answer({ ...limited, headers: { 'Retry-After': '3600' } }, ok);
    const error = await assay.score(request).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(server.seen).toHaveLength(1);
  });

  test('when the pause would outlast totalTimeoutMs', async () => {
    server.answer(limited, ok);
    const call = assay.score(request, { totalTimeoutMs: 500 });
    await expect(call).rejects.toBeInstanceOf(RateLimitError);
  });
});

describe('time', () => {
  test('an attempt that takes too long is ended, and retried', async () => {
    server.answer('silence', ok);
    expect(await assay.score(request, { timeoutMs: 100 })).toEqual({ id: 'ver_1' });
    server.answer('silence');
    const late = assay.score(request, { timeoutMs: 50, maxRetries: 0 });
    await expect(late).rejects.toBeInstanceOf(TimeoutError);
  });

  test('totalTimeoutMs ends the attempt in flight', async () => {
    server.answer('silence', 'silence', 'silence');
    const late = assay.score(request, { totalTimeoutMs: 100 });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError', code: 'timeout' });
    expect(server.seen).toHaveLength(1);
  });

  test('a signal ends an attempt, a pause and a stream, with its own reason', async () => {
    const end = async (start: (signal: AbortSignal) => Promise<unknown>) => {
      const controller = new AbortController();
      const reached = server.reached();
      const call = start(controller.signal);
      await reached;
      controller.abort(new Error('enough'));
      await expect(call).rejects.toThrow('enough');
    };
    server.answer('silence');
    await end((signal) => assay.score(request, { signal }));
    server.answer({ ...limited, headers: { 'Retry-After': '30' } });
    await end((signal) => assay.score(request, { signal }));
    server.answer('silence-after-event');
    await end(async (signal) => {
      for await (const _ of assay.score.stream(request, { signal }));
    });
    const aborted = assay.score(request, { signal: AbortSignal.abort(new Error('before')) });
    await expect(aborted).rejects.toThrow('before');
  });
});

describe('a stream', () => {
  test('that ends early says so, and is not begun anew', async () => {
    server.answer('cut-after-event', 'end-after-event');
    for (const _ of ['cut', 'ended']) {
      const types: string[] = [];
      const read = async () => {
        for await (const { type } of assay.score.stream(request)) types.push(type);
      };
      await expect(read()).rejects.toBeInstanceOf(ConnectionError);
      expect(types).toEqual(['score']);
    }
    expect(server.seen).toHaveLength(2);
  });

  test('that is left early gives its connection back', async () => {
    server.answer('silence-after-event');
    for await (const event of assay.score.stream(request)) {
      expect(event.type).toBe('score');
      break;
    }
    await server.closed();
  });
});

describe('results', () => {
  const read = async (options = {}) => {
    const indexes: number[] = [];
    try {
      for await (const { index } of assay.batches.results('bat_1', {}, options)) {
        indexes.push(index);
      }
    } catch (cause) {
      return { indexes, cause };
    }
    return { indexes, cause: undefined };
  };

  test('that end before their end mark are not taken for whole', async () => {
    server.answer('end-after-line');
    const { indexes, cause } = await read();
    expect(indexes).toEqual([0]);
    expect(cause).toBeInstanceOf(ConnectionError);
    expect(server.seen[0]?.url).toContain('endMark=true');
  });

  test('that stall end with a timeout, and let the connection go', async () => {
    server.answer('silence-after-line');
    const closed = server.closed();
    const { indexes, cause } = await read({ idleTimeoutMs: 50 });
    expect(indexes).toEqual([0]);
    expect(cause).toBeInstanceOf(TimeoutError);
    expect((cause as TimeoutError).message).toBe('The stream sent nothing for 50 ms.');
    await closed;
  });
});

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is an error that names the address, and nothing is sent there',
  async (status) => {
    server.answer({ status, body: '', headers: { Location: 'https://new.example/v1/score' } });
    await expect(assay.score(request)).rejects.toMatchObject({
      status,
      message: expect.stringContaining('redirects to https://new.example. Set `baseUrl`'),
    });
    expect(server.seen).toHaveLength(1);
  },
);

test('a part of a batch whose answer was lost is sent again under its own key', async () => {
  const made = { status: 202, body: { id: 'bat_1' } };
  server.answer(made, 'cut', made, made);
  await assay.batches.create(new Blob(['{"output":"a"}\n']), request, { idempotencyKey: 'run-7' });
  const calls = server.seen.map(({ url, headers }) => [url, headers['idempotency-key']]);
  expect(calls).toEqual([
    ['/v1/batches', 'run-7-open'],
    ['/v1/batches/bat_1/samples', 'run-7-1'],
    ['/v1/batches/bat_1/samples', 'run-7-1'],
    ['/v1/batches/bat_1/seal', 'run-7-seal'],
  ]);
});
