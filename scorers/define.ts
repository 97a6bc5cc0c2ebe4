import { ScorerReference as Reference } from '@assay/schema/scorer-reference.ts';
import type {
  CorpusScore,
  JsonObject,
  ProblemField,
  QuestionVersionInput,
  Score,
  ScorerExample,
  ScorerKind,
  ScorerReference,
} from '@assay/schema/types.ts';
import * as z from 'zod';
import type { DefaultModels, Embedder, Judge, Reranker } from './judging/judge.ts';
import type { Outcome } from './outcome.ts';
import type { SampleField, SampleView } from './sample.ts';
import type { Work } from './work.ts';

export type ScorerGroup =
  | 'text'
  | 'format'
  | 'retrieval'
  | 'agents'
  | 'code'
  | 'composite'
  | 'grounding'
  | 'rubric'
  | 'quality'
  | 'safety'
  | 'detectors'
  | 'conversation'
  | 'similarity';

/** What a scorer may ask for beyond its arguments, by name in `uses`. */
export interface Capabilities {
  /** The scores that the inner scorers gave this same sample, in the order of `inner`. */
  scores: readonly Score[];
  /** Scores another sample, such as one part of this one, by the i-th inner scorer. */
  scoreBy(i: number, sample: SampleView): Promise<Score>;
  /** Asks a model; most scorers that do are made by `defineJudge`. */
  judge: Judge;
  /** Turns texts into vectors. */
  embed: Embedder;
  /** Tells how relevant texts are to another. */
  rerank: Reranker;
}

/** What every scorer may use, undeclared. */
export interface Always {
  /** Is charged, before the work is done, for all that grows faster than the texts themselves. */
  work: Work;
}

/** The capabilities that ask models. */
export type ModelCapabilities = Pick<Capabilities, 'judge' | 'embed' | 'rerank'>;

/** A scorer that stands in another's parameters, and the JSON pointer of its place there. */
export interface InnerReference {
  pointer: string;
  reference: ScorerReference;
}

export type Capability = keyof Capabilities;

type SampleWith<Needs extends SampleField> = SampleView & Required<Pick<SampleView, Needs>>;

/** The schema of a scorer's parameters. One that is made on first use costs nothing at the start. */
export type ParamsSchema<Shape extends z.ZodRawShape> =
  | z.ZodObject<Shape, z.core.$strict>
  | (() => z.ZodObject<Shape, z.core.$strict>);

/** Samples and the value each gets. What makes them when they are first asked for costs nothing at the start. */
export type Examples = readonly ScorerExample[] | (() => readonly ScorerExample[]);

export function examplesOf(examples: Examples): readonly ScorerExample[] {
  return typeof examples === 'function' ? examples() : examples;
}

interface Declaration<
  Id extends string,
  Shape extends z.ZodRawShape,
  Needs extends SampleField,
  Uses extends Capability,
> {
  /** Name in kebab-case, unique among ids and aliases. */
  id: Id;
  /** Names from other tools, each with the parameters it stands for. */
  aliases?: Readonly<Record<string, JsonObject>>;
  /** Counts up when the same sample and parameters could get another score. */
  version: number;
  kind: ScorerKind;
  group: ScorerGroup;
  /** What it measures, in one sentence. */
  summary: string;
  /** The paper, specification or tool it follows. */
  source: string;
  /** Fields of the sample that it needs. */
  needs: readonly Needs[];
  /** Capabilities it uses; others are not there to touch. */
  uses?: readonly Uses[];
  /** Schema of the parameters, or what makes it, called when it is first asked for. */
  params: ParamsSchema<Shape>;
  /** Other names of parameters, each with the one it stands for. A reference gives one of the two. */
  paramAliases?: Readonly<Record<string, string>>;
  /** The value from which it passes when the reference names none; null when it only measures. */
  threshold: number | null;
  /** Samples and the value each gets, or what makes them; tests hold them true. */
  examples: Examples;
  /** The scorers that its parameters name, for those that use `scores` or `scoreBy`. */
  inner?(params: z.output<z.ZodObject<Shape, z.core.$strict>>): InnerReference[];
  /** Faults that show only once the names of the inner scores are known. */
  checkInner?(
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
    names: readonly string[],
  ): ProblemField[];
  /**
   * Compiles what the parameters hold, once a plan, and gives the faults that only this shows.
   *
   * @param work bounds what all scorers of the plan compile
   */
  compile?(params: z.output<z.ZodObject<Shape, z.core.$strict>>, work: Work): ProblemField[];
  /** Parameters with the deployment's models where they name none, for those that ask models. */
  withModels?(
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
    models: DefaultModels,
  ): z.output<z.ZodObject<Shape, z.core.$strict>>;
  /** All that decides its scores beside id and version; its parameters if omitted. */
  behaviour?(params: z.output<z.ZodObject<Shape, z.core.$strict>>): JsonObject;
  /** The metric of many samples together, of the sums of their `counts`, where it is not the mean. */
  corpus?(
    counts: readonly number[],
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
  ): CorpusScore;
  /** What it asks, as people can be asked it. */
  question?(params: z.output<z.ZodObject<Shape, z.core.$strict>>): QuestionVersionInput;
  score(
    sample: SampleWith<Needs>,
    params: z.output<z.ZodObject<Shape, z.core.$strict>>,
    can: Pick<Capabilities, Uses> & Always,
  ): Outcome | Promise<Outcome>;
}

