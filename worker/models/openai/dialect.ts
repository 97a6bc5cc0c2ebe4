import { createTtlCache } from '../../core/ttl-cache.ts';
import type { CompletionRequest } from '../provider.ts';

/** How an answer is held to JSON, from the strictest. */
export const FORMATS = ['schema', 'object', 'none'] as const;
export type Format = (typeof FORMATS)[number];

/** What bounds an answer's tokens, in the order that they are tried. */
export const LIMIT_FIELDS = ['max_tokens', 'max_completion_tokens', 'none'] as const;
type LimitField = (typeof LIMIT_FIELDS)[number];

export type Omitted = 'temperature' | 'seed' | 'logprobs' | 'stream_options';

/** What of OpenAI's wire format a model takes. */
export interface Dialect {
  format: Format;
  limitField: LimitField;
  /** The most tokens that an answer may have; infinite when the model did not say. */
  mostOutput: number;
  /** What prompt and answer may have together; infinite when the model did not say. */
  window: number;
  omitted: ReadonlySet<Omitted>;
  topLogprobs: number;
  hasSystemRole: boolean;
  isStreamed: boolean;
  isThinkingOff: boolean;
  /** Whether the prompt must say “json”, for the format `object`. */
  saysJson: boolean;
}

export const OPENAI_DIALECT: Dialect = {
  format: 'schema',
  limitField: 'max_tokens',
  mostOutput: Number.POSITIVE_INFINITY,
  window: Number.POSITIVE_INFINITY,
  omitted: new Set(),
  topLogprobs: 10,
  hasSystemRole: true,
  isStreamed: false,
  isThinkingOff: false,
  saysJson: false,
};

/** What both dialects take. */
export function narrow(a: Dialect, b: Dialect): Dialect {
  return {
    format: laterOf(FORMATS, a.format, b.format),
    limitField: laterOf(LIMIT_FIELDS, a.limitField, b.limitField),
    mostOutput: Math.min(a.mostOutput, b.mostOutput),
    window: Math.min(a.window, b.window),
    omitted: new Set([...a.omitted, ...b.omitted]),
    topLogprobs: Math.min(a.topLogprobs, b.topLogprobs),
    hasSystemRole: a.hasSystemRole && b.hasSystemRole,
    isStreamed: a.isStreamed || b.isStreamed,
    isThinkingOff: a.isThinkingOff || b.isThinkingOff,
    saysJson: a.saysJson || b.saysJson,
  };
}

export function laterOf<Value>(order: readonly Value[], a: Value, b: Value): Value {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

// Servers are updated, and models behind a name replaced.
const REMEMBERED_MS = 3_600_000;
const MOST_ENTRIES = 1_000;

type Asked = Pick<CompletionRequest, 'model' | 'schema'>;

/** The dialects of a server's models, as calls that were answered found them; forgotten in an hour. */
export interface Dialects {
  find(model: string): Dialect;
  /** The format for one schema, where the model takes others better. */
  findFormat(asked: Asked): Format;
  learn(asked: Asked, found: { dialect: Dialect; format: Format }): void;
  /**
   * Notes that a call failed with a system message and was answered without. The second time, of a
   * call that began after the first, it is taken for the rule and no longer for chance.
   */
  suspectSystemRole(model: string, startedAtMs: number): void;
}

export function createDialects(nowMs: () => number): Dialects {
  const dialects = createTtlCache<Dialect>(REMEMBERED_MS, MOST_ENTRIES, nowMs);
  const formats = createTtlCache<Format>(REMEMBERED_MS, MOST_ENTRIES, nowMs);
  const suspected = createTtlCache<number>(REMEMBERED_MS, MOST_ENTRIES, nowMs);
  const find = (model: string) => dialects.get(model) ?? OPENAI_DIALECT;
  const learnDialect = (model: string, dialect: Dialect) =>
    dialects.set(model, narrow(find(model), dialect));
  const placeOf = ({ model, schema }: Asked) => `${model} ${JSON.stringify(schema)}`;
  return {
    find,
    findFormat: (asked) => formats.get(placeOf(asked)) ?? 'schema',
    learn(asked, { dialect, format }) {
      learnDialect(asked.model, dialect);
      if (format !== 'schema') formats.set(placeOf(asked), format);
    },
    suspectSystemRole(model, startedAtMs) {
      const atMs = suspected.get(model);
      if (atMs === undefined) suspected.set(model, nowMs());
      else if (startedAtMs > atMs) learnDialect(model, { ...find(model), hasSystemRole: false });
    },
  };
}
