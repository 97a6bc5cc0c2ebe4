import { expect, test } from 'vitest';
import { readUsage, Usage } from './usage.ts';

const sent = ['Is the answer right and complete? '.repeat(40)];
const received = ['{"reasoning":"It is met.","level":2}'];
const read = (given: unknown, exchange = { sent, received }) =>
  readUsage(Usage.parse(given), exchange);

const COUNTED: Record<string, [object, [number, number]]> = {
  OpenAI: [
    {
      prompt_tokens: 300,
      completion_tokens: 80,
      total_tokens: 380,
      completion_tokens_details: { reasoning_tokens: 64 },
    },
    [300, 80],
  ],
  'Anthropic, with its cache': [
    {
      input_tokens: 40,
      cache_read_input_tokens: 250,
      cache_creation_input_tokens: 10,
      output_tokens: 20,
    },
    [300, 20],
  ],
  Google: [{ promptTokenCount: 300, candidatesTokenCount: 20, thoughtsTokenCount: 60 }, [300, 80]],
  'Google’s OpenAI endpoint': [
    { prompt_tokens: 300, completion_tokens: 20, total_tokens: 380 },
    [300, 80],
  ],
  xAI: [
    {
      prompt_tokens: 300,
      completion_tokens: 1,
      total_tokens: 687,
      completion_tokens_details: { reasoning_tokens: 386 },
    },
    [300, 387],
  ],
  'thinking beside the answer, and no total': [
    { prompt_tokens: 300, completion_tokens: 20, reasoning_tokens: 60 },
    [300, 80],
  ],
  'a total in place of the prompt': [{ completion_tokens: 20, total_tokens: 320 }, [300, 20]],
};

for (const [name, [given, [inputTokens, outputTokens]]] of Object.entries(COUNTED)) {
  test(`counts of ${name} are read`, () => {
    expect(read(given)).toEqual({
      usage: { inputTokens, outputTokens },
      usageEstimated: false,
      isPromptCut: false,
    });
  });
}

const MISSING = [
  null,
  undefined,
  {},
  'many',
  { prompt_tokens: 0, completion_tokens: 0 },
  { prompt_tokens: null },
];

for (const given of MISSING) {
  test(`${JSON.stringify(given)} counts nothing, so that Assay does`, () => {
    const { usage, usageEstimated } = read(given);
    expect(usageEstimated).toBe(true);
    expect(usage.inputTokens).toBeGreaterThan(200);
    expect(usage.outputTokens).toBeGreaterThan(8);
  });
}

test('an answer of nothing has no output tokens, which need no estimate', () => {
  const { usage, usageEstimated } = read(
    { prompt_tokens: 300, completion_tokens: 0 },
    { sent, received: [] },
  );
  expect({ usage, usageEstimated }).toEqual({
    usage: { inputTokens: 300, outputTokens: 0 },
    usageEstimated: false,
  });
});

const LONG = ['The quick brown fox jumps over the lazy dog, and runs on. '.repeat(700)];

test.each([
  ['half of a window of 4,096, as Ollama cuts it', 2_051, true],
  ['a window of 4,096', 4_096, true],
  ['far less than there are words', 6_000, true],
  ['what the prompt has', 9_100, false],
  ['too little for any window: no count of the prompt', 100, false],
])('%s: %i tokens', (_, prompt_tokens, isPromptCut) => {
  const counted = read({ prompt_tokens, completion_tokens: 20 }, { sent: LONG, received });
  expect(counted.isPromptCut).toBe(isPromptCut);
  expect(counted.usageEstimated).toBe(prompt_tokens === 100);
});

test('a prompt that fits every window is never taken for cut', () => {
  expect(read({ prompt_tokens: 60, completion_tokens: 20 }).isPromptCut).toBe(false);
});
