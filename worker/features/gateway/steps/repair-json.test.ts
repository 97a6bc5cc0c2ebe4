import type { JsonObject } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../../../core/problem.ts';
import { exchangeOf, saying } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import type { AskAgain } from '../step.ts';
import { fittingJson } from './fitting-json.ts';
import { repairJson } from './repair-json.ts';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
};
const FORMAT = { type: 'json_schema', json_schema: { name: 'person', schema: SCHEMA } };
const GOOD = '{"name":"Ada","age":36}';

function asked(format: JsonObject = FORMAT) {
  const messages = [{ role: 'user', content: 'Who?' }];
  return exchangeOf({ messages, response_format: format, stream: true, n: 1 });
}

/** A model that answers with this when it is asked again. */
function askAgain(content: string): { ask: AskAgain; bodies: JsonObject[] } {
  const bodies: JsonObject[] = [];
  return {
    bodies,
    async ask(_exchange, body) {
      bodies.push(body);
      return saying(content);
    },
  };
}

const never: AskAgain = () => Promise.reject(new Error('nobody is asked'));

function textOf(answer: JsonObject | undefined): string | undefined {
  return Object(answer).choices?.[0].message.content;
}

async function repaired(answer: JsonObject, ask: AskAgain = never, exchange = asked()) {
  const done = await repairJson({}, ask).after?.(exchange, answer);
  return { text: textOf(done?.answer), note: done?.note };
}

test('JSON that fits stays to the byte', async () => {
  expect(await repaired(saying(` ${GOOD}\n`))).toEqual({
    text: undefined,
    note: { status: 'valid' },
  });
});

test.each([
  ['in a fence', `Here it is:\n\`\`\`json\n${GOOD}\n\`\`\``],
  ['with words around it', `Sure! ${GOOD} Anything else?`],
  ['with a trailing comma and single quotes', "{'name': 'Ada', 'age': 36,}"],
  ['without quotes and with a comment', '{name: "Ada", /* years */ age: 36}'],
])('syntax is repaired without asking: %s', async (_, text) => {
  const { text: json, note } = await repaired(saying(text));
  expect(JSON.parse(json ?? '')).toEqual({ name: 'Ada', age: 36 });
  expect(note).toEqual({ status: 'repaired' });
});

describe('what does not fit the schema', () => {
  test('is asked for once more, with what is wrong', async () => {
    const { ask, bodies } = askAgain(`\`\`\`json\n${GOOD}\n\`\`\``);
    const { text, note } = await repaired(saying('{"name":"Ada","age":"old"}'), ask);
    expect(text).toBe(GOOD);
    expect(note).toMatchObject({
      status: 'asked_again',
      askedAgain: 'fits',
      faults: [{ pointer: '/age' }],
    });
    expect(bodies).toHaveLength(1);
    const [{ messages, stream, n, response_format }] = bodies as [JsonObject];
    expect([stream, n]).toEqual([undefined, undefined]);
    expect(response_format).toEqual(FORMAT);
    expect(messages).toMatchObject([
      { role: 'user', content: 'Who?' },
      { role: 'assistant', content: '{"name":"Ada","age":"old"}' },
      { role: 'user', content: expect.stringContaining('/age') },
    ]);
  });

  test('goes out as it was, and is called invalid, if the model does no better', async () => {
    const { ask, bodies } = askAgain('No.');
    const { text, note } = await repaired(saying('{"name":1}'), ask);
    expect(text).toBeUndefined();
    expect(note).toMatchObject({ status: 'invalid', askedAgain: 'does_not_fit' });
    expect(bodies).toHaveLength(1);
  });

  test('goes out as it was if nobody can be asked', async () => {
    const { note } = await repaired(saying('{}'), async () => {
      throw new ApiProblem('rate_limited');
    });
    expect(note).toMatchObject({ status: 'invalid', askedAgain: 'rate_limited' });
    const off = await repairJson({ askAgain: false }, never).after?.(asked(), saying('{}'));
    expect(off?.note).toMatchObject({ status: 'invalid' });
    expect(off?.note).not.toHaveProperty('askedAgain');
  });

  test('one turn is all, however many choices fall short', async () => {
    const { ask, bodies } = askAgain(GOOD);
    const done = await repairJson({}, ask).after?.(asked(), saying('{}', '{}'));
    expect(bodies).toHaveLength(1);
    expect(done?.note).toMatchObject({ status: 'invalid' });
    expect(textOf(done?.answer)).toBe(GOOD);
  });
});

test('an answer that was cut off is not made to look whole', async () => {
  const answer = saying('{"name":"Ada","age":3');
  const [choice] = answer.choices as JsonObject[];
  Object.assign(choice ?? {}, { finish_reason: 'length' });
  expect(await repaired(answer)).toEqual({ text: undefined, note: { status: 'cut_off' } });
});

test('a schema that cannot be used is not_run', async () => {
  const schema = { type: 'object', properties: { a: { pattern: '(?=x)' } } };
  const { note } = await repaired(
    saying('{}'),
    never,
    asked({ type: 'json_schema', json_schema: { schema } }),
  );
  expect(note).toMatchObject({ status: 'not_run', reason: expect.stringContaining('pattern') });
});

test('json_object takes any object, and text is left alone', async () => {
  const list = await repaired(saying('[1]'), askAgain('{}').ask, asked({ type: 'json_object' }));
  expect(list).toMatchObject({ text: '{}', note: { status: 'asked_again' } });
  const text = await repairJson({}, never).after?.(asked({ type: 'text' }), saying('{'));
  expect(text).toEqual({});
});

test('responses are held to text.format', async () => {
  const body = {
    input: 'Who?',
    text: { format: { type: 'json_schema', name: 'p', schema: SCHEMA } },
  };
  const exchange = exchangeOf(body, { endpoint: 'responses' });
  const content = [{ type: 'output_text', text: '{}', annotations: [] }];
  const output = [{ type: 'message', role: 'assistant', content }];
  const bodies: JsonObject[] = [];
  const done = await repairJson({}, async (_, again) => {
    bodies.push(again);
    return { output: [{ type: 'message', content: [{ type: 'output_text', text: GOOD }] }] };
  }).after?.(exchange, { status: 'completed', output });
  expect(done?.answer).toMatchObject({ output: [{ content: [{ text: GOOD }] }] });
  expect(bodies[0]?.input).toMatchObject([
    { role: 'user', content: 'Who?' },
    { role: 'assistant', content: '{}' },
    { role: 'user' },
  ]);
});

test('a stream is held until it is whole; one of text is not', async () => {
  const step = repairJson({}, never);
  const done = await streamThrough(step, asked(), chatStream(`Sure: ${GOOD}`, [3, 9]));
  expect(done.early).toEqual([]);
  expect(textOf(done.answer)).toBe(GOOD);
  expect(await step.onStream?.(exchangeOf({ messages: [] }))).toBeUndefined();
});

describe('candidates', () => {
  test('a part of broken JSON is never taken for all of it', async () => {
    const fitting = await fittingJson('{"a": {"b": 1}, "c": @@}', undefined);
    const value: unknown = 'json' in fitting ? JSON.parse(fitting.json) : fitting.faults;
    expect(value).not.toEqual({ b: 1 });
  });

  test('deep and huge texts end in a fault', async () => {
    expect(await fittingJson('['.repeat(200_000), undefined)).toHaveProperty('faults');
    expect(await fittingJson(`{"a": ${'x'.repeat(300_000)}`, undefined)).toHaveProperty('faults');
  });
});
