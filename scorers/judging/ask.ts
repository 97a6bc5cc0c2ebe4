import type { JsonObject, JsonValue, TokenUsage } from '@assay/schema/types.ts';
import type * as z from 'zod';
import { fingerprint } from '../fingerprint.ts';
import { type Expected, type Reading, readAnswer } from './answer.ts';
import type { DataBlock } from './fence.ts';
import type {
  CacheMode,
  Completed,
  Judge,
  JudgeCall,
  JudgeMessage,
  NotCompleted,
} from './judge.ts';
import { type LevelChoice, readLevelChoice } from './level-choice.ts';
import { askAgain, putIntoWords, type Question } from './messages.ts';
import { quotedData } from './quoted-data.ts';
import { shapeOf } from './shape.ts';

export type AskSettings = Pick<
  JudgeCall,
  'model' | 'fallback' | 'temperature' | 'seed' | 'maxTokens' | 'logprobs'
> & {
  /** Tokens to ask again with, once, when an answer was cut off; no more than `maxTokens` for never. */
  mostTokens: number;
  cache: CacheMode;
  /** Which of a scorer's votes by this model this is. */
  vote: number;
};

/** An answer that has its form, and what it took to get. */
export interface Answered {
  ok: true;
  answer: JsonObject;
  model: string;
  modelVersion: string | null;
  usage: TokenUsage;
  /** Whether some of the tokens were estimated. */
  usageEstimated: boolean;
  costUsd: number;
  latencyMs: number;
  /** What could have stood for the field `level`; null when the model gave no probabilities. */
  levelChoice: LevelChoice | null;
  cached: boolean;
}

const NOTHING_USED: TokenUsage = { inputTokens: 0, outputTokens: 0 };
const NOTHING_SPENT = { usage: NOTHING_USED, usageEstimated: false, costUsd: 0, latencyMs: 0 };

/** What an answer lacks although it has its form. */
export interface Skipped {
  /** What is missing, in words for the judge. */
  problem: string;
  /** How much is missing; without end where the answer is worth nothing. */
  count: number;
}

/** Finds what an answer lacks; undefined for nothing. */
export type Check = (answer: JsonObject) => Skipped | undefined;

/** What an answer is held to beside its form. */
export interface Holding {
  check: Check;
  /** The texts of the sample as they were given: blocks may number their lines. */
  given: readonly DataBlock[];
}

/**
 * Asks one question: calls the model, reads the answer, and gives the model one turn to repair what
 * cannot be read or lacks something. A model whose answer stays unreadable, or is cut off, gives way
 * to its fallbacks like one that does not answer.
 *
 * Answers are kept under a key made of the question, the model and its settings; the marker is no
 * part of it. What a fallback answered is not kept.
 */
export async function ask(
  question: Question,
  schema: z.ZodType<JsonObject>,
  settings: AskSettings,
  judge: Judge,
  holding: Holding,
): Promise<Answered | NotCompleted> {
  const { cache, ...asked } = settings;
  const key = fingerprint({ ...asked, ...question, blocks: fingerprintOf(question.blocks) });
  const { model } = settings;
  const { value, cached } = await judge.remember<JsonValue>(model, key, cache, async () => {
    const made = await askAnew(question, schema, settings, judge, holding);
    return { value: made as unknown as JsonValue, keep: made.ok && made.model === model };
  });
  // Only what askAnew made is ever kept; the answer in it is checked again all the same.
  const result = value as unknown as Answered | NotCompleted;
  if (!result.ok || !cached) return result;
  const checked = schema.safeParse(result.answer);
  if (!checked.success || holding.check(checked.data)?.count === Infinity) {
    return askAnew(question, schema, settings, judge, holding);
  }
  return { ...result, ...NOTHING_SPENT, cached: true };
}

/** The fingerprint of a sample's blocks, made once for all votes. */
function fingerprintOf(blocks: readonly DataBlock[]): string {
  const made = fingerprints.get(blocks) ?? fingerprint(blocks);
  fingerprints.set(blocks, made);
  return made;
}

const fingerprints = new WeakMap<readonly DataBlock[], string>();

async function askAnew(
  question: Question,
  schema: z.ZodType<JsonObject>,
  { model, fallback, temperature, seed, maxTokens, mostTokens, logprobs }: AskSettings,
  judge: Judge,
  { check, given }: Holding,
): Promise<Answered | NotCompleted> {
  const shape = shapeOf(schema);
  const marker = judge.nonce();
  const request: JudgeRequest = {
    judge,
    check,
    expected: { shape, marker, data: quotedData([question.blocks, given], shape.fields) },
    messages: putIntoWords(question, shape.skeleton, marker),
    call: { temperature, seed, maxTokens, logprobs, schemaName: 'verdict', schema: shape.strict },
    mostTokens,
  };
  let models: readonly string[] = [model, ...fallback];
  let failure: NotCompleted | undefined;
  let spent: Spent = NOTHING_SPENT;
  while (models.length > 0) {
    const tried = await tryModels(models, request);
    spent = add(spent, tried.spent);
    if (tried.result.ok) return { ...tried.result, ...spent };
    // The first failure says most; that of a fallback only follows from it.
    failure ??= tried.result;
    models = tried.left;
  }
  if (failure === undefined) throw new RangeError('no model was called');
  const { latencyMs: _, ...charged } = spent;
  return { ...failure, ...charged };
}

interface JudgeRequest {
  judge: Judge;
  check: Check;
  expected: Expected;
  messages: readonly JudgeMessage[];
  call: Omit<JudgeCall, 'model' | 'fallback' | 'messages'>;
  mostTokens: number;
}

interface Spent {
  usage: TokenUsage;
  usageEstimated: boolean;
  costUsd: number;
  latencyMs: number;
}

