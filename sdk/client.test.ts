import { expect, test } from 'vitest';
import { Assay, AssayError } from './index.ts';

interface Seen {
  url: string;
  init: RequestInit | undefined;
}

function assayWith(answer: () => Response, baseUrl = 'https://example.com/assay/') {
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    seen.push({ url: String(url), init });
    return answer();
  };
  return { seen, assay: new Assay({ baseUrl, apiKey: 'assay_live_x', fetch }) };
}

test('asks below the base URL, with key, body and idempotency key', async () => {
  const { assay, seen } = assayWith(() => Response.json({ id: 'ver_1' }));
  const request = { sample: { output: 'a' }, scorers: ['exact-match'] };
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
  await assay.verdicts.list({ tag: ['a', 'b'], limit: 5 });
  await assay.suites.list({ cursor: 'support' });
  expect(seen.map(({ url }) => new URL(url).search)).toEqual([
    '?tag=a&tag=b&limit=5',
    '?cursor=support',
  ]);
});

test('throws the problem that the API answers, with each field', async () => {
  const problem = {
    title: 'The request is not valid',
    detail: 'Mend each field.',
    status: 400,
    code: 'invalid_request',
    errors: [{ pointer: '/scorers', message: 'name at least one' }],
  };
  const { assay } = assayWith(() =>
    Response.json(problem, {
      status: 400,
      headers: { 'Content-Type': 'application/problem+json' },
    }),
  );
  const error = await assay.scorers.list().catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(AssayError);
  expect(error).toMatchObject({
    status: 400,
    problem,
    message: expect.stringContaining('/scorers'),
  });
});

test('tells an answer that did not come from Assay', async () => {
  const { assay } = assayWith(() => new Response('<html>', { status: 502 }));
  await expect(assay.verdicts.get('x')).rejects.toMatchObject({
    problem: { code: 'unknown', status: 502, retryable: true },
  });
});
