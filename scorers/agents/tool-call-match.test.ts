import type { JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { letters } from '../testing/worst-samples.ts';
import { toolCallMatch } from './tool-call-match.ts';

type Call = { name: string; arguments: JsonObject };

function call(name: string, given: JsonObject = {}): Call {
  return { name, arguments: given };
}

function compare(toolCalls: Call[], expectedToolCalls: Call[], params: JsonObject = {}) {
  return scoreValue(toolCallMatch, { toolCalls, expectedToolCalls }, params);
}

const [a, b, c] = [call('a', { x: 1 }), call('b', { x: 2 }), call('c')];

describe('modes', () => {
  const cases: [made: Call[], expected: Call[], matching: string[]][] = [
    [
      [a, b],
      [a, b],
      ['strict', 'unordered', 'subset', 'superset'],
    ],
    [
      [b, a],
      [a, b],
      ['unordered', 'subset', 'superset'],
    ],
    [[a], [a, b], ['subset']],
    [[a, c, b], [a, b], ['superset']],
    [[a, c], [a, b], []],
    [[], [a], ['subset']],
    [[a], [], ['superset']],
    [[], [], ['strict', 'unordered', 'subset', 'superset']],
    // Each expected call accounts for one call made.
    [[a, a], [a], ['superset']],
    [[a], [a, a], ['subset']],
  ];
  for (const [made, expected, matching] of cases) {
    const names = (calls: Call[]) => calls.map(({ name }) => name).join(' ') || 'nothing';
    for (const mode of ['strict', 'unordered', 'subset', 'superset']) {
      const matches = matching.includes(mode);
      test(`${mode}: ${names(made)} ${matches ? 'matches' : 'does not match'} ${names(expected)}`, async () => {
        expect(await compare(made, expected, { mode })).toBe(matches ? 1 : 0);
      });
    }
  }
});

describe('arguments', () => {
  test('are equal as JSON values, whatever the order of keys', async () => {
    const made = call('a', { x: { p: 1, q: [1, 2] }, y: null });
    expect(await compare([made], [call('a', { y: null, x: { q: [1, 2], p: 1.0 } })])).toBe(1);
    expect(await compare([made], [call('a', { x: { p: '1', q: [1, 2] }, y: null })])).toBe(0);
    expect(await compare([made], [call('a', { x: { p: 1, q: [2, 1] }, y: null })])).toBe(0);
  });

  test('null is not the same as omitted', async () => {
    expect(await compare([call('a', { x: null })], [call('a')])).toBe(0);
  });

  test('may be some of those expected, them and others, or any', async () => {
    const [less, more] = [call('a', { x: 1 }), call('a', { x: 1, y: 2 })];
    expect(await compare([less], [more], { arguments: 'subset' })).toBe(1);
    expect(await compare([more], [less], { arguments: 'subset' })).toBe(0);
    expect(await compare([more], [less], { arguments: 'superset' })).toBe(1);
    expect(await compare([less], [more], { arguments: 'superset' })).toBe(0);
    expect(await compare([less], [call('a', { z: 9 })], { arguments: 'ignore' })).toBe(1);
  });

  test('may be compared in another way for one tool, or in some names only', async () => {
    const made = [call('a', { x: 1, trace: 't1' }), call('b', { x: 1 })];
    const expected = [call('a', { x: 1, trace: 't2' }), call('b', { x: 2 })];
    expect(await compare(made, expected)).toBe(0);
    expect(await compare(made, expected, { byTool: { a: ['x'], b: 'ignore' } })).toBe(1);
    expect(await compare(made, expected, { byTool: { a: ['x', 'trace'], b: 'ignore' } })).toBe(0);
  });

  test('that are no JSON object match nothing', async () => {
    const sample = { toolCalls: [{ name: 'a', arguments: '{x:' }], expectedToolCalls: [call('a')] };
    expect(await scoreValue(toolCallMatch, sample)).toBe(0);
    expect(await scoreValue(toolCallMatch, sample, { arguments: 'ignore' })).toBe(1);
  });

  test('that are expected and no JSON object are a fault of the sample', async () => {
    const sample = { toolCalls: [a], expectedToolCalls: [{ name: 'a', arguments: '{x:' }] };
    expect(await score(toolCallMatch, sample)).toMatchObject({
      status: 'error',
      error: { code: 'sample_field_invalid' },
    });
  });
});

describe('arguments compared by the schema of the tool', () => {
  const tools = [{ name: 'a', parameters: { properties: { x: { type: 'integer' } } } }];
  const params = { arguments: 'schema' };
  const match = (made: Call, sample: Sample = { tools }) =>
    score(toolCallMatch, { ...sample, toolCalls: [made], expectedToolCalls: [made] }, params);

  test('agree when the tool takes them, whatever was expected', async () => {
    const sample = { tools, toolCalls: [call('a', { x: 1 })], expectedToolCalls: [call('a')] };
    expect(await scoreValue(toolCallMatch, sample, params)).toBe(1);
    expect(await match(call('a', { x: 'one' }))).toMatchObject({ value: 0 });
    expect(await match(call('b'))).toMatchObject({ value: 0 });
  });

  test('need the tools, and schemas that can be used', async () => {
    expect(await match(call('a'), {})).toMatchObject({ error: { code: 'sample_field_missing' } });
    const strange = { tools: [{ name: 'a', parameters: { type: 'dict' } }] };
    expect(await match(call('a'), strange)).toMatchObject({
      error: { code: 'sample_field_invalid' },
    });
  });
});

describe('arguments compared by scorers', () => {
  const argumentScorers = { q: { scorer: 'levenshtein', threshold: 0.8 } };

  test('agree when the scorer passes, and the others must be equal', async () => {
    const expected = [call('a', { q: 'refunds', n: 1 })];
    expect(await compare([call('a', { q: 'refund', n: 1 })], expected, { argumentScorers })).toBe(
      1,
    );
    expect(await compare([call('a', { q: 'pizza', n: 1 })], expected, { argumentScorers })).toBe(0);
    expect(await compare([call('a', { q: 'refund', n: 2 })], expected, { argumentScorers })).toBe(
      0,
    );
  });

  test('disagree when one side has none', async () => {
    expect(await compare([call('a')], [call('a', { q: 'x' })], { argumentScorers })).toBe(0);
    expect(await compare([call('a', { q: 'x' })], [call('a')], { argumentScorers })).toBe(0);
    expect(await compare([call('a')], [call('a')], { argumentScorers })).toBe(1);
  });

  test('find the pairing under which all match', async () => {
    // The first call made could stand for either expected call, the second for one of them only.
    const made = [call('a', { q: 'abcdefgh' }), call('a', { q: 'abcdefxx' })];
    const expected = [call('a', { q: 'abcdefgx' }), call('a', { q: 'abcdefgh' })];
    const params = { mode: 'unordered', argumentScorers };
    expect(await compare(made, expected, params)).toBe(1);
    expect(await compare(made, [...expected].reverse(), params)).toBe(1);
  });

  test('leave it open when the scorer gives no value', async () => {
    const sample = {
      toolCalls: [call('a', { q: 'x'.repeat(60_000) })],
      expectedToolCalls: [call('a', { q: 'x' })],
    };
    expect(await score(toolCallMatch, sample, { argumentScorers })).toMatchObject({
      status: 'error',
      error: { code: 'child_not_scored' },
    });
  });

  test('are compared in at most 200 pairs', async () => {
    const many = (suffix: string) =>
      Array.from({ length: 20 }, (_, i) => call('a', { q: `${i}${suffix}` }));
    const sample = { toolCalls: many('x'), expectedToolCalls: many('y') };
    expect(
      await score(toolCallMatch, sample, { mode: 'unordered', argumentScorers }),
    ).toMatchObject({ error: { code: 'sample_too_large' } });
  });

  test('name a scorer that does not exist with the place of the fault', async () => {
    const params = { argumentScorers: { 'a/b': 'no-such-scorer' } };
    await expect(score(toolCallMatch, {}, params)).rejects.toMatchObject({
      errors: [{ pointer: '/scorers/0/params/argumentScorers/a~1b' }],
    });
  });
});

test('says what is missing and what was not expected', async () => {
  const result = await score(toolCallMatch, { toolCalls: [a, c], expectedToolCalls: [a, b] });
  expect(result).toMatchObject({
    value: 0,
    raw: 1,
    reason: '1 of 2 expected calls found among 2 calls; missing: b({"x":2}); unexpected: c({}).',
    evidence: [{ pointer: '/toolCalls/1', text: 'c({})', note: 'not expected' }],
  });
});

test('any order of any calls is an unordered match of itself', async () => {
  const anyCall = fc.record({
    name: fc.constantFrom('a', 'b'),
    arguments: fc.dictionary(fc.constantFrom('x', 'y'), fc.jsonValue() as fc.Arbitrary<JsonValue>),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyCall, { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (calls, keys) => {
        const shuffled = calls
          .map((made) => ({ made, key: keys.next().value }))
          .sort((x, y) => x.key - y.key)
          .map(({ made }) => made);
        expect(await compare(shuffled, calls, { mode: 'unordered' })).toBe(1);
      },
    ),
    { numRuns: 100 },
  );
});

test('a thousand calls of one tool are compared quickly', async () => {
  const calls = Array.from({ length: 1_000 }, (_, i) => call('a', { i }));
  const expected = [...calls].reverse();
  expect(await compare(calls, expected, { mode: 'unordered' })).toBe(1);
  expect(await compare(calls, expected, { mode: 'unordered', arguments: 'ignore' })).toBe(1);
});

// The Berkeley leaderboard lists the acceptable values of each argument, '' for leaving it out.
type Acceptable = Record<string, JsonValue[]>;

function firstAcceptable(values: Acceptable): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, [first]]) =>
      first === undefined || first === '' ? [] : [[name, first]],
    ),
  );
}

