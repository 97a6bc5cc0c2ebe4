import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonValue, Sample } from '@assay/schema/types.ts';

// Samples as large as a request may be, each costly for some kind of work. Nothing here is random
// from run to run: the same samples cost the same steps everywhere.

const TEXT = LIMITS.textBytes;
/** What the texts of one request may hold in all, less what JSON puts around them. */
const ALL = LIMITS.requestBytes - 65_536;

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** Letters that do not repeat with any short period. */
export function letters(
  length: number,
  seed: number,
  alphabet = 'abcdefghijklmnopqrstuvwxyz',
): string {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += alphabet[Math.floor((state / 2 ** 32) * alphabet.length)];
  }
  return text;
}

const UNITS = {
  'one letter': 'a',
  words: 'ab c. ',
  'line breaks': '\n',
  'short lines': 'a\n',
  quotes: '"',
  tags: '<a>',
  attributes: '<p a=b>',
  brackets: '[',
  parentheses: '(',
  'open objects': '{"a":',
  numbers: '1 ',
  sentences: 'A b? ',
  Han: '你好。',
  Thai: 'สวัสดีชาวโลก',
  'letters with many marks': 'a\u0301\u0302\u0303',
  'family emoji': '👩‍👩‍👧‍👦',
  table: '|a',
  emphasis: '*a_',
  fences: '```json\n',
} as const;

/** All fields filled with texts made of one unit. */
function ofText(text: string): Sample {
  const call = { name: 'search', arguments: { query: text.slice(0, TEXT / 4) } };
  return {
    input: text.slice(0, TEXT / 4),
    output: text,
    expected: `${text.slice(1)}b`,
    contexts: [text.slice(0, TEXT / 4)],
    referenceContexts: [text.slice(0, TEXT / 4)],
    messages: [
      { role: 'user', content: text.slice(0, TEXT / 8) },
      { role: 'assistant', content: text.slice(0, TEXT / 8), toolCalls: [call] },
    ],
    tools: [{ name: 'search', parameters: { type: 'object' } }],
    toolCalls: [call],
    expectedToolCalls: [call],
    generation: { finishReason: 'stop', latencyMs: 1, costUsd: 0, logprobs: [-1] },
  };
}

/** An output before so many expected texts, all of one length. */
function againstMany(references: number, length: number, text: (seed: number) => string): Sample {
  return {
    input: 'x',
    output: text(1).slice(0, length),
    expected: Array.from({ length: references }, (_, i) => text(i + 2).slice(0, length)),
    contexts: Array.from({ length: references }, (_, i) => text(i).slice(0, 100)),
  };
}

function randomWords(length: number, seed: number): string {
  return letters(length, seed, 'abcdefghij klmno');
}

function calls(count: number, name: (i: number) => string) {
  return Array.from({ length: count }, (_, i) => ({ name: name(i), arguments: {} }));
}

/** Calls in messages, whose number no limit on `toolCalls` bounds. */
function callsInMessages(name: (i: number) => string): Sample {
  const many = calls(LIMITS.tools, name);
  return {
    input: 'x',
    output: 'x',
    messages: Array.from({ length: 25 }, () => ({ role: 'assistant' as const, toolCalls: many })),
    expectedToolCalls: many,
    tools: [{ name: 't', parameters: { type: 'object' } }],
  };
}

function callsWithArguments(seed: number): Sample {
  const make = (from: number) =>
    Array.from({ length: 400 }, (_, i) => ({
      name: 't',
      arguments: { query: letters(600, from + i), limit: i },
    }));
  return { input: 'x', output: 'x', toolCalls: make(seed), expectedToolCalls: make(seed + 1_000) };
}

function ofJson(value: JsonValue, expected: JsonValue = value): Sample {
  return { input: 'x', output: JSON.stringify(value), expected };
}

