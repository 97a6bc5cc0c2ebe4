import type { Sample } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import type { SpanReading } from './read-span.ts';
import { type SessionTurn, sampleOfSession, sessionOf } from './sample-of-session.ts';

const user = (content: string) => ({ role: 'user' as const, content });
const assistant = (content: string) => ({ role: 'assistant' as const, content });
const system = { role: 'system' as const, content: 'Be brief.' };

function turn(startMs: number, sample: Sample, session?: string): SessionTurn {
  const traceId = String(startMs).padStart(32, '0');
  const span: SpanReading = {
    ...{ traceId, spanId: 'a'.repeat(16), parentSpanId: null, name: 'chat' },
    ...{ startMs, endMs: startMs + 10, isError: false, dialect: 'gen-ai', attributes: {} },
    reading: { kind: 'model', ...(session !== undefined && { session }) },
  };
  return { span, sample };
}

const generation = (latencyMs: number, inputTokens: number) => ({
  generation: { latencyMs, usage: { inputTokens, outputTokens: 1 } },
});

test('turns that say only what is new become one conversation, in the order of their time', () => {
  const made = sampleOfSession([
    turn(2, { input: 'And in Rome?', output: '20.', ...generation(7, 5) }),
    turn(1, { messages: [system, user('How warm?')], output: '12.', ...generation(5, 3) }),
  ]);
  expect(made?.span.startMs).toBe(2);
  expect(made?.sample).toEqual({
    messages: [system, user('How warm?'), assistant('12.'), user('And in Rome?')],
    output: '20.',
    generation: { latencyMs: 12, usage: { inputTokens: 8, outputTokens: 2 } },
  });
});

test.each([
  ['all', [system, user('a'), assistant('b'), user('c'), assistant('d'), user('e')]],
  ['the end', [system, user('c'), assistant('d'), user('e')]],
  ['none', [system, user('e')]],
  [
    'all, with calls of tools',
    [user('c'), assistant(''), { role: 'tool' as const, content: '5' }, assistant('d'), user('e')],
  ],
])('messages are said once where an application sends %s of the history along', (_, messages) => {
  const made = sampleOfSession([
    turn(1, { messages: [system, user('a')], output: 'b' }),
    turn(2, { messages: [system, user('a'), assistant('b'), user('c')], output: 'd' }),
    turn(3, { messages, output: 'f' }),
  ]);
  expect(made?.sample.messages).toEqual([
    ...[system, user('a'), assistant('b'), user('c'), assistant('d'), user('e')],
  ]);
  expect(made?.sample.output).toBe('f');
});

test('documents are given once, and tool calls in the order of the turns', () => {
  const contexts = [{ id: '1', text: 'Oslo' }];
  const made = sampleOfSession([
    turn(1, { output: 'a', contexts, toolCalls: [{ name: 'find', arguments: {} }] }),
    turn(2, { output: 'b', contexts, toolCalls: [{ name: 'read', arguments: {} }] }),
  ]);
  expect(made?.sample.contexts).toEqual(contexts);
  expect(made?.sample.toolCalls).toMatchObject([{ name: 'find' }, { name: 'read' }]);
});

test('a trace is of the session that its root names, or else any of its spans', () => {
  const [root, inner] = [turn(1, {}).span, turn(2, {}, 's-2').span];
  expect(sessionOf(root, [root, inner])).toBe('s-2');
  expect(sessionOf(turn(1, {}, 's-1').span, [root, inner])).toBe('s-1');
  expect(sessionOf(root, [root])).toBeUndefined();
});
