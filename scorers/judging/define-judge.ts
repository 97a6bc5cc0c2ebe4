import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, QuestionVersionInput } from '@assay/schema/types.ts';
import * as z from 'zod';
import {
  defineScorer,
  type Examples,
  examplesOf,
  type ParamsSchema,
  type Scorer,
  type ScorerGroup,
  schemaOf,
} from '../define.ts';
import { abstained, failed, type Outcome, scored, scoreError } from '../outcome.ts';
import { readSample, type SampleField, type SampleView } from '../sample.ts';
import { sizeOf } from '../sample-size.ts';
import { shorten } from '../shorten.ts';
import type { Answered } from './ask.ts';
import { addUsage, ask, estimatedIn, type Skipped } from './ask.ts';
import { findContradiction } from './contradiction.ts';
import { findDegenerate } from './degenerate.ts';
import { type DialShape, type Dials, dialFaults, dials } from './dials.ts';
import { type DataBlock, defuse, showGiven } from './fence.ts';
import type { Judge, JudgeWarning, NotCompleted } from './judge.ts';
import type { Question } from './messages.ts';
import { poll } from './panel.ts';
import type { Prompt } from './prompt.ts';
import { askPeopleToPass } from './question-for-people.ts';
import { toJsonSchema } from './shape.ts';
import type { Ballot } from './votes.ts';

/** Counts up when fences, rules or the reading of answers change what judges say or what is read. */
const PROTOCOL_VERSION = 3;
/** Tokens of an answer, thinking included, and of a second try when that was cut off. */
const OUTPUT_TOKENS = { usual: 4_096, most: 16_384 };

// Once a sample, and with each call of the model; what the model does is not Assay's work.
const STEPS_PER_CHARACTER = 100;
const STEPS_PER_CHARACTER_ASKED = 2;
/** Each is a call of the model, and a vote asks all of them. */
const MOST_QUESTIONS = 25;

type Params<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;
type SampleWith<Needs extends SampleField> = SampleView & Required<Pick<SampleView, Needs>>;

/** An answer as `conclude` gets it: the declared fields after the judge's reasoning. */
export type Answer<Fields extends z.ZodRawShape> = Fields extends unknown
  ? { reasoning: string } & z.output<z.ZodObject<Fields>>
  : never;

/** A question with the fields of its answer, where they are not those of every question. */
export interface PosedQuestion extends Question {
  fields?: z.ZodRawShape;
}

/** What one vote comes to, with what to warn of. */
export type Conclusion = Outcome & {
  warnings?: readonly JudgeWarning[];
  /** What the judge passed over, and is asked for once more: a warning where it does so again. */
  skipped?: Skipped | undefined;
};

interface JudgeDeclaration<
  Id extends string,
  Shape extends z.ZodRawShape,
  Needs extends SampleField,
  Fields extends z.ZodRawShape,
> {
  /** These are as in `defineScorer`. */
  id: Id;
  aliases?: Readonly<Record<string, JsonObject>>;
  version: number;
  group: ScorerGroup;
  summary: string;
  source: string;
  needs: readonly Needs[];
  /** Its own parameters; the dials are added to them. */
  params: ParamsSchema<Shape>;
  paramAliases?: Readonly<Record<string, string>>;
  threshold: number | null;
  /** Each with `answers`, what the judge is scripted to say: one a question. */
  examples: Examples;
  /** The templates it may use: their text is part of the fingerprint. */
  prompts: readonly Prompt[];
  /** The fields of an answer; `reasoning` is put before them. Describe each: the judge reads it. */
  answer: Fields | ((params: Params<Shape>) => Fields);
  /**
   * What an output that says nothing is worth, without a call: a value, or `abstain`, or `ask`.
   * A copy of the input counts as saying nothing only where that is worth 0.
   */
  degenerate: 0 | 1 | 'abstain' | 'ask';
  /**
   * The questions to ask, one call each; most scorers have one. An outcome, where the sample leaves
   * nothing to ask.
   */
  ask(
    sample: SampleWith<Needs>,
    params: Params<Shape>,
  ): PosedQuestion | readonly PosedQuestion[] | Outcome;
  /**
   * The values of levels 1, 2, … for scorers with one question whose answer has a field `level`:
   * with it the dial `logprobs` can weigh them.
   */
  levels?(params: Params<Shape>): readonly number[] | undefined;
  /** What people are asked to check it. Whether the sample passes, by the judge's instructions, if omitted. */
  question?(params: Params<Shape>): QuestionVersionInput;
  /** Turns the answers, one a question, into an outcome. Pure: the dials are not its business. */
  conclude(
    answers: readonly [Answer<Fields>, ...Answer<Fields>[]],
    sample: SampleWith<Needs>,
    params: Params<Shape>,
  ): Conclusion;
}

