import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { exchangeOf, saying, stepServices } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import { getSecret } from '../../webhooks/secrets.ts';
import { httpStep } from './http.ts';

const URL = 'https://enrich.example.com/answers';
const asked = () => exchangeOf({ messages: [{ role: 'user', content: 'Who?' }] });

/** The step with a service that answers like this. */
function serviceThat(answer: (request: Request) => Response | Promise<Response>) {
  const received: Request[] = [];
  const needs = stepServices({
    async fetch(input, init) {
      const request = new Request(input, init);
      received.push(request.clone());
      return answer(request);
    },
  });
  return { received, needs };
}

async function run(
  answer: (request: Request) => Response | Promise<Response>,
  settings: Partial<Parameters<typeof httpStep>[0]> = {},
  exchange = asked(),
) {
  const { received, needs } = serviceThat(answer);
  const step = httpStep({ url: URL, ...settings }, needs);
  return { ...(await step.after?.(exchange, saying('Ada.'))), received, needs, exchange };
}

test('the service sees the exchange, signed as webhooks are, and may change what is said', async () => {
  const { answer, note, received, needs, exchange } = await run(() =>
    Response.json({ text: 'Ada Lovelace.', data: { source: 'crm' }, later: 1 }),
  );
  expect(answer).toMatchObject({
    id: 'chatcmpl-1',
    choices: [{ message: { content: 'Ada Lovelace.' } }],
  });
  expect(note).toEqual({ status: 'changed', data: { source: 'crm' } });
  const uses = await needs.recipients.httpStepUses(exchange.context.principal.projectId, '2020');
  expect(uses).toMatchObject([{ host: 'enrich.example.com', calls: 1 }]);
  const [request] = received;
  expect(request).toMatchObject({ url: URL, method: 'POST', redirect: 'manual' });
  const body = (await request?.text()) ?? '';
  const { projectId } = exchange.context.principal;
  const { secret } = await getSecret(projectId, needs);
  const message = new Webhook(secret).verify(body, Object.fromEntries(request?.headers ?? []));
  expect(message).toMatchObject({
    type: 'assay.answer',
    requestId: exchange.context.requestId,
    request: { messages: [{ content: 'Who?' }] },
    text: 'Ada.',
    answer: { object: 'chat.completion' },
  });
});

test('an answer stays if the service has nothing to say', async () => {
  const empty = await run(() => new Response(null, { status: 204 }));
  expect(empty.answer).toBeUndefined();
  expect(empty.note).toEqual({ status: 'unchanged' });
});

describe('a service that fails', () => {
  const failures: [string, () => Response | Promise<Response>, string][] = [
    ['an error', () => new Response('no', { status: 500 }), 'answered 500'],
    ['a redirect', () => Response.redirect('https://example.com', 302), 'answered 302'],
    ['something else than JSON', () => new Response('<html>'), 'not a JSON object'],
    ['a text of another type', () => Response.json({ text: 5 }), 'not a JSON object'],
    ['a huge answer', () => new Response('x'.repeat(1_100_000)), 'more than 1048576 bytes'],
    ['no connection', () => Promise.reject(new TypeError('refused')), 'connection failed'],
  ];

  test.each(failures)('leaves the answer as it was: %s', async (_, answer, reason) => {
    const done = await run(answer);
    expect(done.answer).toBeUndefined();
    expect(done.note).toEqual({ status: 'failed', reason: expect.stringContaining(reason) });
  });

  test('fails the request if it is to', async () => {
    await expect(
      run(() => new Response('no', { status: 500 }), { onError: 'fail' }),
    ).rejects.toMatchObject({ code: 'step_failed' });
  });

  test('is given up in time', async () => {
    const done = await run(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason));
        }),
      { timeoutMs: 5 },
    );
    expect(done.note).toMatchObject({ status: 'failed', reason: expect.stringContaining('5 ms') });
  });

  test.each([
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'http://example.com/',
    'https://metadata.internal/',
  ])('is not called at an address that is not public: %s', async (url) => {
    const done = await run(() => Response.json({}), { url });
    expect(done.received).toEqual([]);
    expect(done.note).toMatchObject({ status: 'failed', reason: expect.stringContaining('URL') });
  });
});

test('a stream is held, and goes out with what the service made of it', async () => {
  const { needs } = serviceThat(() => Response.json({ text: 'Grace.' }));
  const step = httpStep({ url: URL }, needs);
  const done = await streamThrough(step, asked(), chatStream('Ada.', [2]));
  expect(done.early).toEqual([]);
  expect(done.answer).toMatchObject({ choices: [{ message: { content: 'Grace.' } }] });
  const failing = serviceThat(() => new Response('', { status: 500 }));
  const stopping = httpStep({ url: URL, onError: 'fail' }, failing.needs);
  const stopped = await streamThrough(stopping, asked(), chatStream('Ada.'));
  expect(stopped).toMatchObject({ frames: [], stopped: { code: 'step_failed' } });
});