const rows = referenceRows('toolcall_bfcl.dev.jsonl').map((row) => ({
  id: row.id,
  label: String(row.label),
  calls: (row.expected as Record<string, Acceptable>[]).flatMap((expected) =>
    Object.entries(expected).map(([name, values]) => call(name, firstAcceptable(values))),
  ),
}));

describe.skipIf(rows.length === 0)('on the calls of the Berkeley leaderboard', () => {
  const withCalls = rows.filter(({ label }) => label !== 'irrelevance');
  const outcome = async (toolCalls: Call[], expectedToolCalls: Call[], mode: string) =>
    Promise.all([
      compare(toolCalls, expectedToolCalls, { mode }),
      scoreValue('tool-call-f1', { toolCalls, expectedToolCalls }),
    ]);

  test('the expected calls match themselves', async () => {
    for (const { id, calls } of withCalls) {
      expect(calls.length, id).toBeGreaterThan(0);
      expect(await outcome(calls, calls, 'strict'), id).toEqual([1, 1]);
      expect(await outcome([...calls].reverse(), calls, 'unordered'), id).toEqual([1, 1]);
    }
  });

  test('irrelevance asks for no call: none matches, one does not', async () => {
    const irrelevant = rows.filter(({ label }) => label === 'irrelevance');
    expect(irrelevant.length).toBeGreaterThan(0);
    for (const { id, calls } of irrelevant) {
      expect(await outcome([], calls, 'strict'), id).toEqual([1, 1]);
      expect(await outcome([a], calls, 'strict'), id).toEqual([0, 0]);
    }
  });

  test('a call with one argument altered, omitted or added does not match', async () => {
    for (const { id, calls } of withCalls) {
      const [first, ...rest] = calls;
      const [name, value] = Object.entries(first?.arguments ?? {})[0] ?? [];
      if (first === undefined || name === undefined) continue;
      const without = Object.fromEntries(
        Object.entries(first.arguments).filter(([other]) => other !== name),
      );
      for (const given of [
        { ...first.arguments, [name]: [value ?? null] },
        without,
        { ...first.arguments, added: true },
      ]) {
        const altered = [{ ...first, arguments: given }, ...rest];
        for (const mode of ['strict', 'unordered', 'subset', 'superset']) {
          const [match, f1] = await outcome(altered, calls, mode);
          expect(match, id).toBe(0);
          expect(f1, id).toBeLessThan(1);
        }
      }
    }
  });

  test('calls omitted are a subset, those added a superset', async () => {
    for (const { id, calls } of withCalls) {
      expect(await compare(calls.slice(1), calls, { mode: 'subset' }), id).toBe(1);
      expect(await compare(calls.slice(1), calls, { mode: 'superset' }), id).toBe(0);
      expect(await compare([...calls, c], calls, { mode: 'superset' }), id).toBe(1);
      expect(await compare([...calls, c], calls, { mode: 'subset' }), id).toBe(0);
    }
  });
});