/**
 * Declares a scorer that asks a judge. Everything around the question is done here, once: fences,
 * the dials, reading and repairing answers, votes, errors, cost.
 *
 * To add one: a file in the folder of its group, a line in `registry.ts`, a test. The file holds a
 * docstring (what it measures, how the value comes about, the source, the edges), the prompt as a
 * `definePrompt` value, and the declaration. Where a single criterion with two to five anchored
 * levels says it all, use `defineCriterion`, which is shorter still.
 *
 * - Instructions are trusted text; sample fields never go into them, only into `blocks` (through
 *   `show(sample, ['input', 'output'])`), which are fenced. They are the same for every sample; what
 *   hangs on the sample, such as the numbers of its items, is the question's `task`.
 * - Ask for facts and few levels, never for a number from 1 to 10, and do the arithmetic in
 *   `conclude`. Ask for quotes, and find them with `findQuote`.
 * - Keep free text in answers short (`.max()` on strings would waste a repair turn: say it in
 *   `.describe`). Lists are bounded with `.max()`.
 * - An answer that fits its schema and is worth nothing all the same, such as one that leaves an
 *   item out, is `failed('judge_output_invalid', …)`: with a single question the judge is told the
 *   reason and has one turn to fix it.
 * - What the judge could not tell is `abstained(…)`, never a middle value.
 * - Counting up `prompt.version` or `version` changes the fingerprint; editing the text does too.
 * - Tests: `scriptedJudge` in `testing/judge.ts` answers in the judge's place; `laws.test.ts` runs
 *   every example with its `answers` already.
 *
 * @example
 * const prompt = definePrompt({ version: 1, instructions: 'Say whether the output apologises.' });
 *
 * export const apology = defineJudge({
 *   id: 'apology', version: 1, group: 'quality',
 *   summary: 'Whether the output apologises.', source: 'Assay',
 *   needs: ['output'], params: () => z.strictObject({}), threshold: 1, degenerate: 0,
 *   examples: () => [{
 *     title: 'An apology', sample: { output: 'I am sorry.' },
 *     answers: [{ reasoning: '"I am sorry" apologises.', apologises: true }], value: 1,
 *   }],
 *   prompts: [prompt],
 *   answer: { apologises: z.boolean().describe('Whether it does.') },
 *   ask: (sample) => ({ instructions: fillPrompt(prompt, {}), blocks: show(sample, ['output']) }),
 *   conclude: ([{ reasoning, apologises }]) => scored(apologises ? 1 : 0, reasoning),
 * });
 */
export function defineJudge<
  const Id extends string,
  Shape extends z.ZodRawShape,
  const Needs extends SampleField,
  Fields extends z.ZodRawShape,
