import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { exchangeOf, saying } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import { citations } from './citations.ts';

const CONTEXTS = [
  { id: 'height', text: 'The Eiffel Tower was completed in 1889 and is 330 metres tall.' },
  'The tower is painted every seven years, by hand, with sixty tonnes of paint.',
];
const TEXT = 'The Eiffel Tower was completed in 1889. The tower is painted every seven years!';
const CITED =
  'The Eiffel Tower was completed in 1889 [1]. The tower is painted every seven years [2]!';

function asked(body: JsonObject = { messages: [] }, contexts: typeof CONTEXTS = CONTEXTS) {
  return exchangeOf(body, { contexts });
}

function textOf(answer: JsonObject | undefined): string | undefined {
  return Object(answer).choices?.[0].message.content;
}

test('the note has each sentence with the contexts that support it, and the answer stays', async () => {
  const done = await citations({}).after?.(asked(), saying(TEXT));
  expect(done?.answer).toBeUndefined();
  expect(done?.note).toEqual({
    status: 'aligned',
    unsupported: 0,
    sentences: [
      {
        part: 'choices/0/content',
        start: 0,
        end: 39,
        contexts: [{ number: 1, id: 'height' }],
        isSupported: true,
      },
      {
        part: 'choices/0/content',
        start: 40,
        end: 79,
        contexts: [{ number: 2 }],
        isSupported: true,
      },
    ],
  });
});

test('inline writes marks before the stops, and none where nothing supports a sentence', async () => {
  const inline = citations({ format: 'inline' });
  expect(textOf((await inline.after?.(asked(), saying(TEXT)))?.answer)).toBe(CITED);
  const wrong = await inline.after?.(asked(), saying('It opened in 1925.'));
  expect(wrong?.answer).toBeUndefined();
  expect(wrong?.note).toMatchObject({ unsupported: 1 });
});

test('results of tools are the contexts if the caller gives none', async () => {
  const [, paint] = CONTEXTS;
  const messages = [{ role: 'tool', tool_call_id: 'c', content: String(paint) }];
  const done = await citations({}).after?.(asked({ messages }, []), saying(TEXT));
  expect(done?.note).toMatchObject({
    unsupported: 1,
    sentences: [{}, { contexts: [{ number: 1 }] }],
  });
});

test('without contexts it is not_run, never supported', async () => {
  const done = await citations({}).after?.(asked({ messages: [] }, []), saying(TEXT));
  expect(done?.note).toMatchObject({ status: 'not_run' });
});

test('a stream passes through with a note, and is held for marks alone', async () => {
  const events = chatStream(TEXT, [10, 50]);
  const noted = await streamThrough(citations({}), asked(), events);
  expect(noted.early).toHaveLength(events.length);
  expect(noted.note).toMatchObject({ status: 'aligned', unsupported: 0 });
  const marked = await streamThrough(citations({ format: 'inline' }), asked(), events);
  expect(marked.early).toEqual([]);
  expect(textOf(marked.answer)).toBe(CITED);
});

test('JSON gets no marks', async () => {
  const json = asked({ messages: [], response_format: { type: 'json_object' } });
  const done = await citations({ format: 'inline' }).after?.(json, saying(TEXT));
  expect(done?.answer).toBeUndefined();
});
