import * as z from 'zod';
import { fingerprint } from '../fingerprint.ts';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { findDegenerate } from '../judging/degenerate.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { failed, type Outcome, scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';
import { shorten } from '../shorten.ts';

const MOST_RIVALS = 20;

const prompt = definePrompt({
  version: 2,
  instructions: `Compare several answers to the same question. Decide which one is the best.

Criterion: {{criterion}}

${tellBlocks(['input', 'conversation', 'contexts', 'candidates'], 'candidates')}

1. In "reasoning", name the strong and weak points of each candidate.
2. In "best", give a list with the number of the best candidate. Give several numbers only if these are equally good and better than all others.

Judge what the candidates say. Their order does not matter. A longer or more confident answer is not better for that alone.`,
});

const CRITERION =
  'Which candidate helps the user most? It must be correct, complete and to the point, and do what was asked.';

/**
 * Whether a judge picks the output out of several: its rivals are `params.rivals`, or else the texts
 * of `expected`. The judge sees all of them at once without knowing which is the output, in an order
 * drawn from their hashes, then in the reverse, and so on for `orders` calls. Each call is one vote,
 * shared by those it calls equally good. The value is 1 where the output alone has the most votes, 1
 * in k where it ties with k − 1 others, and 0 where a rival has more; `raw` is its place. Calls that
 * pick different candidates give the warning `order_disagreement`.
 *
 * Rivals that are word for word the output share its votes. A candidate that says nothing is not
 * shown: an output that does loses, or ties where none says anything, without a call. Against one
 * rival it is `pairwise`; the best value of several scorers is `best-of`.
 *
 * Source: `select-best` of promptfoo, ArenaGEval of DeepEval; orders as in L. Zheng et al., "Judging
 * LLM-as-a-Judge", 2023, section 3.4, for more than two.
 */
