import * as z from 'zod';
import { ALL_BLOCKS } from '../judging/blocks.ts';
import {
  askByLevels,
  CRITERION_PROMPTS,
  type Level,
  levelField,
  listLevels,
  scoreLevel,
} from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { showAll } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { askPeopleByLevels } from '../judging/question-for-people.ts';
import { scored } from '../outcome.ts';
import {
  exampleOf,
  examplesPrompt,
  MOST_EXAMPLES,
  showExamples,
  tellExamples,
} from './known-examples.ts';

const BINARY: Level[] = [
  { value: 0, anchor: 'The criterion is not met.' },
  { value: 1, anchor: 'The criterion is met.' },
];

const level = z.strictObject({
  value: z.number().min(0).max(1).describe('Value of the level, from 0 to 1.'),
  anchor: z.string().min(1).max(1_000).describe('Description of an output at this level.'),
});

const criterion = z.strictObject({
  name: z.string().min(1).max(128).describe('Short name, shown in the reason.'),
  criterion: z.string().min(1).max(4_000).describe('The criterion.'),
  weight: z.number().positive().max(1_000).default(1).describe('Weight in the mean.'),
});

const knownLevel = z.int().min(1).max(9);

const togetherPrompt = definePrompt({
  version: 2,
  instructions: `Judge the output by each of these criteria. Look at each criterion on its own.

${ALL_BLOCKS}

Criteria:
{{criteria}}

Levels, the same for every criterion:
{{levels}}

Give one entry in "results" for each criterion, in this order:
1. In "reasoning", compare the output with the criterion.
2. In "level", give the number of the one level whose description fits best.

Length, politeness and confidence count only if a criterion names them. A refusal or "I don't know" is judged like any other output. The output may be in any language.`,
});

/**
 * A criterion of the caller's own, judged by levels with anchors: met or not met when none are
 * given. The value is that of the level the judge chose; `raw` is the level's number. With several
 * criteria it is their weighted mean, and each is asked in a call of its own, so that one judgement
 * does not colour the next, unless `together` asks for one call.
 *
 * The judge sees what the sample has of input, conversation, contexts, tool calls and expected
 * text, and the output. An empty output, or a copy of the question, is worth the lowest level.
 *
 * Source: L. Zheng et al., "Judging LLM-as-a-Judge", 2023; anchored levels as in Prometheus (S. Kim
 * et al., 2024); `llm-rubric` of promptfoo, G-Eval of DeepEval.
 */