interface Tried {
  result: Answered | NotCompleted;
  spent: Spent;
  /** The models that come after the one that answered. */
  left: readonly string[];
}

/** Asks the first of these models that answers at all, and once more what it answered unreadably. */
async function tryModels(models: readonly string[], request: JudgeRequest): Promise<Tried> {
  const first = await complete(models, request.messages, request);
  if (!first.completed.ok) return { result: first.completed, spent: first.spent, left: [] };
  const reading = read(first.completed, request);
  if (reading.ok && reading.skipped === undefined) {
    return { result: toAnswered(reading, first.completed), ...first };
  }
  const { messages, expected, call, mostTokens } = request;
  const isCutOff = !reading.ok && reading.why === 'cut off';
  // Where a limit cut one answer off, it cuts the next off too.
  if (isCutOff && mostTokens <= call.maxTokens) {
    return { ...first, result: unread(first.completed, reading, 1) };
  }

  const said = !reading.ok && reading.why === 'copied' ? null : first.completed.text;
  const problem = reading.ok ? (reading.skipped?.problem ?? '') : reading.problem;
  const again = isCutOff ? messages : askAgain(messages, said, problem, expected.marker);
  const more = isCutOff ? { ...request, call: { ...call, maxTokens: mostTokens } } : request;
  const second = await complete([first.completed.model, ...first.left], again, more);
  const both = { spent: add(first.spent, second.spent), left: second.left };
  // An answer of use stays one, unless the second has more.
  const kept = reading.ok ? toAnswered(reading, first.completed) : undefined;
  if (!second.completed.ok) {
    const failure = isCutOff ? unread(first.completed, reading, 1) : second.completed;
    return { result: kept ?? failure, ...both };
  }
  const repaired = read(second.completed, request);
  if (kept && !(repaired.ok && lackOf(repaired) < lackOf(reading))) {
    return { result: kept, ...both };
  }
  const result = repaired.ok
    ? toAnswered(repaired, second.completed)
    : unread(second.completed, repaired, 2);
  return { result, ...both };
}

async function complete(
  models: readonly string[],
  messages: readonly JudgeMessage[],
  { judge, call }: JudgeRequest,
): Promise<{ completed: Completed | NotCompleted; spent: Spent; left: readonly string[] }> {
  const [model = '', ...fallback] = models;
  const completed = await judge.complete({ ...call, model, fallback, messages });
  const { usage = NOTHING_USED, usageEstimated = false, costUsd = 0 } = completed;
  const latencyMs = completed.ok ? completed.latencyMs : 0;
  const at = completed.ok ? Math.max(0, models.indexOf(completed.model)) : models.length;
  const spent = { usage, usageEstimated, costUsd, latencyMs };
  return { completed, spent, left: models.slice(at + 1) };
}

type Read =
  | (Extract<Reading, { ok: true }> & { skipped?: Skipped })
  | Extract<Reading, { ok: false }>;

function read(completed: Completed, { expected, check }: JudgeRequest): Read {
  const reading = readAnswer(completed, expected);
  if (!reading.ok) return reading;
  const skipped = check(reading.answer);
  if (skipped === undefined) return reading;
  if (skipped.count < Infinity) return { ...reading, skipped };
  return { ok: false, problem: skipped.problem, why: 'unreadable' };
}

function lackOf(reading: Read): number {
  return reading.ok ? (reading.skipped?.count ?? 0) : Infinity;
}

const MOST_SHOWN = 2_000;

function unread(
  { model, text, reasoningText }: Completed,
  { problem, why }: Extract<Reading, { ok: false }>,
  times: 1 | 2,
): NotCompleted {
  const said = text.trim() === '' ? (reasoningText ?? '') : text;
  const answer = said.length > MOST_SHOWN ? `${said.slice(0, MOST_SHOWN)}…` : said;
  const shown = answer.trim() === '' ? {} : { answer };
  if (why === 'cut off') {
    const reason = `The answer of the judge ${model} was cut off at its token limit, including thinking, before it was complete. Raise \`maxOutputTokens\`, or the server’s context window if that is smaller.`;
    return { ok: false, code: 'judge_output_cut_off', reason, ...shown };
  }
  const asked = times === 2 ? ', even after a retry' : '';
  if (why === 'empty') {
    const thought = answer.trim() === '' ? '' : ' apart from its thinking';
    const reason = `The answer of the judge ${model} was empty${thought}${asked}.`;
    return { ok: false, code: 'judge_output_invalid', reason, ...shown };
  }
  const reason = `The answer of the judge ${model} could not be parsed${asked}. ${problem}`;
  return { ok: false, code: 'judge_output_invalid', reason, ...shown };
}

function toAnswered(
  { answer, object, text }: Extract<Reading, { ok: true }>,
  { model, modelVersion, logprobs, ...completed }: Completed,
): Answered {
  const { usage, usageEstimated = false, costUsd, latencyMs } = completed;
  const levelChoice = logprobs && readLevelChoice(logprobs, text, object);
  return {
    ok: true,
    ...{ answer, model, modelVersion, levelChoice, cached: false },
    ...{ usage, usageEstimated, costUsd, latencyMs },
  };
}

function add(a: Spent, b: Spent): Spent {
  return {
    usage: addUsage(a.usage, b.usage),
    usageEstimated: a.usageEstimated || b.usageEstimated,
    costUsd: a.costUsd + b.costUsd,
    latencyMs: a.latencyMs + b.latencyMs,
  };
}

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}

/** `usageEstimated`, where some of the parts have it. */
export function estimatedIn(parts: readonly { usageEstimated?: boolean }[]): {
  usageEstimated?: true;
} {
  return parts.some(({ usageEstimated }) => usageEstimated) ? { usageEstimated: true } : {};
}
