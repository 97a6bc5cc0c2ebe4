import { gzipSync } from 'node:zlib';
import type { Batch, Problem } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { appWith } from '../../testing/app.ts';
import { call } from '../../testing/client.ts';

const LINES = { 'Content-Type': 'application/x-ndjson' };

async function problemOf(response: Response): Promise<Problem> {
  return response.json();
}

const asSample = (sample: string) =>
  call('/v1/score', { body: `{"sample":${sample},"scorers":["json-diff"],"store":"none"}` });
const asList = (sample: string) =>
  call('/v1/batches', { body: `{"samples":[${sample}],"scorers":["json-diff"]}` });
const asLine = (sample: string) =>
  call('/v1/batches?scorers=json-diff', { body: `${sample}\n`, headers: LINES });
const asToolCall = (sample: string) =>
  call('/mcp', {
    body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"score","arguments":{"sample":${sample},"scorers":["json-diff"]}}}`,
    headers: { Accept: 'application/json, text/event-stream' },
  });

describe.each([
  ['a body', asSample, '/sample'],
  ['a list of a batch', asList, '/samples/0'],
  ['a line', asLine, 'line 1 '],
  ['arguments of a tool', asToolCall, '/params/arguments/sample'],
])('in %s', (_, ask, prefix) => {
  test.each([
    ['{"output":"1","expected":1e999}', '/expected'],
    ['{"output":"1","expected":[-1e+400]}', '/expected/0'],
    ['{"output":"1","metadata":{"__proto__":{"a":1}}}', '/metadata/__proto__'],
    ['{"output":"1","expected":{"\\u005f_proto__":1}}', '/expected/__proto__'],
    ['{"output":"1","metadata":{"\\ud800":1}}', '/metadata/\ufffd'],
  ])('%s is refused at its field', async (sample, pointer) => {
    const response = await ask(sample);
    expect(response.status).toBe(400);
    const { code, errors } = await problemOf(response);
    expect(code).toBe('invalid_request');
    expect(errors?.[0]?.pointer.toWellFormed()).toContain(
      prefix.startsWith('/samples') ? pointer : `${prefix}${pointer}`.trim(),
    );
  });
});

describe('half of a surrogate pair', () => {
  test.each([
    ['{"id":"\\ud800","output":"x"}', '/id'],
    ['{"output":"x","contexts":[{"id":"\\udc00","text":"x"}]}', '/contexts/0/id'],
  ])('is refused in a name: %s', async (sample, pointer) => {
    for (const ask of [asLine, asSample]) {
      const { errors } = await problemOf(await ask(sample));
      expect(errors?.[0]?.pointer).toMatch(new RegExp(`${pointer}$`));
      expect(errors?.[0]?.message).toContain('well-formed Unicode');
    }
  });

  test.each([
    ['tags', '["\\ud83d"]', '/tags/0'],
    ['metadata', '{"a":"\\ud83d"}', '/metadata/a'],
  ])('is refused in %s', async (field, value, pointer) => {
    const response = await call('/v1/score', {
      body: `{"sample":{"output":"x"},"scorers":["exact-match"],"${field}":${value}}`,
    });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.[0]?.pointer).toBe(pointer);
  });

  test('is kept in a text, as a model that was cut off writes it', async () => {
    const body = {
      sample: { output: 'ok \ud83d', expected: 'ok \ud83d' },
      scorers: ['exact-match'],
    };
    const made = await call('/v1/score', { body });
    const { id, passed } = await made.json<{ id: string; passed: boolean }>();
    expect(passed).toBe(true);
    const kept = await (await call(`/v1/verdicts/${id}`)).json<{ sample: { output: string } }>();
    expect(kept.sample.output).toBe('ok \ud83d');
  });
});

describe('a body that is not UTF-8', () => {
  const latin1 = (json: string) => Uint8Array.from(json, (letter) => letter.charCodeAt(0));
  const sample = '{"output":"café"}';
  const list = `{"samples":[${sample}],"scorers":["exact-match"]}`;

  test.each([
    ['/v1/score', list],
    ['/v1/batches', list],
    ['/v1/suites', '{"name":"café"}'],
  ])('is refused with its first such byte by POST %s', async (path, json) => {
    const response = await call(path, { body: latin1(json) });
    expect(response.status).toBe(400);
    const { code, detail } = await problemOf(response);
    expect(code).toBe('malformed_json');
    expect(detail).toContain(`byte 0xE9 at offset ${json.indexOf('é')}`);
  });

  test('is a parse error of MCP', async () => {
    const json = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${sample}}`;
    const response = await call('/mcp', { body: latin1(json) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: -32_700, message: expect.stringContaining(`offset ${json.indexOf('é')}`) },
    });
  });

  test('is refused by its line among lines', async () => {
    const response = await call('/v1/batches?scorers=exact-match', {
      body: latin1(`${sample}\n`),
      headers: LINES,
    });
    expect(response.status).toBe(400);
    const { errors } = await problemOf(response);
    expect(errors?.[0]?.pointer).toContain('line 1');
    expect(errors?.[0]?.message).toContain(`byte 0xE9 at offset ${sample.indexOf('é')}`);
  });
});