/** The worst samples by name, made one at a time: together they would take much memory. */
export function worstSamples(): { name: string; make: () => Sample }[] {
  return [
    ...Object.entries(UNITS).map(([name, unit]) => ({
      name: `${name}, to the limit`,
      make: () => ofText(fill(unit, unit.charCodeAt(0) < 128 ? TEXT : TEXT / 3)),
    })),
    { name: 'random letters', make: () => againstMany(1, TEXT, (seed) => letters(TEXT, seed)) },
    { name: 'random words', make: () => ofText(randomWords(TEXT, 1)) },
    ...[4_000, 10_000, 20_000, 50_000].map((length) => {
      const references = Math.min(LIMITS.references, Math.floor(ALL / length) - 1);
      return {
        name: `${references} expected texts of ${length} letters`,
        make: () => againstMany(references, length, (seed) => letters(length, seed)),
      };
    }),
    {
      name: '100 expected texts of words',
      make: () => againstMany(100, 9_000, (seed) => randomWords(9_000, seed)),
    },
    {
      name: '100 expected texts, a long output',
      make: () => ({
        ...againstMany(100, 7_000, (seed) => randomWords(7_000, seed)),
        output: randomWords(TEXT, 1),
      }),
    },
    {
      name: 'lists of 100 items',
      make: () => ({
        output: JSON.stringify(Array.from({ length: 100 }, (_, i) => letters(1_000, i))),
        expected: Array.from({ length: 100 }, (_, i) => letters(1_000, i + 100)),
      }),
    },
    { name: '25,000 equal calls in messages', make: () => callsInMessages(() => 't') },
    { name: '25,000 calls in messages', make: () => callsInMessages((i) => `t${i}`) },
    {
      name: '25,000 calls in messages, half alike',
      make: () => callsInMessages((i) => `t${i % 2}`),
    },
    { name: '400 calls with arguments', make: () => callsWithArguments(1) },
    {
      name: 'a list of numbers as JSON',
      make: () => ofJson(Array.from({ length: 40_000 }, (_, i) => i)),
    },
    {
      name: 'a list of objects as JSON',
      make: () =>
        ofJson(
          Array.from({ length: 10_000 }, (_, i) => ({ a: i, b: [] })),
          Array.from({ length: 10_000 }, (_, i) => ({ a: i + 5_000, b: [] })),
        ),
    },
    {
      name: 'JSON as deep as is read',
      make: () => ofJson(JSON.parse(`${'['.repeat(31)}${'1,'.repeat(10_000)}1${']'.repeat(31)}`)),
    },
    {
      name: 'a JSON object with many members',
      make: () =>
        ofJson(Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`k${i}`, i]))),
    },
    {
      name: 'an HTML element with many classes',
      make: () => ({ output: `<p class="${fill('a ', TEXT - 20)}">x</p>` }),
    },
    { name: 'many HTML elements', make: () => ({ output: fill('<b class="a b c">x</b>', TEXT) }) },
    {
      name: 'an XML document',
      make: () => ({ output: `<r>${fill('<b c="d">x</b>', TEXT - 8 - ((TEXT - 8) % 14))}</r>` }),
    },
    {
      name: 'contexts to the limit',
      make: () => ({
        input: 'x',
        output: randomWords(50_000, 1),
        contexts: Array.from({ length: LIMITS.contexts }, (_, i) => randomWords(700, i)),
        referenceContexts: Array.from({ length: LIMITS.contexts }, (_, i) => randomWords(150, i)),
      }),
    },
    {
      name: 'JSON in many fences',
      make: () => ({ output: fill('```\n{}\n```\n', TEXT), expected: {} }),
    },
    {
      name: 'SQL in many fences',
      make: () => ({ output: fill(`\`\`\`sql\nSELECT ${'('.repeat(2_900)}\n\`\`\`\n`, 50_000) }),
    },
    {
      name: 'quotations',
      make: () => ({
        input: 'x',
        output: fill('"this stands nowhere at all" ', TEXT),
        contexts: [randomWords(TEXT, 3)],
      }),
    },
    {
      name: 'a metaschema of many patterns',
      make: () =>
        ofJson({ allOf: Array.from({ length: 2_000 }, (_, i) => ({ pattern: `a{999}${i}` })) }),
    },
  ];
}
