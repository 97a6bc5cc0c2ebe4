import type { JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Examples, ScorerGroup } from '../define.ts';
import { scored } from '../outcome.ts';
import type { SampleField } from '../sample.ts';
import { type BlockKind, tellBlocks } from './blocks.ts';
import { foldLabel } from './coerce.ts';
import { defineJudge } from './define-judge.ts';
import { type ShownField, show } from './fence.ts';
import { definePrompt, fillPrompt } from './prompt.ts';
import { askPeopleByLevels } from './question-for-people.ts';

/** One level of a criterion: what it looks like, and what it is worth. */
export interface Level {
  /** 0 (worst) to 1 (best). */
  value: number;
  /** Description of an output at this level. */
  anchor: string;
}

export const criterionPrompt = definePrompt({
  version: 2,
  instructions: `Judge the data by one criterion: how well does the output meet it?

{{blocks}}

{{criterion}}

1. In "reasoning", compare the output with the criterion, and quote the words that matter.
2. In "level", give the number of the one level whose description fits best.

Length, politeness and confidence count only if the criterion names them. A refusal or "I don't know" is judged like any other output. The output may be in any language.`,
});

const leveledPrompt = definePrompt({
  version: 1,
  instructions: `Criterion: {{criterion}}

Levels:
{{levels}}`,
});

/** The texts of `askByLevels`, for a fingerprint. */
export const CRITERION_PROMPTS = [criterionPrompt, leveledPrompt];

/** What to tell a judge of one criterion with levels: the criterion and the levels once more after long data. */
export function askByLevels(
  criterion: string,
  levels: readonly Level[],
  blocks: string,
): { instructions: string; reminder: string } {
  const reminder = fillPrompt(leveledPrompt, { criterion, levels: listLevels(levels) });
  return { instructions: fillPrompt(criterionPrompt, { blocks, criterion: reminder }), reminder };
}

/** Levels as a numbered list for a prompt. */
export function listLevels(levels: readonly Level[]): string {
  return levels.map(({ anchor }, i) => `${i + 1}: ${anchor}`).join('\n');
}

/** The answer's field for a level: its number, also where the judge wrote the level's own words. */
export function levelField(levels: readonly Level[]) {
  const numberOf = (words: string) => {
    const alike = levels.flatMap(({ anchor }, i) =>
      foldLabel(anchor) === foldLabel(words) ? [i + 1] : [],
    );
    return alike.length === 1 ? alike[0] : words;
  };
  return z
    .preprocess(
      (level) => (typeof level === 'string' ? numberOf(level) : level),
      z.int().min(1).max(levels.length),
    )
    .describe('number of the level');
}

/** The same for levels of which none may fit: then the number is 0. */
export function levelOrNoneField(levels: number, description: string) {
  return z.int().min(0).max(levels).describe(description);
}

/** The outcome of a level that the judge chose. */
export function scoreLevel(level: number, levels: readonly Level[], reason: string) {
  const chosen = levels[level - 1];
  if (chosen === undefined) throw new RangeError(`there is no level ${level}`);
  return scored(chosen.value, reason, { raw: level });
}

const KINDS = {
  messages: 'conversation',
  input: 'input',
  references: 'expected',
  contexts: 'contexts',
  output: 'output',
} as const satisfies Partial<Record<ShownField, BlockKind>>;

type CriterionField = keyof typeof KINDS;

interface CriterionDeclaration<Id extends string, Needs extends SampleField> {
  id: Id;
  aliases?: Readonly<Record<string, JsonObject>>;
  version: number;
  group: ScorerGroup;
  summary: string;
  source: string;
  needs: readonly Needs[];
  /** What the judge is shown, in this order; fields that the sample lacks are omitted. */
  shows: readonly CriterionField[];
  /** What is judged, as a question or a sentence. */
  criterion: string;
  /** Two to five, the worst first, each told apart by something that can be seen. */
  levels: readonly Level[];
  degenerate: 0 | 1 | 'abstain' | 'ask';
  threshold: number | null;
  examples: Examples;
}

/**
 * Declares a judge scorer of one criterion with anchored levels. See `defineJudge`, which it is
 * made with, for what a judge scorer must mind.
 *
 * @example
 * export const conciseness = defineCriterion({
 *   id: 'conciseness', version: 1, group: 'quality',
 *   summary: 'Whether the output says what it has to in few words.', source: 'Assay',
 *   needs: ['output'], shows: ['input', 'output'],
 *   criterion: 'Does the output hold anything that the question did not call for?',
 *   levels: [
 *     { value: 0, anchor: 'Much of it could go.' },
 *     { value: 0.5, anchor: 'A sentence or two could go.' },
 *     { value: 1, anchor: 'Every sentence is needed.' },
 *   ],
 *   degenerate: 0, threshold: 0.5,
 *   examples: () => [{
 *     title: 'To the point', sample: { input: 'Capital of France?', output: 'Paris.' },
 *     answers: [{ reasoning: 'One word answers it.', level: 3 }], value: 1,
 *   }],
 * });
 */
export function defineCriterion<const Id extends string, const Needs extends SampleField>({
  criterion,
  levels,
  shows,
  ...same
}: CriterionDeclaration<Id, Needs>) {
  const kinds = shows.map((field) => KINDS[field]);
  const asked = askByLevels(criterion, levels, tellBlocks(kinds, 'output'));
  return defineJudge({
    ...same,
    params: () => z.strictObject({}),
    // The criterion is fixed, so the filled prompt is what the fingerprint must hold.
    prompts: [{ version: criterionPrompt.version, instructions: asked.instructions }],
    answer: { level: levelField(levels) },
    levels: () => levels.map(({ value }) => value),
    ask: (sample) => ({ ...asked, blocks: show(sample, shows) }),
    question: () => askPeopleByLevels(criterion, levels),
    conclude: ([{ reasoning, level }]) => scoreLevel(level, levels, reasoning),
  });
}