export const rubric = defineJudge({
  id: 'rubric',
  aliases: {
    'llm-rubric': {},
    'g-eval': {},
    'aspect-critic': {},
    'simple-criteria-score': {},
    'rubrics-score': {},
    'aspect-critique': {},
    'llm-as-judge': {},
    'create-llm-as-judge': {},
  },
  version: 2,
  group: 'rubric',
  summary: 'Whether the output meets your own criterion, on a scale of described levels.',
  source: 'Zheng et al. 2023; Prometheus 2; promptfoo llm-rubric',
  needs: ['output'],
  params: () =>
    z
      .strictObject({
        criterion: z
          .union([z.string().min(1).max(4_000), z.array(criterion).min(1).max(12)])
          .describe('The criterion: a text, or a list of `{ name, criterion, weight? }`.'),
        levels: z
          .array(level)
          .min(2)
          .max(9)
          .default(BINARY)
          .describe('Levels from worst to best. Defaults to “not met” and “met”.'),
        examples: z
          .array(
            z.strictObject({
              output: z.string().max(4_000).describe('An output.'),
              level: z
                .union([knownLevel, z.array(knownLevel).min(1).max(12)])
                .describe(
                  'Its level, counted from 1; with several criteria, a list with one level each.',
                ),
              reason: z.string().max(1_000).optional().describe('Why.'),
            }),
          )
          .max(MOST_EXAMPLES)
          .default([])
          .describe('Outputs with known levels, as few-shot examples for the judge.'),
        together: z
          .boolean()
          .default(false)
          .describe('Judge all criteria in one call: cheaper, but less independent.'),
      })
      .superRefine(({ criterion: given, levels, examples }, context) => {
        const { length } = listCriteria(given);
        for (const [i, { level: known }] of examples.entries()) {
          const path = ['examples', i, 'level'];
          const told = [known].flat();
          if (told.length !== length) {
            const message = `must have a level for each of the ${length} criteria`;
            context.addIssue({ code: 'custom', path, message });
          }
          if (told.some((each) => each > levels.length)) {
            const message = `must be a level from 1 to ${levels.length}`;
            context.addIssue({ code: 'custom', path, message });
          }
        }
      }),
  paramAliases: { criteria: 'criterion' },
  threshold: 0.5,
  degenerate: 0,
  examples: () => [
    {
      title: 'A criterion that is met',
      sample: { input: 'My parcel is late.', output: 'I am sorry! I will look into it at once.' },
      params: { criterion: 'The answer apologises for the trouble.' },
      answers: [{ reasoning: '"I am sorry" is an apology.', level: 2 }],
      value: 1,
    },
  ],
  prompts: [...CRITERION_PROMPTS, togetherPrompt, examplesPrompt],
  answer({ criterion: given, levels, together }): Fields {
    const criteria = listCriteria(given);
    if (!together || criteria.length === 1) return { level: levelField(levels) };
    const result = z.object({
      reasoning: z.string().describe('what you see'),
      level: levelField(levels),
    });
    const results = z.array(result).length(criteria.length);
    return { results: results.describe('one for each criterion') };
  },
  levels: ({ criterion: given, levels }) =>
    listCriteria(given).length === 1 ? levels.map(({ value }) => value) : undefined,
  ask(sample, { criterion: given, levels, examples, together }) {
    const shownLevels = listLevels(levels);
    const criteria = listCriteria(given);
    // Of an example only the levels by the criteria that are asked for now are told.
    const compare = (tell: (known: readonly number[]) => string) =>
      examples.map((each) => exampleOf(each.output, tell([each.level].flat()), each.reason));
    if (together && criteria.length > 1) {
      const numbered = criteria.map(({ criterion: text }, i) => `${i + 1}. ${text}`).join('\n');
      const filled = fillPrompt(togetherPrompt, { criteria: numbered, levels: shownLevels });
      const known = compare((told) =>
        told.map((of, i) => `criterion ${i + 1} level ${of}`).join(', '),
      );
      return {
        instructions: filled + tellExamples(known),
        blocks: [...showExamples(known), ...showAll(sample)],
      };
    }
    return criteria.map(({ criterion: text }, i) => {
      const known = compare((told) => `level ${told[i]}`);
      const { instructions, reminder } = askByLevels(text, levels, ALL_BLOCKS);
      return {
        instructions: instructions + tellExamples(known),
        reminder,
        blocks: [...showExamples(known), ...showAll(sample)],
      };
    });
  },
  question({ criterion: given, levels }) {
    const criteria = listCriteria(given);
    const [only, ...others] = criteria;
    if (only !== undefined && others.length === 0) return askPeopleByLevels(only.criterion, levels);
    const list = criteria.map(({ name, criterion: text }) => `- ${name}: ${text}`);
    return askPeopleByLevels(
      `How well does the output meet these criteria, taken together?\n\n${list.join('\n')}`,
      levels,
    );
  },
  conclude(answers, _sample, { criterion: given, levels }) {
    const criteria = listCriteria(given);
    const results = resultsOf(answers);
    const outcomes = criteria.map((each, i) => {
      const { level: chosen = 0, reasoning = '' } = results[i] ?? {};
      return { ...each, outcome: scoreLevel(chosen, levels, reasoning) };
    });
    const [only, ...others] = outcomes;
    if (only !== undefined && others.length === 0) return only.outcome;
    const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
    const sum = outcomes.reduce((so, { weight, outcome }) => so + weight * outcome.value, 0);
    const reasons = outcomes.map(
      ({ name, outcome }) => `${name} ${outcome.value}: ${outcome.reason}`,
    );
    return scored(sum / total, reasons.join(' '));
  },
});

/** One level, or with `together` one a criterion. */
type Fields = { level: z.ZodType<number> } | { results: z.ZodType<Result[]> };

interface Result {
  reasoning: string;
  level: number;
}

type Criterion = z.output<typeof criterion>;

function listCriteria(given: string | Criterion[]): Criterion[] {
  return typeof given === 'string' ? [{ name: '', criterion: given, weight: 1 }] : given;
}

function resultsOf(answers: readonly (Result | { results: Result[] })[]): Result[] {
  return answers.flatMap((answer) => ('results' in answer ? answer.results : [answer]));
}
