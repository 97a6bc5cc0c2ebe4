import type { GuardPolicyContent, JsonObject } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOf, saying, stepServices } from '../../../testing/exchange.ts';
import { chatStream, streamThrough } from '../../../testing/streams.ts';
import { responseEvents } from '../openai/response-events.ts';
import type { After } from '../step.ts';
import { guardOutput } from './guard-output.ts';

const MAIL = 'maria.keller@posteo.de';
const needs = stepServices();

const REDACT: GuardPolicyContent = { rules: [{ scorer: 'detect-pii', action: 'redact' }] };
const BLOCK: GuardPolicyContent = { rules: [{ scorer: 'detect-pii', action: 'block' }] };
const FLAG: GuardPolicyContent = { rules: [{ scorer: 'detect-pii', action: 'flag' }] };

const asked = () => exchangeOf({ messages: [{ role: 'user', content: 'Who is it?' }] });

async function after(
  answer: JsonObject,
  settings: Parameters<typeof guardOutput>[0],
  exchange = asked(),
): Promise<After> {
  return (await guardOutput(settings, needs).after?.(exchange, answer)) ?? {};
}

function calling(name: string, args: object): JsonObject {
  const call = { id: 'c', type: 'function', function: { name, arguments: JSON.stringify(args) } };
  return {
    ...saying(),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: null, tool_calls: [call] },
        finish_reason: 'tool_calls',
      },
    ],
  };
}

function response(text: string): JsonObject {
  const content = [{ type: 'output_text', text, annotations: [] }];
  return {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    output: [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }],
    usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
  };
}

describe('a whole answer', () => {
  test('goes out as it is if nothing was found', async () => {
    const done = await after(saying('The warranty is two years.'), {});
    expect(done.answer).toBeUndefined();
    expect(done.note).toMatchObject({ status: 'checked', action: 'allow' });
  });

  test('is redacted, and its logprobs, which say the same, are dropped', async () => {
    const answer = saying(`It is ${MAIL}.`);
    const [choice] = answer.choices as JsonObject[];
    Object.assign(choice ?? {}, { logprobs: { content: [{ token: 'maria', logprob: 0 }] } });
    const done = await after(answer, { policy: REDACT });
    expect(done.answer).toMatchObject({
      id: 'chatcmpl-1',
      choices: [{ message: { content: 'It is [EMAIL].' }, logprobs: null, finish_reason: 'stop' }],
      usage: { total_tokens: 2 },
    });
    expect(JSON.stringify(done)).not.toContain('maria');
  });

  test('each of several choices is checked, and only what is blocked becomes a refusal', async () => {
    const done = await after(saying('Nobody.', `It is ${MAIL}.`, 'No idea.'), { policy: BLOCK });
    expect(done.answer?.choices).toMatchObject([
      { message: { content: 'Nobody.' }, finish_reason: 'stop' },
      {
        message: { content: null, refusal: expect.any(String) },
        finish_reason: 'content_filter',
        index: 1,
      },
      { message: { content: 'No idea.' } },
    ]);
    expect(done.note).toMatchObject({ action: 'block', decidedBy: 'detect-pii' });
  });

  test('arguments of tool calls are checked and redacted inside their JSON', async () => {
    const done = await after(calling('send', { to: MAIL, n: 1 }), { policy: REDACT });
    const text = JSON.stringify(done.answer);
    expect(text).toContain(JSON.stringify('{"to":"[EMAIL]","n":1}'));
    const blocked = await after(calling('send', { to: MAIL }), { policy: BLOCK });
    expect(blocked.answer?.choices).toMatchObject([{ finish_reason: 'content_filter' }]);
    expect(JSON.stringify(blocked.answer)).not.toContain('tool_calls');
  });

  test('responses are redacted wherever they say it, or refused', async () => {
    const exchange = exchangeOf({ input: 'Who?' }, { endpoint: 'responses' });
    const redacted = await after(response(`It is ${MAIL}.`), { policy: REDACT }, exchange);
    expect(redacted.answer).toMatchObject({ output: [{ content: [{ text: 'It is [EMAIL].' }] }] });
    const refused = await after(
      response(MAIL),
      { policy: BLOCK, blockedText: 'Ask a person.' },
      exchange,
    );
    expect(refused.answer).toMatchObject({
      id: 'resp_1',
      status: 'completed',
      output: [{ content: [{ type: 'output_text', text: 'Ask a person.' }] }],
      usage: { total_tokens: 2 },
    });
  });

  test('what guardInput replaced keeps its token, and no token is added to be restored', async () => {
    const exchange = asked();
    exchange.tokens['[EMAIL_1]'] = MAIL;
    const policy = { ...REDACT, redaction: { mode: 'tokens' as const } };
    const answer = saying(`${MAIL}, or jo.b@posteo.de`);
    const done = await after(answer, { policy }, exchange);
    expect(done.answer).toMatchObject({
      choices: [{ message: { content: '[EMAIL_1], or [EMAIL_2]' } }],
    });
    expect(exchange.tokens).toEqual({ '[EMAIL_1]': MAIL });
  });

  test('an answer without a text, or that no rule looked at, is not_run', async () => {
    expect((await after(saying(''), {})).note).toMatchObject({ status: 'not_run' });
    const policy: GuardPolicyContent = {
      rules: [{ scorer: 'detect-pii', action: 'flag', stages: ['input'] }],
    };
    expect((await after(saying('x'), { policy })).note).toMatchObject({ status: 'not_run' });
  });

  test('a rule that fails blocks, unless it is to allow', async () => {
    const rule = {
      scorer: { scorer: 'faithfulness', threshold: 0.5 },
      action: 'flag' as const,
    };
    const closed = await after(saying('x'), { policy: { rules: [rule] } });
    expect(closed.note).toMatchObject({ action: 'block', notRun: [{ status: 'error' }] });
    const policy = { rules: [{ ...rule, onError: 'allow' as const }] };
    const open = await after(saying('x'), { policy });
    expect(open.answer).toBeUndefined();
    expect(open.note).toMatchObject({ status: 'not_run', action: 'allow' });
  });
});

