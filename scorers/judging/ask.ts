import type { JsonObject, JsonValue, TokenUsage } from '@assay/schema/types.ts';
import { z } from 'zod';
import { fingerprint } from '../fingerprint.ts';
import { readAnswer } from './answer.ts';
import { type DataBlock, fence, fenceRules } from './fence.ts';
import type {
  CacheMode,
  Completed,
  Judge,
  JudgeCall,
  JudgeMessage,
  NotCompleted,
} from './judge.ts';
import { type LevelChoice, readLevelChoice } from './level-choice.ts';

/** What a judge is asked, before it is put into words with a nonce. */
export interface Question {
  /** Trusted text: what to do. */
  instructions: string;
  /** Untrusted text: what to judge. */
  blocks: readonly DataBlock[];
}

export type AskSettings = Pick<
  JudgeCall,
  'model' | 'fallback' | 'temperature' | 'seed' | 'maxTokens' | 'logprobs'
> & {
  cache: CacheMode;
  /** Which of a scorer's votes by this model this is. */
  vote: number;
};

/** An answer that fits its schema, and what it took to get. */
export interface Answered {
  ok: true;
  answer: JsonObject;
  model: string;
  modelVersion: string | null;
  usage: TokenUsage;
  costUsd: number;
  latencyMs: number;
  /** What could have stood for the field `level`; null when the model gave no probabilities. */
  levelChoice: LevelChoice | null;
  cached: boolean;
}

const NOTHING_USED: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** What an answer lacks although it fits its schema, such as an item left out; undefined for nothing. */
export type Check = (answer: JsonObject) => string | undefined;

/**
 * Asks one question of one model: calls, reads the answer, and gives the model one turn to mend
 * what cannot be read or lacks something. Answers that fit are kept under a key made of the
 * question, the model and its settings; the nonce is no part of it. What a fallback answered is not
 * kept.
 */
export async function ask(
  question: Question,
  schema: z.ZodType<JsonObject>,
  settings: AskSettings,
  judge: Judge,
  check: Check = () => undefined,
): Promise<Answered | NotCompleted> {
  const { cache, ...asked } = settings;
  const key = fingerprint({ ...asked, ...question });
  const { value, cached } = await judge.remember<JsonValue>(key, cache, async () => {
    const made = await askAnew(question, schema, settings, judge, check);
    return { value: made as unknown as JsonValue, keep: made.ok && made.model === settings.model };
  });
  // Only what askAnew made is ever kept; the answer in it is checked again all the same.
  const result = value as unknown as Answered | NotCompleted;
  if (!result.ok || !cached) return result;
  const checked = schema.safeParse(result.answer);
  if (!checked.success || check(checked.data) !== undefined) {
    return askAnew(question, schema, settings, judge, check);
  }
  return { ...result, usage: NOTHING_USED, costUsd: 0, latencyMs: 0, cached: true };
}

async function askAnew(
  question: Question,
  schema: z.ZodType<JsonObject>,
  settings: AskSettings,
  judge: Judge,
  check: Check,
): Promise<Answered | NotCompleted> {
  const jsonSchema = toJsonSchema(schema);
  const messages = putIntoWords(question, jsonSchema, judge.nonce());
  const { model, fallback, temperature, seed, maxTokens, logprobs } = settings;
  const call: JudgeCall = {
    ...{ model, fallback, temperature, seed, maxTokens, logprobs },
    messages,
    schemaName: 'verdict',
    schema: jsonSchema,
  };

  const first = await judge.complete(call);
  if (!first.ok) return first;
  const reading = readWhole(first.text, schema, check);
  if (reading.ok) return answered(reading.answer, first);

  const second = await judge.complete({
    ...call,
    messages: [...messages, ...repairTurn(first.text, reading.problem)],
  });
  if (!second.ok) return addSpent(second, first);
  const mended = readWhole(second.text, schema, check);
  const both = addSpent(second, first);
  if (mended.ok) return { ...answered(mended.answer, second), ...both };
  return {
    ok: false,
    code: 'judge_output_invalid',
    reason: `The judge ${second.model} gave no answer that could be read, asked twice. ${mended.problem}`,
    usage: both.usage,
    costUsd: both.costUsd,
  };
}

function readWhole(text: string, schema: z.ZodType<JsonObject>, check: Check) {
  const reading = readAnswer(text, schema);
  const lack = reading.ok ? check(reading.answer) : undefined;
  return lack === undefined ? reading : { ok: false as const, problem: lack };
}

const jsonSchemas = new WeakMap<z.ZodType, JsonObject>();

/** The JSON Schema of an answer, made once a schema. */
export function toJsonSchema(schema: z.ZodType): JsonObject {
  const known = jsonSchemas.get(schema);
  if (known) return known;
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'output' }) as JsonObject;
  jsonSchemas.set(schema, made);
  return made;
}

/** The messages of a question: rules and instructions first, then the data, then the reminder. */
export function putIntoWords(
  { instructions, blocks }: Question,
  schema: JsonObject,
  nonce: string,
): JudgeMessage[] {
  return [
    {
      role: 'system',
      content: `You are a careful, impartial evaluator.\n\n${fenceRules(nonce)}\n\n${instructions}\n\nAnswer with one JSON object and nothing else, its keys in the order of this JSON Schema:\n${JSON.stringify(schema)}`,
    },
    {
      role: 'user',
      content: `${fence(blocks, nonce)}\n\nThe data ends here. Judge it by the instructions you were given before it, and answer with the JSON object alone.`,
    },
  ];
}

function repairTurn(text: string, problem: string): JudgeMessage[] {
  return [
    { role: 'assistant', content: text.slice(0, 4_000) },
    {
      role: 'user',
      content: `That answer cannot be read. ${problem} Answer again with one JSON object that fits the schema, and nothing else.`,
    },
  ];
}

function answered(answer: JsonObject, completed: Completed): Answered {
  const { model, modelVersion, usage, costUsd, latencyMs, logprobs } = completed;
  const levelChoice = logprobs && readLevelChoice(logprobs);
  return {
    ok: true,
    ...{ answer, model, modelVersion, usage, costUsd, latencyMs, levelChoice },
    cached: false,
  };
}

function addSpent<Spent extends Completed | NotCompleted>(
  spent: Spent,
  before: Completed,
): Spent & { usage: TokenUsage; costUsd: number; latencyMs: number } {
  const { usage = NOTHING_USED, costUsd = 0 } = spent;
  return {
    ...spent,
    usage: addUsage(usage, before.usage),
    costUsd: costUsd + before.costUsd,
    latencyMs: before.latencyMs + ('latencyMs' in spent ? spent.latencyMs : 0),
  };
}

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}
