import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../worker/core/statistics/random.ts';
import { readText, stopServer } from './loopback-http.ts';

/** How often a judge is right, by what people said. */
export interface JudgeQuality {
  /** Share of good samples that it passes. */
  sensitivity: number;
  /** Share of bad samples that it fails. */
  specificity: number;
}

/** A judge by rubric on 127.0.0.1 that knows what people said, and is wrong as often as it is told. */
export interface ScriptedJudge {
  baseUrl: string;
  /** The mark by which it knows a sample, to stand in its input. */
  mark(number: number): string;
  calls(): number;
  stop(): Promise<void>;
}

/**
 * @param people what they said of each marked sample, from 0 to 1
 * @param levels of the rubric, by number
 */
export async function startScriptedJudge(
  people: readonly number[],
  { levels, seed }: { levels: number; seed: number },
  { sensitivity, specificity }: JudgeQuality,
): Promise<ScriptedJudge> {
  const random = seededRandom(seed);
  // Settled once: a judge that is asked again says the same.
  const verdicts = people.map((grade) => {
    const isGood = grade >= 0.5;
    const isRight = random() < (isGood ? sensitivity : specificity);
    const told = isRight ? grade : 1 - grade;
    const passes = isGood === isRight;
    // Rounded to its own side of the middle: a grade just below it is no pass.
    const steps = told * (levels - 1);
    const middle = (levels - 1) / 2;
    return (
      1 +
      (passes
        ? Math.ceil(Math.max(steps, middle))
        : Math.min(Math.floor(steps), Math.ceil(middle) - 1))
    );
  });
  let calls = 0;
  const server = createServer(async (request, response) => {
    const { messages } = JSON.parse(await readText(request));
    calls += 1;
    const text = messages.map(({ content }: { content: string }) => content).join('\n');
    const number = Number(/\(Record (\d+)\.\)/.exec(text)?.[1]);
    const content = JSON.stringify({ reasoning: 'As scripted.', level: verdicts[number] ?? 1 });
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        model: 'scripted-1',
        choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }],
        usage: { prompt_tokens: 100, completion_tokens: 20 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    mark: (number) => `(Record ${number}.)`,
    calls: () => calls,
    stop: () => stopServer(server),
  };
}
