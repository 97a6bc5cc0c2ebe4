import * as z from 'zod';
import { ask } from '../judging/ask.ts';
import type { DataBlock } from '../judging/fence.ts';
import type { Judge, NotCompleted } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { writingSettings } from './writing-settings.ts';

/** An output on which a judge and people differ. */
export interface Disagreement {
  output: string;
  /** Whether people pass it; the judge says the opposite. */
  isGood: boolean;
  /** The reason of the judge. */
  reason: string;
}

const SHOWN = `The blocks "output 1" and so on are outputs on which judge and people differ; the blocks "judge 1" and so on are what the judge wrote of them. People decided:
{{decisions}}`;

const prompt = definePrompt({
  version: 1,
  instructions: `A judge decides whether an output meets a criterion. On some outputs people decided otherwise. Rewrite the criterion, so that a judge who follows it decides as these people do, also on other outputs of the kind.

The criterion now:
{{criterion}}

${SHOWN}

1. In "reasoning", say what people look at that the criterion does not name, or names wrongly.
2. In "criterion", write the new criterion: one short paragraph that names what is seen in an output that meets it, and what is seen in one that does not. Do not mention these outputs, the judge or the people. Keep what the criterion says rightly.`,
});

const listPrompt = definePrompt({
  version: 1,
  instructions: `A judge decides by several criteria together whether an output is good. On some outputs people decided otherwise. Rewrite the criteria, so that a judge who follows them decides as these people do, also on other outputs of the kind.

The criteria now:
{{criteria}}

${SHOWN}

1. In "reasoning", say what people look at that the criteria do not name, or name wrongly.
2. In "criteria", write every criterion anew, in the same order: one short paragraph each that names what is seen in an output that meets it, and what is seen in one that does not. Repeat a criterion word for word where it is right. Do not mention these outputs, the judge or the people.`,
});

const Answer = z.object({
  reasoning: z.string().describe('what people look at'),
  criterion: z.string().describe('the new criterion'),
});

const MOST_CHARACTERS = 4_000;
const SHOWN_CHARACTERS = 2_000;

/**
 * Asks a model for criteria by which it would have decided as people did. What it writes may have
 * been steered by the outputs it was shown: use it only where it was measured and a person has read it.
 *
 * @param criteria at least one
 * @returns as many new criteria, or why there are none
 */
export async function proposeCriteria(
  criteria: readonly string[],
  disagreements: readonly Disagreement[],
  judge: Judge,
  model: string,
): Promise<string[] | NotCompleted> {
  const blocks = disagreements.flatMap(({ output, reason }, i): DataBlock[] => [
    { name: `output ${i + 1}`, text: output.slice(0, SHOWN_CHARACTERS) },
    { name: `judge ${i + 1}`, text: reason },
  ]);
  const [criterion = '', ...others] = criteria;
  const decisions = disagreements
    .map(({ isGood }, i) => `output ${i + 1}: ${decided(isGood, others.length === 0)}`)
    .join('\n');
  if (others.length > 0) return proposeList(criteria, { blocks, decisions }, judge, model);
  const instructions = fillPrompt(prompt, { criterion, decisions });
  const answered = await ask({ instructions, blocks }, Answer, writingSettings(model), judge, {
    given: blocks,
    check: (answer) => (textOf(answer.criterion) === '' ? LACKING : undefined),
  });
  return answered.ok ? [textOf(answered.answer.criterion)] : answered;
}

function decided(isGood: boolean, isOne: boolean): string {
  if (isOne) return isGood ? 'meets it' : 'does not meet it';
  return isGood ? 'is good' : 'is not good';
}

async function proposeList(
  criteria: readonly string[],
  { blocks, decisions }: { blocks: DataBlock[]; decisions: string },
  judge: Judge,
  model: string,
): Promise<string[] | NotCompleted> {
  const Answers = z.object({
    reasoning: z.string().describe('what people look at'),
    criteria: z.array(z.string()).length(criteria.length).describe('one for each criterion'),
  });
  const numbered = criteria.map((text, i) => `${i + 1}. ${text}`).join('\n');
  const instructions = fillPrompt(listPrompt, { criteria: numbered, decisions });
  const answered = await ask({ instructions, blocks }, Answers, writingSettings(model), judge, {
    given: blocks,
    check: ({ criteria: told }) =>
      Array.isArray(told) && told.every((text) => textOf(text) !== '') ? undefined : LACKING,
  });
  return answered.ok ? Answers.parse(answered.answer).criteria.map(textOf) : answered;
}

const LACKING = { problem: 'A criterion is empty.', count: Infinity };

function textOf(criterion: unknown): string {
  return typeof criterion === 'string' ? criterion.trim().slice(0, MOST_CHARACTERS) : '';
}
