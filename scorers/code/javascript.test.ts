import { LIMITS } from '@assay/schema/limits.ts';
import type { Sample, Score } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whenLoaded } from '../load.ts';
import { InvalidScorers, resolveScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';

const SAMPLE: Sample = {
  input: 'What is the capital of France?',
  output: 'Paris, of course.',
  expected: 'Paris',
  contexts: ['Paris is the capital.', { id: 'b', text: 'Lyon is not.' }],
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  toolCalls: [{ name: 'search', arguments: { query: 'capital' } }],
  metadata: { team: 'maps' },
};

function run(code: string, params: { maxSteps?: number } = {}, sample = SAMPLE): Promise<Score> {
  return score('javascript', sample, { code, ...params });
}

async function errorOf(code: string): Promise<string> {
  const result = await run(code);
  expect(result, result.reason).toMatchObject({ status: 'error', value: null, passed: null });
  expect(result.status === 'error' && result.error.code, result.reason).toBe('code_failed');
  return result.reason;
}

async function faultsOf(code: string) {
  try {
    await whenLoaded(() => resolveScorers([{ scorer: 'javascript', params: { code } }]));
  } catch (cause) {
    if (cause instanceof InvalidScorers) return cause.errors;
    throw cause;
  }
  return [];
}

describe('code is read', () => {
  test.each([
    ['an expression', 'output.includes(expected)'],
    ['an expression with a comment after it', 'output.length > 3 // long enough'],
    ['an object', '({ pass: true })'],
    ['an arrow function', '(sample) => sample.output.includes(sample.expected)'],
    ['a named function', 'function grade({ output }) { return output !== ""; }'],
    ['an async function', 'async ({ output }) => (await output) !== ""'],
    ['the body of a function', 'const found = output.includes("Paris");\nreturn found;'],
    ['a body that awaits', 'const text = await Promise.resolve(output); return text.length > 0'],
    ['names of fields declared anew', 'const output = "x"; let input = 1; return output === "x"'],
    ['a promise', 'Promise.resolve(output.length > 0)'],
  ])('as %s', async (_, code) => {
    expect(await run(code)).toMatchObject({ status: 'scored', value: 1, passed: true });
  });

  test('with the sample as other scorers see it', async () => {
    const code = `return JSON.stringify([input, output, expected, contexts, messages[0].role, toolCalls[0].name,
      metadata.team, Object.keys(sample).sort()]) === ${JSON.stringify(
        JSON.stringify([
          ...[SAMPLE.input, SAMPLE.output, SAMPLE.expected],
          [{ text: 'Paris is the capital.' }, { id: 'b', text: 'Lyon is not.' }],
          ...['user', 'search', 'maps'],
          ['contexts', 'expected', 'input', 'messages', 'metadata', 'output', 'toolCalls'],
        ]),
      )}`;
    expect(await run(code)).toMatchObject({ value: 1 });
  });

  test('with undefined for fields that the sample has not', async () => {
    const code = 'expected === undefined && contexts === undefined && metadata === undefined';
    expect(await run(code, {}, { output: 'x' })).toMatchObject({ value: 1 });
  });

  test('from what was extracted of the output', async () => {
    const result = await score(
      'javascript',
      { output: '<city>Paris</city>, I think.' },
      { code: 'output === "Paris"' },
      { extract: [{ by: 'tag', name: 'city' }] },
    );
    expect(result).toMatchObject({ value: 1 });
  });

  test.each([
    ['1 +', 'line 1, column 4'],
    ['const a = 1;\nconst b = ;\nreturn a', 'line 2, column 11'],
    ['return {', 'line 1, column 9'],
    ['output.includes("x"', 'line 1, column 20'],
    ['if (output) { return true', 'line 1'],
  ])('and a syntax error is a fault of the parameter, with its place: %s', async (code, place) => {
    const faults = await faultsOf(code);
    expect(faults).toMatchObject([{ pointer: '/scorers/0/params/code' }]);
    expect(faults[0]?.message).toContain('is not JavaScript: ');
    expect(faults[0]?.message).toContain(place);
  });

  test('and what it throws is found only when it runs', async () => {
    expect(await faultsOf('nowhere.toBe.found')).toEqual([]);
  });
});

describe('what code returns', () => {
  test.each([
    ['false', 0, false, null, 'The code returned false.'],
    ['0.75', 0.75, true, null, 'The code returned 0.75.'],
    ['0.25', 0.25, false, null, 'The code returned 0.25.'],
    ['({ score: 0.75, reason: "most of it" })', 0.75, true, null, 'most of it'],
    ['({ pass: true, score: 0.2, reason: "enough" })', 1, true, 0.2, 'enough'],
    ['({ pass: false, score: 0.9 })', 0, false, 0.9, 'The code returned a failure.'],
    ['({ pass: true, score: 12, componentResults: [] })', 1, true, 12, 'The code returned a pass.'],
    ['({ score: 1, pass: null, reason: null })', 1, true, null, 'The code returned 1.'],
  ])('%s', async (code, value, passed, raw, reason) => {
    expect(await run(code)).toMatchObject({ status: 'scored', value, passed, raw, reason });
  });

  test.each([
    ['undefined', 'returned nothing.'],
    ['null', 'returned null.'],
    ['"yes"', 'returned a string.'],
    ['1n', 'returned a bigint.'],
    ['Symbol()', 'returned a symbol.'],
    ['[]', 'returned an object without `pass` and `score`.'],
    ['({ pass: 1 })', 'returned a number as `pass`.'],
    ['({ score: "0.5" })', 'returned a string as `score`.'],
    ['({ pass: true, reason: {} })', 'returned an object as `reason`.'],
    ['1.5', 'returned the number 1.5.'],
    ['-1', 'returned the number -1.'],
    ['NaN', 'returned the number NaN.'],
    ['({ score: Infinity })', 'returned the number Infinity.'],
    ['() => () => true', 'returned a function.'],
    ['const unused = 1;', 'returned nothing.'],
  ])('%s is an error that says what to return', async (code, told) => {
    const reason = await errorOf(code);
    expect(reason).toContain(told);
    expect(reason).toContain('Return a boolean, a number from 0 to 1, or an object');
  });
});

describe('code that goes on without end meets the limit of work', () => {
  test.each([
    ['a loop', 'for (;;) {}'],
    ['a loop that catches', 'for (;;) { try { for (;;) {} } catch {} }'],
    ['a growing array', 'globalThis.all = []; for (;;) { try { all.push({ a: 1 }) } catch {} }'],
    ['a sparse array filled', 'return Array(1e9).fill()'],
    ['a search through nothing', 'return Array(4e9).indexOf(1)'],
    ['a search through an object', 'return [].includes.call({ length: 2 ** 53 - 1 }, 1)'],
    ['nothing joined', 'return Array(4e9).join()'],
    ['a native callback', 'return [].some.call({ length: 2 ** 40 }, isNaN)'],
    ['an iterator', 'return [...{ *[Symbol.iterator]() { for (;;) yield } }].length'],
    ['a backtracking pattern', 'return /^(a+)+$/.test("a".repeat(40) + "b")'],
    ['a pattern that is tried everywhere', 'return /(x+x+)+y/.test("x".repeat(5000))'],
    ['a look-ahead', 'return /(?=(a+)+$)c/.test("a".repeat(40) + "b")'],
    ['a replacement', 'let s = "a"; for (;;) s = s.replace(/a/g, "aa").slice(0, 9)'],
    ['a long multiplication', 'let a = 3n ** 600000n; for (;;) a * a'],
    ['a long number written out', 'return (3n ** 600000n).toString()'],
    [
      'a comparison that sorts at random',
      'for (;;) [...Array(99).keys()].sort(() => Math.random() - 0.5)',
    ],
    ['a conversion', 'return +{ [Symbol.toPrimitive]() { for (;;) {} } }'],
    ['promises', 'const next = () => Promise.resolve().then(next); return next()'],
    ['an async loop', 'for (;;) await 0'],
    ['a thenable', 'const t = { then(done) { done(t) } }; return t'],
    ['a getter of the result', 'return { get pass() { for (;;) {} } }'],
    ['a proxy as the result', 'return new Proxy({}, { get() { for (;;) {} } })'],
    ['a message of what is thrown', 'throw { get message() { for (;;) {} } }'],
    [
      'bytes copied over and over',
      'const a = new Uint8Array(1e7); for (;;) a.set(new Uint8Array(a))',
    ],
    ['garbage in circles', 'for (;;) { const a = {}; a.a = a; }'],
    ['code that it makes itself', 'for (;;) eval("1")'],
  ])('%s', async (_, code) => {
    const result = await run(code, { maxSteps: 20_000_000 });
    expect(result, result.reason).toMatchObject({
      status: 'error',
      error: { code: 'work_limit_exceeded' },
      reason: expect.stringContaining('running `code`'),
    });
    expect(await run('output.length > 0')).toMatchObject({ value: 1 });
  });
});

describe('code that takes too much of something fails', () => {
  test.each([
    ['memory', 'const all = []; for (;;) all.push(new ArrayBuffer(1e6))', '32 MiB'],
    [
      'memory that is kept',
      'globalThis.all = []; for (;;) all.push(new ArrayBuffer(1e6))',
      '32 MiB',
    ],
    ['one large buffer', 'return new Uint8Array(1e9)', '32 MiB'],
    ['a string that doubles', 'let s = "a"; for (;;) s += s', 'string too long'],
    ['a repeated string', 'return "ab".repeat(2 ** 29)', 'invalid string length'],
    ['a padded string', 'return "a".padEnd(2 ** 29, "xy")', '32 MiB'],
    ['a large power', 'return 2n ** 10000000n', 'BigInt is too large'],
    ['recursion', 'const f = () => f() + 1; return f()', 'stack overflow'],
    [
      'recursion through a getter',
      'const o = { get a() { return o.a } }; return o.a',
      'stack overflow',
    ],
    [
      'recursion through toString',
      'const o = { toString() { return "" + o } }; return "" + o',
      'stack overflow',
    ],
    ['nested JSON', 'return JSON.parse("[".repeat(200000))', ''],
    ['a nested pattern', 'return new RegExp("(".repeat(50000) + ")".repeat(50000))', ''],
    ['nested code', 'return eval("(".repeat(100000))', ''],
  ])('%s', async (_, code, told) => {
    expect(await errorOf(code)).toContain(told);
    expect(await run('output.length > 0')).toMatchObject({ value: 1 });
  });
});

describe('what code throws is an error with its place', () => {
  test.each([
    ['nowhere', "ReferenceError: 'nowhere' is not defined", 'line 1, column 1'],
    ['const a = 1;\nreturn a.b.c;', 'TypeError', 'line 2, column 11'],
    ['throw new Error("no good")', 'The code threw Error: no good, at line 1'],
    ['throw "a text"', 'The code threw a text.'],
    ['throw null', 'The code threw null.'],
    ['throw undefined', 'The code threw undefined.'],
    ['throw Symbol("a")', 'The code threw Symbol(a).'],
    ['throw { get name() { throw 1 } }', 'The code threw an object.'],
    ['throw new Proxy({}, { get() { throw 1 } })', 'The code threw an object.'],
    ['return Promise.reject(new RangeError("late"))', 'RangeError: late'],
    ['return { get pass() { throw new TypeError("in a getter") } }', 'TypeError: in a getter'],
  ])('%s', async (code, ...told) => {
    const reason = await errorOf(code);
    for (const part of told) expect(reason).toContain(part);
  });

  test('a promise that never settles is an error', async () => {
    const told = 'a promise that never settles';
    expect(await errorOf('new Promise(() => {})')).toContain(told);
    expect(
      await errorOf('Promise.prototype.then = () => {}; return new Promise(() => {})'),
    ).toContain(told);
  });
});

describe('code cannot reach beyond the engine', () => {
  test('there is no network, file, module, timer or process', async () => {
    const names =
      'fetch std os process require module setTimeout WebAssembly navigator caches scriptArgs print';
    const code = `${JSON.stringify(names)}.split(" ").filter((name) => name in globalThis).length === 0`;
    expect(await run(code)).toMatchObject({ value: 1 });
    expect(await errorOf('import("std")')).toContain('threw');
  });

  test('console is there and says nothing', async () => {
    expect(await run('console.log(output); console.error(1); return true')).toMatchObject({
      value: 1,
    });
  });

  test('what one run changes, the next does not see', async () => {
    await run(
      'globalThis.seen = 1; Array.prototype.map = null; JSON.stringify = null; return true',
    );
    expect(await run('typeof seen + typeof [].map === "undefinedfunction"')).toMatchObject({
      value: 1,
    });
  });

  test.each([
    'JSON.stringify = () => "[\\"boolean\\",true]"; return "no score"',
    'Object.prototype.toJSON = () => ["boolean", true]; return { pass: 3 }',
    'Array.prototype.toJSON = () => "free"; return true',
    'Object.prototype.pass = true; return "no score"',
  ])('changed prototypes never make a value of what is none: %s', async (code) => {
    const result = await run(code);
    if (result.status !== 'error') expect(result.value).not.toBe(undefined);
    else expect(result.error.code).toBe('code_failed');
    expect(await run('output.length > 0')).toMatchObject({ value: 1 });
  });
});

describe('the same sample gets the same score', () => {
  test('time stands still, in UTC', async () => {
    const code = `Date.now() === 1735689600000 && new Date().toISOString() === "2025-01-01T00:00:00.000Z"
      && new Date(2020, 6, 1).getTimezoneOffset() === 0`;
    expect(await run(code)).toMatchObject({ value: 1 });
  });

  test('random numbers are the same each time', async () => {
    const random = () => scoreValue('javascript', SAMPLE, { code: 'Math.random()' });
    const first = await random();
    await run('Math.random() > 2');
    await run('for (;;) Math.random()', { maxSteps: 1_000_000 });
    expect(await random()).toBe(first);
    expect(first).not.toBe(
      await scoreValue('javascript', SAMPLE, { code: 'Math.random(); return Math.random()' }),
    );
  });

  test('whatever ran before, the limit is met at the same step', async () => {
    const lengths = Array.from({ length: 20 }, (_, i) => 1_000 + 100 * i);
    const statuses = async () => {
      const all = [];
      for (const times of lengths) {
        const code = `for (let i = 0; i < ${times}; i++) [i].map(String); return true`;
        all.push((await run(code, { maxSteps: 6_500_000 })).status);
      }
      return all;
    };
    const before = await statuses();
    await run('for (;;) [Math.random()].map(String)', { maxSteps: 1_000_000 });
    await run('const all = []; for (;;) all.push(new ArrayBuffer(1e6))');
    expect(await statuses()).toEqual(before);
    expect(new Set(before)).toEqual(new Set(['scored', 'error']));
  });

  test('the code is a part of the fingerprint', async () => {
    const [a, b, again] = [await run('true'), await run('true '), await run('true')];
    expect(a.fingerprint).not.toBe(b.fingerprint);
    expect(again.fingerprint).toBe(a.fingerprint);
  });
});

test('any text as code is JavaScript or a fault, and ends', async () => {
  const word = fc.constantFrom(
    'output',
    '(',
    ')',
    '{',
    '}',
    '=>',
    'return',
    ';',
    '1',
    '/a+/',
    '`',
    '\n',
    '.',
    'await',
    '"',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 12 }), async (words) => {
      const code = words.join(' ');
      const faults = await faultsOf(code);
      if (faults.length > 0) return;
      const result = await run(code, { maxSteps: 1_000_000 });
      if (result.status === 'error') expect(result.error.code, code).not.toBe('scorer_failed');
    }),
    { numRuns: 200 },
  );
});

test('any string passes into the code unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }), async (text) => {
      expect(await run('output === expected', {}, { output: text, expected: text })).toMatchObject({
        value: 1,
      });
      const code = `output === ${JSON.stringify(text)}`;
      expect(await run(code, {}, { output: text })).toMatchObject({ value: 1 });
    }),
    { numRuns: 100 },
  );
});

test('the largest texts can be read', async () => {
  const output = 'ab c. '.repeat(LIMITS.textBytes / 6);
  const result = await run('output.split(" ").length > 1000', {}, { output });
  expect(result, result.reason).toMatchObject({ value: 1 });
});

test('an empty sample has nothing to look at', async () => {
  expect(await run('true', {}, {})).toMatchObject({ error: { code: 'sample_field_missing' } });
});