test('without calls made or expected it cannot be scored', async () => {
  const lacking: Sample[] = [{ output: 'Hi' }, { toolCalls: [] }, { expectedToolCalls: [] }];
  for (const sample of lacking) {
    expect(await score(toolCallMatch, sample)).toMatchObject({
      error: { code: 'sample_field_missing' },
    });
  }
});

describe('the arguments that `byTool` names', () => {
  const passes = async (given: JsonObject, wanted: JsonObject, names: string[]) => {
    const sample = {
      toolCalls: [{ name: 'book', arguments: given }],
      expectedToolCalls: [{ name: 'book', arguments: wanted }],
    };
    return scoreValue(toolCallMatch, sample, { byTool: { book: names } });
  };

  test('match nothing where neither call has them', async () => {
    expect(await passes({ city: 'Oslo' }, { city: 'Oslo' }, ['citty'])).toBe(0);
    expect(await passes({ city: 'Oslo' }, { city: 'Oslo' }, ['city', 'citty'])).toBe(0);
  });
  test('may be paths into nested arguments, with dots or as JSON pointers', async () => {
    const nine = { time: { start: '9', end: 'x' }, guests: [{ name: 'Ada' }] };
    const ten = { time: { start: '10', end: 'x' }, guests: [{ name: 'Ada' }] };
    for (const path of ['time.start', '/time/start']) {
      expect(await passes(nine, ten, [path]), path).toBe(0);
    }
    for (const path of ['time.end', '/time/end', 'guests.0.name', '/guests/0/name']) {
      expect(await passes(nine, ten, [path]), path).toBe(1);
    }
    expect(await passes(nine, nine, ['time.constructor'])).toBe(0);
  });
  test('are the argument of that very name before they are paths', async () => {
    expect(await passes({ 'a.b': 1, a: { b: 2 } }, { 'a.b': 1, a: { b: 3 } }, ['a.b'])).toBe(1);
  });
});