describe('a stream', () => {
  const through = (
    events: JsonObject[],
    settings: Parameters<typeof guardOutput>[0],
    exchange = asked(),
  ) => streamThrough(guardOutput(settings, needs), exchange, events);

  test('window redacts across chunks, and lets early text out before the end', async () => {
    const text = `${'word '.repeat(200)}maria.keller@posteo.de is it.`;
    const done = await through(chatStream(text, [1010]), { policy: REDACT });
    expect(done.answer).toMatchObject({
      choices: [{ message: { content: `${'word '.repeat(200)}[EMAIL] is it.` } }],
    });
    expect(done.early.length).toBeGreaterThan(0);
    expect(done.note).toMatchObject({ status: 'checked', action: 'redact', mode: 'window' });
  });

  test('window stops at what it blocks, and nothing of it goes out', async () => {
    const done = await through(chatStream(`${'word '.repeat(200)}${MAIL} more`, [300, 900, 1015]), {
      policy: BLOCK,
    });
    expect(done.stopped).toMatchObject({ code: 'guard_blocked' });
    expect(done.answer).toBeUndefined();
    expect(JSON.stringify(done)).not.toMatch(/maria|posteo/);
  });

  test('buffer holds all, and a block is a refusal as for an answer that is no stream', async () => {
    const done = await through(
      [...chatStream(MAIL, [5]), { choices: [], usage: { total_tokens: 3 } }],
      {
        policy: BLOCK,
        stream: 'buffer',
      },
    );
    expect(done.early).toEqual([]);
    expect(done.stopped).toBeUndefined();
    expect(done.answer).toMatchObject({
      choices: [{ message: { refusal: expect.any(String) }, finish_reason: 'content_filter' }],
      usage: { total_tokens: 3 },
    });
  });

  test('buffer leaves alone what it does not change, to the byte', async () => {
    const events = chatStream('Nobody knows.', [3, 7]);
    const done = await through(events, { policy: REDACT, stream: 'buffer' });
    expect(done.frames.map(({ raw }) => raw)).toEqual(
      events.map((event) => `data: ${JSON.stringify(event)}`),
    );
  });

  test('buffer of an answer that was cut off sends nothing', async () => {
    const done = await through(chatStream('Nobody').slice(0, -1), {
      policy: FLAG,
      stream: 'buffer',
    });
    expect(done.frames).toEqual([]);
    expect(done.stopped).toMatchObject({ code: 'provider_answer_cut' });
  });

  test('observe sends all at once, and is refused for a policy that acts', async () => {
    const done = await through(chatStream(MAIL, [4]), { policy: FLAG, stream: 'observe' });
    expect(done.early).toHaveLength(4);
    expect(done.note).toMatchObject({ action: 'flag', status: 'checked' });
    await expect(
      through(chatStream(MAIL), { policy: BLOCK, stream: 'observe' }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('all choices of a stream are checked', async () => {
    const [, second] = [chatStream('Nobody.'), chatStream(MAIL, [8], 1)];
    const events = [...chatStream('Nobody.', [2]), ...second];
    const done = await through(events, { policy: REDACT });
    expect(done.answer).toMatchObject({
      choices: [{ message: { content: 'Nobody.' } }, { message: { content: '[EMAIL]' } }],
    });
  });

  test.each(['window', 'buffer'] as const)(
    'responses are redacted in all their events: %s',
    async (stream) => {
      const exchange = exchangeOf({ input: 'Who?' }, { endpoint: 'responses' });
      const events = responseEvents(response(`It is ${MAIL}.`));
      const done = await through(events, { policy: REDACT, stream }, exchange);
      expect(JSON.stringify(done.frames.map(({ value }) => value))).not.toContain('maria');
      expect(done.answer).toMatchObject({ output: [{ content: [{ text: 'It is [EMAIL].' }] }] });
      expect(done.frames.map(({ value }) => Object(value).type)).toEqual(
        events.map(({ type }) => type),
      );
    },
  );

  test('however a stream is cut, it says the same and the decision is the same', async () => {
    const texts = fc.constantFrom('word '.repeat(120), MAIL, ' and ', '4111 1111 1111 1111', '😀');
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
        fc.array(fc.nat(1_000), { maxLength: 12 }),
        fc.constantFrom('window' as const, 'buffer' as const),
        async (text, cuts, stream) => {
          const whole = await after(saying(text), { policy: REDACT });
          const done = await through(chatStream(text, cuts), { policy: REDACT, stream });
          const expected = Object(whole.answer ?? saying(text)).choices[0].message.content;
          expect(Object(done.answer).choices[0].message.content).toBe(expected);
          expect(done.note).toMatchObject({ action: Object(whole.note).action });
        },
      ),
      { numRuns: 40 },
    );
  });
});
