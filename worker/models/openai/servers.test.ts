import { describe, expect, test } from 'vitest';
import type { Heard } from '../../testing/loopback-judge.ts';
import { MET, stageJudge } from '../../testing/plays.ts';
import { MOODS, type MoodName } from '../../testing/servers/moods.ts';
import type { Completion, CompletionRequest } from '../provider.ts';
import { createOpenAiCompatible } from './openai-compatible.ts';

const request: CompletionRequest = {
  model: 'judge-1',
  messages: [
    {
      role: 'system',
      content: `Judge the data by the criterion. Answer with JSON.${' Be fair.'.repeat(150)}`,
    },
    { role: 'user', content: 'The temperature is 20 degrees.' },
  ],
  schema: {
    type: 'object',
    properties: { reasoning: { type: 'string' }, level: { type: 'integer', enum: [1, 2] } },
    required: ['reasoning', 'level'],
    additionalProperties: false,
  },
  schemaName: 'verdict',
  temperature: 0,
  seed: 7,
  maxTokens: 4_096,
  logprobs: true,
  signal: new AbortController().signal,
};

// Things to adapt before a call is answered, at most: eight are sent, and some have several steps.
const MOST_CALLS = 10;
const AT_ONCE = 6;

async function staged(mood: MoodName) {
  const judge = await stageJudge({ mood, content: MET.content ?? '', delayMs: 20 });
  const settings = { name: 'local', baseUrl: judge.baseUrl, isFree: true };
  const clock = { ms: 0 };
  const provider = createOpenAiCompatible(settings, fetch, () => {
    clock.ms += 1;
    return clock.ms;
  });
  /** Asks like the Worker: what may pass is retried. */
  const ask = async (): Promise<Completion> => {
    const first = await provider.complete(request).catch((cause) => cause);
    if (!(first instanceof Error)) return first;
    return provider.complete({ ...request, previous: first as never });
  };
  const askTogether = () => Promise.all(Array.from({ length: AT_ONCE }, ask));
  return { judge, ask, askTogether, clock };
}

function answered(heard: readonly Heard[]): Heard[] {
  return heard.filter(({ reply }) => reply?.status === 200);
}

for (const mood of Object.keys(MOODS) as MoodName[]) {
  describe(`a server like ${mood}`, () => {
    const { settled, format } = MOODS[mood];

    test('answers each of several first calls at once, in a bounded number of calls', async () => {
      const { judge, askTogether } = await staged(mood);
      const answers = await askTogether();
      for (const { text, reasoningText } of answers) {
        expect(text || reasoningText).toContain(MET.content);
      }
      const heard = await judge.heard();
      expect(answered(heard)).toHaveLength(AT_ONCE);
      expect(heard.length).toBeLessThanOrEqual(AT_ONCE * MOST_CALLS);
    });

    test('is known after that: asked once a call, and for all that it takes', async () => {
      const { judge, ask, askTogether } = await staged(mood);
      await askTogether();
      // What fails without a word is asked as before once more, lest it was chance.
      await ask();
      const before = (await judge.heard()).length;
      await askTogether();
      const later = (await judge.heard()).slice(before);
      const failed = later.filter(({ reply }) => JSON.stringify(reply).includes('json_validate'));
      expect(later.length - failed.length).toBe(AT_ONCE);
      for (const { body } of later) {
        expect(Object.keys(body).toSorted()).toEqual(['messages', 'model', ...settled].toSorted());
        expect(body.response_format?.type).toBe(format);
      }
    });

    test('is asked afresh an hour later', async () => {
      const { judge, ask, clock } = await staged(mood);
      await ask();
      const first = (await judge.heard())[0]?.body;
      const before = (await judge.heard()).length;
      clock.ms += 3_600_001;
      await ask();
      expect((await judge.heard())[before]?.body).toEqual(first);
    });
  });
}

const USED: Partial<Record<MoodName, (prompt: number, answer: number) => [number, number]>> = {
  gpt5: (prompt, answer) => [prompt, answer],
  gemini: (prompt, answer) => [prompt, answer + 50],
  xai: (prompt, answer) => [prompt, answer + 317],
  qwq: (prompt) => [prompt, 90],
};

for (const [mood, used] of Object.entries(USED)) {
  test(`the tokens of a server like ${mood} are counted as it charges them`, async () => {
    const { ask } = await staged(mood as MoodName);
    const { usage, usageEstimated } = await ask();
    const characters = request.messages.reduce((sum, { content }) => sum + content.length, 0);
    const answer = Math.ceil((MET.content ?? '').length / 4);
    const [inputTokens, outputTokens] = used(Math.ceil(characters / 4), answer);
    expect({ usage, usageEstimated }).toEqual({
      usage: { inputTokens, outputTokens },
      usageEstimated: false,
    });
  });
}