>(
  declaration: JudgeDeclaration<Id, Shape, Needs, Fields>,
): Scorer<Id, z.input<z.ZodObject<Shape & DialShape, z.core.$strict>>> {
  const { prompts, answer, degenerate, ask: pose, levels, conclude, ...same } = declaration;
  const schemaFor = answerSchemas(answer);

  async function cast(
    questions: readonly PosedQuestion[],
    sample: SampleWith<Needs>,
    params: Params<Shape>,
    judge: Judge,
    model: string,
    i: number,
    given: readonly DataBlock[],
  ): Promise<Ballot> {
    const set = params as unknown as Dials;
    const answers = await Promise.all(
      questions.map(({ fields, ...question }) =>
        ask(
          question,
          (fields ? withReasoning(fields) : schemaFor(params)) as unknown as z.ZodType<JsonObject>,
          {
            model,
            fallback: set.fallback ?? [],
            temperature: set.temperature ?? (set.samples > 1 || i > 0 ? 0.7 : 0),
            seed: set.seed === undefined ? null : set.seed + i,
            maxTokens: set.maxOutputTokens ?? OUTPUT_TOKENS.usual,
            mostTokens: set.maxOutputTokens ?? OUTPUT_TOKENS.most,
            logprobs: set.logprobs,
            cache: set.cache,
            vote: i,
          },
          judge,
          {
            given,
            check: (answer) =>
              findContradiction(answer) ??
              (questions.length === 1 ? findLack(answer, sample, params) : undefined),
          },
        ),
      ),
    );
    const broken = answers.find((given) => !given.ok);
    if (broken && !broken.ok) return noVote(model, broken, answers);
    const whole = answers.flatMap((given) => (given.ok ? [given] : []));
    const [first, ...others] = whole;
    if (first === undefined) throw new RangeError('a judge scorer asks at least one question');

    const read = (given: Answered) => given.answer as unknown as Answer<Fields>;
    const concluded = conclude([read(first), ...others.map(read)], sample, params);
    const weighed = weighLevels(concluded, first, others.length > 0 ? undefined : levels?.(params));
    return toBallot(model, whole, weighed);
  }

  /** What an answer to a single question lacks, so that the judge can add it. */
  function findLack(
    answer: JsonObject,
    sample: SampleWith<Needs>,
    params: Params<Shape>,
  ): Skipped | undefined {
    const concluded = conclude([answer as unknown as Answer<Fields>], sample, params);
    const isInvalid = concluded.status === 'error' && concluded.code === 'judge_output_invalid';
    return isInvalid ? { problem: concluded.reason, count: Infinity } : concluded.skipped;
  }

  const scorer = defineScorer({
    ...same,
    kind: 'judge',
    uses: ['judge'],
    params: () => withDials(schemaOf(same.params)),
    withModels: (params, { judge, fallback = [] }) => ({
      ...params,
      ...(params.model === undefined && params.jury === undefined && judge
        ? { model: judge, fallback: params.fallback ?? [...fallback] }
        : {}),
    }),
    behaviour({ cache: _, ...params }) {
      return {
        params,
        protocol: PROTOCOL_VERSION,
        prompts: prompts.map(({ version, instructions }) => ({ version, instructions })),
        answer: toJsonSchema(schemaFor(params as unknown as Params<Shape>)),
      } as unknown as JsonObject;
    },
    question: (params) =>
      declaration.question?.(params as unknown as Params<Shape>) ??
      askPeopleToPass(declaration.summary, posedFor(params as unknown as Params<Shape>)),
    async score(sample, params, { judge, work }) {
      const complete = sample as SampleWith<Needs>;
      const own = params as unknown as Params<Shape>;
      const posed = pose(complete, own);
      if ('status' in posed) return posed;
      const questions = 'blocks' in posed ? [posed] : posed;
      const early = decideEarly(sample, questions);
      if (early) return early;
      const set = params as unknown as Dials;
      if (questions.length > MOST_QUESTIONS) {
        return failed(
          'sample_too_large',
          `The sample takes ${questions.length} questions to a judge; at most ${MOST_QUESTIONS} are asked.`,
        );
      }
      const asked = questions.length * votesOf(set);
      const steps = STEPS_PER_CHARACTER + asked * STEPS_PER_CHARACTER_ASKED;
      work.spend(sizeOf(sample) * steps, 'putting the sample before a judge');
      const given = showGiven(sample);
      return poll(set, judge, (model, i) => cast(questions, complete, own, judge, model, i, given));
    },
  });
  return scorer as unknown as Scorer<Id, z.input<z.ZodObject<Shape & DialShape, z.core.$strict>>>;

  /** The questions that its first example leads to: their instructions are those of every sample. */
  function posedFor(params: Params<Shape>): readonly PosedQuestion[] {
    const [example] = examplesOf(declaration.examples);
    if (example === undefined) return [];
    const posed = pose(readSample(example.sample) as SampleWith<Needs>, params);
    if ('status' in posed) return [];
    return 'blocks' in posed ? [posed] : posed;
  }

  function decideEarly(sample: SampleView, questions: readonly Question[]): Outcome | undefined {
    const isJudged = (declaration.needs as readonly SampleField[]).includes('output');
    if (degenerate === 'ask' || !isJudged || sample.output === undefined) return undefined;
    const told = questions.map(({ instructions }) => instructions);
    const found = findDegenerate(sample.output, [sample.input, ...told]);
    if (found === undefined || (found.kind === 'copy' && degenerate !== 0)) return undefined;
    const reason = `${found.reason} No judge was asked.`;
    return degenerate === 'abstain' ? abstained(reason) : scored(degenerate, reason);
  }
}

/** Votes that the dials ask for, without those of a cascade that may not be needed. */
function votesOf({ jury, samples }: Dials): number {
  return (jury?.length ?? 1) * samples;
}

