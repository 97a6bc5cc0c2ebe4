import type { JsonValue } from '@assay/schema/types.ts';
import { readGenAiLog } from './dialects/gen-ai.ts';
import { DIALECTS } from './dialects/list.ts';
import type { Attributes, LogRecord, Span } from './otlp/span.ts';
import type { Reading } from './reading.ts';

/** What is kept of a span until its trace is scored. */
export interface SpanReading {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startMs: number;
  endMs: number;
  isError: boolean;
  dialect: string;
  reading: Reading;
  /** Attributes of the span and its resource that filters can test: no content, nothing nested. */
  attributes: Record<string, string | number | boolean>;
}

/** What a log record adds to its span. */
export interface LogReading {
  traceId: string;
  spanId: string;
  reading: Reading;
}

/** @returns undefined for a span that no sample is made from */
export function readSpan(span: Span): SpanReading | undefined {
  for (const { name, read } of DIALECTS) {
    const reading = read(span);
    if (reading === undefined) continue;
    const { traceId, spanId, parentSpanId, startMs, endMs, isError } = span;
    return {
      ...{ traceId, spanId, parentSpanId, name: span.name, startMs, endMs, isError },
      dialect: name,
      reading,
      attributes: testable(span.attributes, { ...testableResource(span.resource) }),
    };
  }
  return undefined;
}

export function readLog(log: LogRecord): LogReading | undefined {
  const reading = readGenAiLog(log);
  if (reading === undefined || Object.keys(reading).length === 0) return undefined;
  return { traceId: log.traceId, spanId: log.spanId, reading };
}

/** Of the text of an attribute that filters can test. */
export const MOST_CHARACTERS = 256;
const MOST_ATTRIBUTES = 128;

// What was asked and answered is content, whatever its length.
const CONTENT =
  /messages|prompt|completion|input|output|content|instructions|documents|arguments|result|\.args$|response\.(?:text|object|toolCalls)|tool\.definitions|query\.text/i;
const COUNT = /token|usage/i;
// Which prompt was used is not what it says: `app.prompt_version`, `gen_ai.prompt.name`, `promptId`.
const PROMPT_IDENTITY =
  /prompt(?:[._-]?template)?(?:[._-]?(?:name|version|id|uuid|label|tag|hash|commit|revision|slug|variant|key|type))+$/i;

// All spans of a resource share the object of its attributes.
const resources = new WeakMap<Attributes, Testable>();

function testableResource(resource: Attributes): Testable {
  const known = resources.get(resource) ?? testable(resource, {});
  resources.set(resource, known);
  return known;
}

type Testable = Record<string, string | number | boolean>;

/** Adds the first of the attributes that filters can test to others. */
function testable(attributes: Attributes, to: Testable): Testable {
  let count = 0;
  // They have no prototype whose keys could be among these.
  for (const key in attributes) {
    const value = attributes[key];
    if (!isTestable(value) || isContent(key)) continue;
    // Of `__proto__` nothing is kept: a value that is no object does not become a prototype.
    to[key] = value;
    count += 1;
    if (count === MOST_ATTRIBUTES) break;
  }
  return to;
}

// Applications use the same few keys over and over.
const contentKeys = new Map<string, boolean>();
const MOST_KEYS = 2_000;
const MOST_KEY_CHARACTERS = 200;

function isContent(key: string): boolean {
  const known = contentKeys.get(key);
  if (known !== undefined) return known;
  const is = CONTENT.test(key.replace(PROMPT_IDENTITY, '')) && !COUNT.test(key);
  if (contentKeys.size < MOST_KEYS && key.length <= MOST_KEY_CHARACTERS) contentKeys.set(key, is);
  return is;
}

function isTestable(value: JsonValue | undefined): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= MOST_CHARACTERS;
  return typeof value === 'number' || typeof value === 'boolean';
}