describe('several acceptable values of an argument', () => {
  const passes = (given: JsonObject, wanted: JsonObject, mode = 'exact') =>
    scoreValue(
      toolCallMatch,
      {
        toolCalls: [{ name: 'weather', arguments: given }],
        expectedToolCalls: [{ name: 'weather', arguments: wanted }],
      },
      { values: 'any-of', arguments: mode },
    );
  const wanted = { city: ['Oslo', 'Oslo, Norway'], unit: ['celsius', ''], days: 3 };

  test('any of them is right, and an empty text says that it may be omitted', async () => {
    expect(await passes({ city: 'Oslo', unit: 'celsius', days: 3 }, wanted)).toBe(1);
    expect(await passes({ city: 'Oslo, Norway', days: 3 }, wanted)).toBe(1);
    expect(await passes({ city: 'Bergen', days: 3 }, wanted)).toBe(0);
    expect(await passes({ city: 'Oslo', unit: 'kelvin', days: 3 }, wanted)).toBe(0);
    expect(await passes({ city: 'Oslo' }, wanted)).toBe(0);
  });
  test('in the modes that leave arguments out or let more in', async () => {
    expect(await passes({ city: 'Oslo' }, wanted, 'subset')).toBe(1);
    expect(await passes({ city: 'Oslo', more: 1 }, wanted, 'subset')).toBe(0);
    expect(await passes({ city: 'Oslo', days: 3, more: 1 }, wanted, 'superset')).toBe(1);
    expect(await passes({ city: 'Oslo', more: 1 }, wanted, 'superset')).toBe(0);
  });
});

test('scorers of many long arguments share the limit of work of the one score', async () => {
  const made = (from: number) =>
    Array.from({ length: 14 }, (_, i) => ({
      name: 'search',
      arguments: { query: letters(20_000, from + i) },
    }));
  const sample = { toolCalls: made(1), expectedToolCalls: made(100) };
  const params = { mode: 'unordered', argumentScorers: { query: 'levenshtein' } };
  expect(await score('tool-call-match', sample, params)).toMatchObject({
    status: 'error',
    value: null,
    error: { code: 'work_limit_exceeded' },
    reason: expect.stringContaining('320,000,000 steps'),
  });
});

test('scorers compare arguments by a path, and the rest beside it must be equal', async () => {
  const call = (query: string, limit: number, tags: string[]) => ({
    name: 'search',
    arguments: { filter: { query, limit }, tags },
  });
  const compare = (made: ReturnType<typeof call>, path: string, mode = 'exact') =>
    scoreValue(
      'tool-call-match',
      { toolCalls: [made], expectedToolCalls: [call('refunds policy', 5, ['faqs'])] },
      { arguments: mode, argumentScorers: { [path]: { scorer: 'levenshtein', threshold: 0.7 } } },
    );
  for (const path of ['filter.query', '/filter/query']) {
    expect(await compare(call('refund policy', 5, ['faqs']), path)).toBe(1);
    expect(await compare(call('refund policy', 5, ['faqs']), path, 'subset')).toBe(1);
    expect(await compare(call('refund policy', 6, ['faqs']), path)).toBe(0);
    expect(await compare(call('weather today', 5, ['faqs']), path)).toBe(0);
  }
  expect(await compare(call('refunds policy', 5, ['faq']), 'tags.0')).toBe(1);
  expect(await compare(call('refunds policy', 5, ['faq', 'more']), 'tags.0')).toBe(0);
});