function withDials<Shape extends z.ZodRawShape>(params: z.ZodObject<Shape, z.core.$strict>) {
  const taken = Object.keys(params.shape).find((name) => name in dials().shape);
  if (taken) throw new RangeError(`a parameter cannot be named ${taken}: that is a judge option`);
  // Extended safely: the scorer's own refinements stay.
  const all = (params as unknown as z.ZodObject).safeExtend(dials().shape);
  return all.superRefine((set, context) => {
    for (const { path, message } of dialFaults(set as unknown as Dials)) {
      context.addIssue({ code: 'custom', path, message });
    }
  }) as unknown as z.ZodObject<DialShape, z.core.$strict>;
}

const reasoning = z.string().describe('a few sentences, before you decide');
const schemas = new WeakMap<z.ZodRawShape, z.ZodObject>();

/** The schema of an answer with these fields, made once. */
function withReasoning(fields: z.ZodRawShape): z.ZodObject {
  const schema = schemas.get(fields) ?? z.object({ reasoning, ...fields });
  schemas.set(fields, schema);
  return schema;
}

/** The schema of an answer, reasoning first: made once where it does not hang on the parameters. */
function answerSchemas<Shape extends z.ZodRawShape, Fields extends z.ZodRawShape>(
  answer: Fields | ((params: Params<Shape>) => Fields),
) {
  const make = (fields: Fields) => z.object({ reasoning, ...fields });
  if (typeof answer === 'function') {
    // Parameters are settled once and stay the same object from sample to sample.
    const known = new WeakMap<object, ReturnType<typeof make>>();
    return (params: Params<Shape>) => {
      const place: object = params;
      const schema = known.get(place) ?? make(answer(params));
      known.set(place, schema);
      return schema;
    };
  }
  let schema: ReturnType<typeof make> | undefined;
  return () => {
    schema ??= make(answer);
    return schema;
  };
}

/** Replaces a level's value by its mean over the probabilities of all levels. */
function weighLevels(
  concluded: Conclusion,
  { levelChoice }: Answered,
  values: readonly number[] | undefined,
): Conclusion & { sureness: number | null } {
  if (concluded.status !== 'scored' || !values || !levelChoice) {
    return { ...concluded, sureness: null };
  }
  const known = levelChoice.flatMap(({ level, probability }) => {
    const value = values[level - 1];
    return value === undefined ? [] : [{ value, probability }];
  });
  const total = known.reduce((sum, { probability }) => sum + probability, 0);
  if (total === 0) return { ...concluded, sureness: null };
  const value = known.reduce((sum, level) => sum + (level.value * level.probability) / total, 0);
  const chosen = concluded.value;
  const distance = known.map(
    (level) => (Math.abs(level.value - chosen) * level.probability) / total,
  );
  return { ...concluded, value, sureness: 1 - distance.reduce((sum, part) => sum + part, 0) };
}

function toBallot(
  model: string,
  answers: readonly Answered[],
  { sureness, warnings = [], skipped, ...outcome }: Conclusion & { sureness: number | null },
): Ballot {
  const [first] = answers;
  const answeredBy = first?.model ?? model;
  const reason = defuse(outcome.reason).trim() || 'The judge gave no reason.';
  const vote = {
    model: answeredBy,
    modelVersion: first?.modelVersion ?? null,
    value: outcome.status === 'scored' ? outcome.value : null,
    reason: shorten(reason, LIMITS.reasonCharacters),
    counted: true,
    usage: answers.map(({ usage }) => usage).reduce(addUsage),
    ...estimatedIn(answers),
    costUsd: answers.reduce((sum, { costUsd }) => sum + costUsd, 0),
    latencyMs: Math.max(...answers.map(({ latencyMs }) => latencyMs)),
    cached: answers.every(({ cached }) => cached),
  };
  const fellBack = answers.some((given) => given.model !== model);
  return {
    judge: model,
    vote,
    outcome: { ...outcome, reason },
    sureness,
    warnings: [
      ...warnings,
      ...(skipped === undefined ? [] : (['claims_missing'] as const)),
      ...(fellBack ? (['fallback_used'] as const) : []),
    ],
  };
}

function noVote(
  model: string,
  { code, reason, answer }: NotCompleted,
  answers: readonly (Answered | NotCompleted)[],
): Ballot {
  const nothing = { inputTokens: 0, outputTokens: 0 };
  const failure = { ...failed(code, reason), ...(answer === undefined ? {} : { answer }) };
  const vote = {
    ...{ model, modelVersion: null, value: null, reason, counted: true },
    usage: answers.map(({ usage }) => usage ?? nothing).reduce(addUsage, nothing),
    ...estimatedIn(answers),
    costUsd: answers.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
    latencyMs: 0,
    cached: false,
    error: scoreError(failure),
  };
  return { judge: model, vote, outcome: failure, sureness: null, warnings: [] };
}