/** A declared scorer, its own types kept for those who import it by name. */
export interface Scorer<Id extends string = string, Input = unknown> {
  readonly id: Id;
  readonly aliases: Readonly<Record<string, JsonObject>>;
  readonly version: number;
  readonly kind: ScorerKind;
  readonly group: ScorerGroup;
  readonly summary: string;
  readonly source: string;
  readonly needs: readonly SampleField[];
  readonly uses: readonly Capability[];
  readonly params: z.ZodType<JsonObject, Input>;
  readonly paramAliases: Readonly<Record<string, string>>;
  readonly threshold: number | null;
  readonly examples: readonly ScorerExample[];
  inner(params: JsonObject): InnerReference[];
  /** Pointers are into the parameters. */
  checkInner(params: JsonObject, names: readonly string[]): ProblemField[];
  /** Pointers are into the parameters. */
  compile(params: JsonObject, work: Work): ProblemField[];
  withModels(params: JsonObject, models: DefaultModels): JsonObject;
  behaviour(params: JsonObject): JsonObject;
  /** Only of metrics whose number for a corpus is not the mean of its samples. */
  corpus?(counts: readonly number[], params: JsonObject): CorpusScore;
  /** Only of judges: what is asked of people to check it. */
  question?(params: JsonObject): QuestionVersionInput;
  score(
    sample: SampleView,
    params: JsonObject,
    can: Capabilities & Always,
  ): Outcome | Promise<Outcome>;
}

/**
 * Declares a scorer: a versioned definition that turns a sample into one score.
 *
 * @example
 * export const startsWith = defineScorer({
 *   id: 'starts-with', version: 1, kind: 'code', group: 'text',
 *   summary: 'Whether the output begins with a text.', source: 'promptfoo starts-with',
 *   needs: ['output'], params: () => z.strictObject({ value: z.string() }), threshold: 1,
 *   examples: () => [], score: ({ output }, { value }) => scored(output.startsWith(value) ? 1 : 0, '…'),
 * });
 */
export function defineScorer<
  const Id extends string,
  Shape extends z.ZodRawShape,
  const Needs extends SampleField = never,
  const Uses extends Capability = never,
>({
  params,
  examples,
  ...declaration
}: Declaration<Id, Shape, Needs, Uses>): Scorer<Id, z.input<z.ZodObject<Shape, z.core.$strict>>> {
  let schema: z.ZodObject<Shape, z.core.$strict> | undefined;
  let made: readonly ScorerExample[] | undefined;
  const scorer = {
    ...DEFAULTS,
    ...declaration,
    get params() {
      schema ??= schemaOf(params);
      return schema;
    },
    get examples() {
      made ??= examplesOf(examples);
      return made;
    },
  };
  // The runner parses params and checks needs before it calls, which is what makes this sound.
  return scorer as unknown as Scorer<Id, z.input<z.ZodObject<Shape, z.core.$strict>>>;
}

export function schemaOf<Shape extends z.ZodRawShape>(
  params: ParamsSchema<Shape>,
): z.ZodObject<Shape, z.core.$strict> {
  return typeof params === 'function' ? params() : params;
}

const DEFAULTS = {
  aliases: {},
  paramAliases: {},
  uses: [],
  inner: () => [],
  checkInner: () => [],
  compile: () => [],
  withModels: (params: JsonObject) => params,
  behaviour: (params: JsonObject) => params,
};

/** The parameter through which composite scorers name the scorers inside them. */
export const scorersParam = z
  .array(Reference)
  .min(1)
  .describe('The inner scorers, each by name or with its settings.');

/** `inner` of a scorer with that parameter. */
export function innerScorers({ scorers }: { scorers: ScorerReference[] }): InnerReference[] {
  return scorers.map((reference, i) => ({ pointer: `/scorers/${i}`, reference }));
}