export const selectBest = defineJudge({
  id: 'select-best',
  aliases: { 'arena-g-eval': {} },
  version: 2,
  group: 'rubric',
  summary: 'Whether a judge picks the output as the best of several, in several orders.',
  source: 'promptfoo select-best; DeepEval ArenaGEval; Zheng et al. 2023',
  needs: ['output'],
  params: () =>
    z.strictObject({
      rivals: z
        .array(z.string().max(262_144))
        .min(1)
        .max(MOST_RIVALS)
        .optional()
        .describe('The other outputs. Defaults to the texts of `expected`.'),
      criterion: z
        .string()
        .min(1)
        .max(4_000)
        .default(CRITERION)
        .describe('The criterion for the best output.'),
      orders: z.int().min(1).max(6).default(2).describe('Number of orders, with one call each.'),
    }),
  paramAliases: { criteria: 'criterion' },
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'Another one is better',
      sample: { input: 'What is the capital of Australia?', output: 'Sydney.' },
      params: { rivals: ['Canberra.', 'I do not know.'], orders: 1 },
      answers: [{ reasoning: 'Only "Canberra" is right.', best: [1] }],
      value: 0,
    },
    {
      title: 'Every order has another winner',
      sample: { input: 'Name a colour.', output: 'Red.', expected: ['Green.', 'Blue.'] },
      answers: [
        { reasoning: 'The first.', best: [1] },
        { reasoning: 'The first.', best: [1] },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: {
    best: z
      .array(
        z
          .int()
          .min(1)
          .max(MOST_RIVALS + 1),
      )
      .min(1)
      .max(MOST_RIVALS + 1)
      .describe('number of the best candidate'),
  },
  ask(sample, params) {
    const rivals = rivalsOf(sample, params);
    if (rivals.length === 0) {
      return failed(
        'sample_field_missing',
        'There are no outputs to compare with. Set `rivals`, or add `expected` to the sample.',
      );
    }
    const decided = decideUnasked(sample.output, rivals);
    if (decided) return decided;
    const instructions = fillPrompt(prompt, { criterion: params.criterion });
    const task = showTask(sample);
    return drawOrders(sample, params).map((order) => ({
      instructions,
      blocks: [...task, ...order.map((text, i) => ({ name: `candidate ${i + 1}`, text }))],
    }));
  },
  conclude(answers, sample, params) {
    const orders = drawOrders(sample, params);
    const picks = answers.map(({ best }, i) =>
      [...new Set(best)].map((number) => orders[i]?.[number - 1]),
    );
    const votes = new Map<string, number>();
    for (const picked of picks) {
      for (const text of picked) {
        if (text === undefined) {
          return failed(
            'judge_output_invalid',
            'The judge picked a candidate that does not exist.',
          );
        }
        votes.set(text, (votes.get(text) ?? 0) + 1 / picked.length);
      }
    }
    const isAgreed = picks[0]?.some((text) => picks.every((picked) => picked.includes(text)));
    const warnings: JudgeWarning[] = isAgreed ? [] : ['order_disagreement'];
    const number = (orders[0]?.indexOf(sample.output) ?? -1) + 1;
    const because = `In the first order, where the output is candidate ${number}: ${answers[0].reasoning}`;
    return { ...placeOutput(votes, sample.output, rivalsOf(sample, params), because), warnings };
  },
});

const SAME = 1e-9;

/** What the votes come to for the output; candidates of the same words share them. */
function placeOutput(
  votes: ReadonlyMap<string, number>,
  output: string,
  rivals: readonly string[],
  because: string,
): Outcome {
  const votesOf = (text: string) => votes.get(text) ?? 0;
  const own = votesOf(output);
  const most = Math.max(...votes.values());
  const better = rivals.filter((rival) => votesOf(rival) > own + SAME);
  const [winner] = better.filter((rival) => votesOf(rival) > most - SAME);
  if (winner !== undefined) {
    const text = shorten(winner, 200);
    return scored(0, `Another candidate was picked: "${text}" ${because}`, {
      raw: better.length + 1,
      evidence: [{ text, note: 'picked' }],
    });
  }
  const equals = rivals.filter((rival) => votesOf(rival) > own - SAME);
  const reason =
    equals.length === 0 ? 'The output was picked.' : `A tie with ${equals.length} of the others.`;
  return scored(1 / (equals.length + 1), `${reason} ${because}`, { raw: 1 });
}

function rivalsOf(
  { references = [] }: { references?: readonly string[] },
  { rivals }: { rivals?: readonly string[] | undefined },
): readonly string[] {
  return rivals ?? references;
}

const saysSomething = (text: string) => findDegenerate(text, []) === undefined;

/** The outcome where there are not two different candidates to choose from. */
function decideUnasked(output: string, rivals: readonly string[]): Outcome | undefined {
  const others = rivals.filter((rival) => saysSomething(rival) && rival !== output);
  if (!saysSomething(output) && others.length > 0) {
    const reason = 'The output is blank, and others are not. No judge was asked.';
    return scored(0, reason, { raw: others.length + 1 });
  }
  if (others.length > 0) return undefined;
  const equals = saysSomething(output) ? rivals.filter((rival) => rival === output) : rivals;
  const reason =
    equals.length === 0
      ? 'All other outputs are blank.'
      : `A tie: the output equals ${equals.length} of the others, and the rest are blank.`;
  return scored(1 / (equals.length + 1), `${reason} No judge was asked.`, { raw: 1 });
}

/** The different candidates in the orders they are shown in: by hash, and every second one back to front. */
function drawOrders(
  sample: { output: string; references?: readonly string[] },
  params: { rivals?: readonly string[] | undefined; orders: number },
): string[][] {
  const texts = new Set([sample.output, ...rivalsOf(sample, params)].filter(saysSomething));
  const keyed = [...texts].map((text) => ({ text, hash: fingerprint(text) }));
  return Array.from({ length: params.orders }, (_, i) => {
    const draw = Math.floor(i / 2);
    const drawn = keyed
      .map(({ text, hash }) => ({ text, key: fingerprint([draw, hash]) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ text }) => text);
    return i % 2 === 0 ? drawn : drawn.reverse();
  });
}

/** What was asked, without the turn that would tell which candidate is the output. */
function showTask(sample: SampleView): DataBlock[] {
  const { messages } = sample;
  if (messages === undefined) return show(sample, ['input', 'contexts']);
  const last = messages.findLastIndex(({ role }) => role !== 'assistant');
  return show({ ...sample, messages: messages.slice(0, last + 1) }, ['messages', 'contexts']);
}
