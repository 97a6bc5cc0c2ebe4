import { expect, test } from 'vitest';
import { Assay, AssayError, ValidationError } from './index.ts';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';

const sample = { output: 'a' };

test('asks below the base URL, with key, body and idempotency key', async () => {
  const { assay, seen } = assayWith(() => Response.json({ id: 'ver_1' }));
  const request = { sample, scorers: ['exact-match'] };
  expect(await assay.score(request, { idempotencyKey: 'k' })).toEqual({ id: 'ver_1' });
  expect(seen[0]?.url).toBe('https://example.com/assay/v1/score');
  expect(seen[0]?.init).toMatchObject({
    method: 'POST',
    body: JSON.stringify(request),
    headers: { Authorization: 'Bearer assay_live_x', 'Idempotency-Key': 'k' },
  });
});

test('repeats a parameter for each value of a list', async () => {
  const { assay, seen } = assayWith(() => Response.json({ items: [], nextCursor: null }));
  await assay.verdicts.list({ tag: ['a', 'b'], limit: 5, passed: null });
  await assay.suites.list({ cursor: 'support' });
  expect(seen.map(({ url }) => new URL(url).search)).toEqual([
    '?tag=a&tag=b&limit=5&passed=null',
    '?cursor=support',
  ]);
});

test('throws the problem that the API answers, with each field', async () => {
  const { assay } = assayWith(() =>
    problemAnswer(400, 'invalid_request', {
      errors: [{ pointer: '/scorers', message: 'name at least one' }],
    }),
  );
  const error = await assay.score({ sample }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toBeInstanceOf(AssayError);
  expect(error).toMatchObject({
    name: 'ValidationError',
    status: 400,
    code: 'invalid_request',
    requestId: 'req_1',
    problem: { type: 'https://example.com/docs/errors#invalid_request' },
    errors: [{ pointer: '/scorers', message: 'name at least one' }],
    message: expect.stringContaining('/scorers: name at least one'),
  });
});

test('says once what the detail says of a field already', async () => {
  const errors = [
    { pointer: '/scorers/0', message: 'no scorer is named "x"' },
    { pointer: '/tags', message: 'must be an array' },
  ];
  const detail = '/scorers/0: no scorer is named "x"';
  const { assay } = assayWith(() => problemAnswer(400, 'unknown_scorer', { detail, errors }));
  const message = await assay.score({ sample }).then(String, String);
  expect(message.split('/scorers/0')).toHaveLength(2);
  expect(message).toMatch(/\n {2}\/tags: must be an array$/);
});

test('tells an answer that did not come from Assay', async () => {
  const { assay } = assayWith(() => new Response('<html>', { status: 502 }), { maxRetries: 0 });
  await expect(assay.verdicts.get('x')).rejects.toMatchObject({
    name: 'ServerError',
    code: 'unexpected_answer',
    status: 502,
    retryable: true,
  });
  const { assay: strayed } = assayWith(() => new Response('<html>Welcome'));
  await expect(strayed.verdicts.get('x')).rejects.toMatchObject({
    code: 'unexpected_answer',
    message: expect.stringContaining('baseUrl'),
  });
});

test('tells at once what cannot be sent', async () => {
  const { assay, seen } = assayWith(() => Response.json({}));
  const metadata = { big: 1n as unknown as number };
  const refused = assay.score({ sample, scorers: ['json-valid'], metadata });
  await expect(refused).rejects.toThrow(/BigInt/);
  await expect(assay.verdicts.get('')).rejects.toThrow(/must not be empty/);
  await expect(assay.batches.compare('bat_1', '..')).rejects.toBeInstanceOf(AssayError);
  for (const option of [{ timeoutMs: -1 }, { maxRetries: Number.NaN }, { totalTimeoutMs: 0 }]) {
    await expect(assay.project.settings(option)).rejects.toMatchObject({ code: 'invalid_option' });
  }
  expect(seen).toEqual([]);
  expect(() => new Assay({ apiKey: 'assay_live_…', baseUrl: 'https://a.b' })).toThrow(/`apiKey`/);
  expect(() => new Assay({ apiKey: 'k', baseUrl: 'example.com' })).toThrow(/`baseUrl` must be/);
});

test('sends the key to its own host only', async () => {
  const { assay, seen } = assayWith(() => Response.json({}));
  await assay.fetch('@elsewhere.example/v1');
  await assay.fetch('/healthz', { headers: { Authorization: 'Bearer other' } });
  expect(seen.map(({ url }) => url)).toEqual([
    'https://example.com/assay/@elsewhere.example/v1',
    'https://example.com/assay/healthz',
  ]);
  expect(new Headers(seen[1]?.init?.headers).get('authorization')).toBe('Bearer other');
});

test('takes a timeout that no timer could be set for as none', async () => {
  const { assay } = assayWith(() => Response.json({ id: 'ver_1' }));
  const timeoutMs = Number.POSITIVE_INFINITY;
  expect(await assay.score({ sample, scorers: ['json-valid'] }, { timeoutMs })).toBeTruthy();
});

test('takes key and address from the environment, and says which it lacks', async () => {
  const { process } = globalThis;
  const before = { ...process.env };
  try {
    Object.assign(process.env, { ASSAY_API_KEY: 'k', ASSAY_BASE_URL: 'https://env.example' });
    const { fetch, seen } = assayWith(() => Response.json({}));
    await new Assay({ fetch }).project.settings();
    expect(seen[0]?.url).toBe('https://env.example/v1/project/settings');
    delete process.env.ASSAY_API_KEY;
    expect(() => new Assay()).toThrow(/`apiKey`.*ASSAY_API_KEY/);
  } finally {
    process.env = before;
  }
});
