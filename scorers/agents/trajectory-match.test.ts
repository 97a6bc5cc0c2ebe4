import type { JsonObject, Message } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { trajectoryMatch } from './trajectory-match.ts';

function turn(...names: string[]): Message & JsonObject {
  return { role: 'assistant', toolCalls: names.map((name) => ({ name })) };
}

function conversation(...turns: string[][]) {
  return [
    { role: 'user' as const, content: 'Do it.' },
    ...turns.flatMap((names) => [turn(...names), { role: 'tool' as const, content: 'done' }]),
    { role: 'assistant' as const, content: 'It is done.' },
  ];
}

function expectedCalls(...names: string[]) {
  return { expectedToolCalls: names.map((name) => ({ name })) };
}

describe('strict', () => {
  const messages = conversation(['a', 'b'], ['c']);

  test('the calls of one turn have no order', async () => {
    for (const names of [
      ['a', 'b', 'c'],
      ['b', 'a', 'c'],
    ]) {
      expect(await scoreValue(trajectoryMatch, { messages, ...expectedCalls(...names) })).toBe(1);
    }
  });

  test('turns have an order', async () => {
    const result = await score(trajectoryMatch, { messages, ...expectedCalls('a', 'c', 'b') });
    expect(result).toMatchObject({
      value: 0,
      reason: 'Turn 1 of those that call tools: a({}), b({}); expected: a({}), c({}).',
    });
  });

  test('calls too many or too few do not match', async () => {
    for (const names of [['a', 'b'], ['a', 'b', 'c', 'd'], []]) {
      expect(await scoreValue(trajectoryMatch, { messages, ...expectedCalls(...names) })).toBe(0);
    }
    expect(await scoreValue(trajectoryMatch, { messages: [], ...expectedCalls('a') })).toBe(0);
  });

  test('expected messages must have the same turns', async () => {
    const match = (...turns: string[][]) =>
      scoreValue(trajectoryMatch, { messages, expected: conversation(...turns) });
    expect(await match(['b', 'a'], ['c'])).toBe(1);
    expect(await match(['a'], ['b', 'c'])).toBe(0);
    expect(await match(['a', 'b', 'c'])).toBe(0);
    expect(await match(['a', 'b'], ['c'], ['d'])).toBe(0);
  });

  test('texts, and turns without calls, do not count', async () => {
    const expected = { messages: [turn('a', 'b'), turn('c')] };
    expect(await scoreValue(trajectoryMatch, { messages, expected })).toBe(1);
  });
});

test('the other modes do not look at turns', async () => {
  const messages = conversation(['a'], ['b', 'c']);
  const match = (mode: string, ...names: string[]) =>
    scoreValue(trajectoryMatch, { messages, ...expectedCalls(...names) }, { mode });
  expect(await match('unordered', 'c', 'b', 'a')).toBe(1);
  expect(await match('unordered', 'c', 'b')).toBe(0);
  expect(await match('subset', 'd', 'c', 'b', 'a')).toBe(1);
  expect(await match('superset', 'c', 'a')).toBe(1);
  expect(await match('superset', 'c', 'd')).toBe(0);
});

test('arguments are compared as told', async () => {
  const messages: Message[] = [
    { role: 'assistant', toolCalls: [{ name: 'a', arguments: { x: 1, y: 2 } }] },
  ];
  const sample = { messages, expectedToolCalls: [{ name: 'a', arguments: { x: 1 } }] };
  expect(await scoreValue(trajectoryMatch, sample)).toBe(0);
  expect(await scoreValue(trajectoryMatch, sample, { arguments: 'superset' })).toBe(1);
});

test('no call expected and none made is a match', async () => {
  const sample = { messages: conversation(), ...expectedCalls() };
  expect(await scoreValue(trajectoryMatch, sample)).toBe(1);
});

test('without expected calls it cannot be scored, and an expected text is not one', async () => {
  const messages = conversation(['a']);
  expect(await score(trajectoryMatch, { messages })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
  for (const expected of ['It is done.', [{ role: 'nobody' }], { turns: [] }]) {
    expect(await score(trajectoryMatch, { messages, expected })).toMatchObject({
      error: { code: 'sample_field_invalid' },
    });
  }
});

test('the names of agentevals stand for their modes', async () => {
  const sample = { messages: conversation(['b'], ['a']), ...expectedCalls('a', 'b', 'c') };
  expect(await scoreValue('trajectory_strict_match', sample)).toBe(0);
  expect(await scoreValue('trajectory_subset', sample)).toBe(1);
});