describe('a mistyped field and a mistyped scorer are reported together', () => {
  const scorers = ['exact-match', 'exact-matc'];
  const mistyped = { sample: { output: 'x' }, scorers, colour: 'red' };

  test.each([
    ['in a request to score', () => call('/v1/score', { body: mistyped })],
    [
      'in a batch as JSON',
      () => call('/v1/batches', { body: { samples: [], scorers, colour: 'red' } }),
    ],
    ['in a suite', () => call('/v1/suites', { body: { name: 'x', scorers, colour: 'red' } })],
    [
      'in arguments of a tool',
      () =>
        call('/mcp', {
          body: {
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: { name: 'score', arguments: mistyped },
          },
          headers: { Accept: 'application/json, text/event-stream' },
        }),
    ],
  ])('%s', async (_, ask) => {
    const text = await (await ask()).text();
    expect(text).toContain('/colour');
    expect(text).toContain('/scorers/1');
    expect(text).toContain('did you mean');
  });
});

describe('what is wrong is told without repeating all of it', () => {
  const huge = 'k'.repeat(200_000);

  test.each([
    ['an unknown field', asSample, `{"output":"x","${huge}":1}`],
    ['an unknown field of a line', asLine, `{"output":"x","${huge}":1}`],
    ['a key that is not kept', asSample, `{"output":"x","metadata":{"${huge}":1e999}}`],
  ])('%s', async (_, ask, sample) => {
    const response = await ask(sample);
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(3_000);
  });

  test('the lines that a batch omitted', async () => {
    const response = await call('/v1/batches?scorers=exact-match&onInvalid=skip', {
      body: `{"output":"x"}\n{"output":"x","${huge}":1}\n`,
      headers: LINES,
    });
    const { invalid } = await response.json<Batch>();
    expect(invalid.count).toBe(1);
    expect(invalid.first[0]?.message.length).toBeLessThan(1_000);
  });

  test('a tool that there is not', async () => {
    const response = await call('/mcp', {
      body: {
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: huge, arguments: {} },
      },
      headers: { Accept: 'application/json, text/event-stream' },
    });
    expect((await response.text()).length).toBeLessThan(3_000);
  });
});

describe('a body that ends early', () => {
  const broken = (text: string) => {
    let isBegun = false;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isBegun) controller.error(new Error('connection lost'));
        else controller.enqueue(new TextEncoder().encode(text));
        isBegun = true;
      },
    });
  };

  test.each([
    ['/v1/score', 'application/json', '{"sample":'],
    ['/v1/batches', 'application/json', '{"samples":'],
    ['/v1/batches?scorers=exact-match', 'application/x-ndjson', '{"output":"a"}\n{"out'],
    ['/mcp', 'application/json', '{"jsonrpc":'],
  ])(
    'at %s as %s is the caller’s to send again, and no fault in the log',
    async (path, type, text) => {
      const app = appWith({});
      const response = await app.fetch(`http://localhost${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${DEVELOPMENT_KEY}`, 'Content-Type': type },
        body: broken(text),
      });
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('truncated');
      expect(app.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

describe('a gzip body', () => {
  const a = gzipSync('{"output":"a"}\n{"outp');
  const b = gzipSync('ut":"b"}\n');
  const post = (bytes: Uint8Array) =>
    appWith({}).fetch('http://localhost/v1/batches?scorers=exact-match', {
      method: 'POST',
      headers: {
        ...{ ...LINES, 'Content-Encoding': 'gzip' },
        Authorization: `Bearer ${DEVELOPMENT_KEY}`,
      },
      body: bytes,
    });

  test('may have several members, and zeros behind them', async () => {
    for (const rest of [[], [0, 0, 0]]) {
      const response = await post(Uint8Array.from([...a, ...b, ...rest]));
      expect(response.status).toBe(202);
      expect((await response.json<Batch>()).counts.total).toBe(2);
    }
  });

  test.each([
    ['cut within its second member', Uint8Array.from([...a, ...b]).slice(0, -3)],
    ['with something else behind it', Uint8Array.from([...a, ...b, 1, 2, 3])],
    [
      'of another sum',
      Uint8Array.from([...a, ...b.map((x, i) => (i === b.length - 8 ? x ^ 1 : x))]),
    ],
  ])('%s is refused', async (_, bytes) => {
    const response = await post(bytes);
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code: 'invalid_request' });
  });
});

test('a mistyped field and a mistyped scorer are both named, each with what was meant', async () => {
  const response = await call('/v1/score', {
    body: { sample: { ouput: 'Paris' }, scorers: ['length', { scorer: 'levenstein' }] },
  });
  expect(response.status).toBe(400);
  const { errors = [] } = await problemOf(response);
  expect(errors[0]).toMatchObject({ pointer: '/sample/ouput' });
  expect(errors[0]?.message).toContain('`output`');
  const unknown = errors.find(({ pointer }) => pointer === '/scorers/1/scorer');
  expect(unknown?.message).toContain('levenshtein');
});

describe('a body where none is taken', () => {
  const cancel = (body: BodyInit | null) =>
    appWith({}).fetch('http://localhost/v1/batches/bat_none/cancel', {
      method: 'POST',
      headers: { Authorization: `Bearer ${DEVELOPMENT_KEY}` },
      body,
    });

  test('is read no further than it may be right, although it does not say its length', async () => {
    let read = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1;
        if (read > 1_000) controller.close();
        else controller.enqueue(new TextEncoder().encode(' '.repeat(1_000)));
      },
    });
    const response = await cancel(endless);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('does not accept a body');
    expect(read).toBeLessThan(10);
  });

  test('may be an empty object, whether it says its length or not', async () => {
    for (const body of [null, '', '{}', new Response('{}').body]) {
      expect((await cancel(body)).status).toBe(404);
    }
    expect((await cancel('{"a":1}')).status).toBe(400);
  });
});
