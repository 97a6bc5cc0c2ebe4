import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOf, saying } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import { responseEvents } from '../openai/response-events.ts';
import { restore } from './restore.ts';

const TOKENS = { '[EMAIL_1]': 'maria@posteo.de', '[PERSON_1]': 'Jo "J" B', '[A]': '[EMAIL_1]' };

function asked(body: JsonObject = { messages: [] }, endpoint?: 'responses') {
  return exchangeOf(body, { tokens: { ...TOKENS }, ...(endpoint && { endpoint }) });
}

function textOf(answer: JsonObject | undefined): string {
  return Object(answer).choices[0].message.content;
}

async function whole(answer: JsonObject, exchange = asked()): Promise<JsonObject> {
  return (await restore().after?.(exchange, answer))?.answer ?? answer;
}

function calling(args: string): JsonObject {
  const call = { id: 'c', type: 'function', function: { name: 'send', arguments: args } };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  return { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] };
}

test('originals come back, once, and other tokens stay', async () => {
  const answer = saying('Write to [EMAIL_1] and [EMAIL_2], [PERSON_1] or [A].');
  expect(textOf(await whole(answer))).toBe(
    'Write to maria@posteo.de and [EMAIL_2], Jo "J" B or [EMAIL_1].',
  );
  const plain = saying('Nothing here.');
  expect(await whole(plain)).toBe(plain);
});

test('inside of JSON they are escaped: arguments of calls, and answers that were asked for as JSON', async () => {
  const { choices } = await whole(calling('{"to":"[PERSON_1]"}'));
  const [choice] = choices as { message: { tool_calls: { function: { arguments: string } }[] } }[];
  expect(JSON.parse(choice?.message.tool_calls[0]?.function.arguments ?? '')).toEqual({
    to: TOKENS['[PERSON_1]'],
  });
  const json = asked({ messages: [], response_format: { type: 'json_object' } });
  const text = textOf(await whole(saying('{"name":"[PERSON_1]"}'), json));
  expect(JSON.parse(text)).toEqual({ name: TOKENS['[PERSON_1]'] });
});

describe('a stream', () => {
  test('says the same as the whole, however it is cut', async () => {
    const pieces = fc.constantFrom(
      ...Object.keys(TOKENS),
      '[',
      ']',
      '[B_2]',
      'a ',
      '😀',
      '[[',
      'X]',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
        fc.array(fc.nat(300), { maxLength: 30 }),
        async (text, cuts) => {
          const done = await streamThrough(restore(), asked(), chatStream(text, cuts));
          expect(textOf(done.answer) ?? '').toBe(restoreTokens(text, TOKENS));
          expect(done.frames).toHaveLength(chatStream(text, cuts).length);
        },
      ),
    );
  });

  test('holds back nothing but what may be a token', async () => {
    const events = chatStream('Hello there, [EMAIL_1] and [x]', [5, 16, 20]);
    const stream = await restore().onStream?.(asked());
    const out: number[] = [];
    for (const value of events) {
      out.push((await stream?.push({ raw: '', value, source: value }))?.length ?? 0);
    }
    // Two chunks wait for the end of the token, which the next one brings.
    expect(out).toEqual([1, 1, 0, 0, 3, 1]);
    expect(await stream?.end()).toEqual([]);
  });

  test('a text that ends inside of what may be a token goes out at its end', async () => {
    const done = await streamThrough(
      restore(),
      asked(),
      chatStream('See [EMAIL', [5]).slice(0, -1),
    );
    expect(done.frames.map(({ value }) => Object(value).choices[0].delta.content).join('')).toBe(
      'See [EMAIL',
    );
  });

  test('arguments of several calls and texts of several choices do not mix', async () => {
    const call = (index: number, args: string): JsonObject => ({
      choices: [{ index: 0, delta: { tool_calls: [{ index, function: { arguments: args } }] } }],
    });
    const events = [
      call(0, '{"a":"[EMA'),
      call(1, '{"b":"[PERSON'),
      call(0, 'IL_1]"}'),
      call(1, '_1]"}'),
      ...chatStream('[EMAIL_1]', [3], 1),
      { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    ];
    const { answer } = await streamThrough(restore(), asked(), events);
    expect(answer).toMatchObject({
      choices: [
        {
          message: {
            tool_calls: [
              { function: { arguments: '{"a":"maria@posteo.de"}' } },
              { function: { arguments: '{"b":"Jo \\"J\\" B"}' } },
            ],
          },
        },
        { message: { content: 'maria@posteo.de' } },
      ],
    });
  });

  test('all events of a response say the original', async () => {
    const content = [{ type: 'output_text', text: 'To [EMAIL_1].', annotations: [] }];
    const output = [{ id: 'm', type: 'message', role: 'assistant', content }];
    const events = responseEvents({ id: 'r', status: 'completed', output });
    const done = await streamThrough(restore(), asked({ input: 'x' }, 'responses'), events);
    const text = JSON.stringify(done.frames.map(({ value }) => value));
    expect(text).not.toContain('EMAIL_1');
    expect(text.match(/To maria@posteo.de\./g)).toHaveLength(5);
  });
});
