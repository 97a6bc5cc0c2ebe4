import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { NotLoaded } from '../load.ts';
import { failed } from '../outcome.ts';
import { oncePerPlan, type Work } from '../work.ts';

const LONGEST_CODE = 32_768;

let engine: typeof import('./run-code.ts') | undefined;

async function load(): Promise<void> {
  engine = await import('./run-code.ts');
}

function loaded(): NonNullable<typeof engine> {
  if (engine === undefined) throw new NotLoaded(load);
  return engine;
}

/**
 * JavaScript of your own over the sample: an expression (`output.length < 500`), a function (`(sample)
 * => …`, also an async one) or the body of one (`const …; return …`). `sample` and the names of its
 * fields are there: `input`, `output`, `expected`, `contexts`, `messages`, `toolCalls`, `metadata` and
 * so on, as other scorers read them (`output` is a text, contexts are `{ text }`).
 *
 * It returns a boolean, a number from 0 to 1, or `{ pass, score, reason }`. `pass` decides: the value
 * is 1 or 0, and `score` is `raw`. Without `pass` the value is `score`.
 *
 * The code runs in QuickJS, which is ECMAScript 2023 alone: no network, no files, no modules, no
 * timers, no Intl. The time is always 2025-01-01T00:00:00Z, in UTC, and random numbers are the same
 * each time, so that the same sample gets the same score. 32 MiB of memory and `maxSteps`
 * steps of work are all it has. Whatever it throws, returns wrongly or never finishes is an error, never
 * a value.
 *
 * Source: QuickJS 2025-09-13; promptfoo javascript.
 */
export const javascript = defineScorer({
  id: 'javascript',
  aliases: { js: {} },
  version: 1,
  kind: 'code',
  group: 'code',
  summary:
    'A JavaScript function of your own over the sample, run without access to anything else.',
  source: 'QuickJS; promptfoo javascript',
  needs: [],
  params: () =>
    z.strictObject({
      code: z
        .string()
        .min(1)
        .max(LONGEST_CODE)
        .describe(
          'An expression, a function of the sample, or the body of one, in JavaScript. Returns a boolean, a number from 0 to 1, or `{ pass, score, reason }`.',
        ),
      maxSteps: z
        .int()
        .min(1_000_000)
        .max(300_000_000)
        .default(100_000_000)
        .describe('Maximum steps of work that the code can take; a step is about a nanosecond.'),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'The answer names every context that it was given',
      sample: { output: 'As [1] and [2] say.', contexts: ['Opening hours', 'Holidays'] },
      params: { code: 'contexts.every((_, i) => output.includes("[" + (i + 1) + "]"))' },
      value: 1,
    },
    {
      title: 'A share of the words, with a reason',
      sample: { output: 'red green', expected: 'red green blue' },
      params: {
        code: 'const missing = expected.split(" ").filter((word) => !output.includes(word));\nreturn { score: 1 - missing.length / 3, reason: "Missing: " + missing };',
      },
      value: 2 / 3,
    },
  ],
  compile(params, work) {
    const read = readOnce(params, work);
    return 'fault' in read ? [{ pointer: '/code', message: read.fault }] : [];
  },
  async score(sample, params, { work }) {
    if (Object.keys(sample).length === 0) {
      return failed(
        'sample_field_missing',
        'The sample is empty: the code has nothing to look at.',
      );
    }
    if (engine === undefined) await load();
    const read = readOnce(params, work);
    return 'fault' in read
      ? failed('code_failed', `The code ${read.fault}.`)
      : loaded().runCode(params, read.form, sample, work);
  },
});

const readOnce = oncePerPlan(({ code }: { code: string }, work: Work) =>
  loaded().readCode(code, work),
);
