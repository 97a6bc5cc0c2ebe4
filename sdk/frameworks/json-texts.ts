import { type Dialect, isText, type Path } from '@assay/schema/guard-stream/dialect.ts';
import { jsonPointer, pointerSteps } from '@assay/schema/json-pointer.ts';
import type { GuardedText } from './guard-texts.ts';

/** A text in JSON, and where it is. */
export interface JsonText extends GuardedText {
  path: Path;
}

/** JSON with more texts, or deeper ones, than are checked. */
export class TooManyTexts extends Error {
  override name = 'TooManyTexts';
}

const DEEPEST = 64;
// What providers and frameworks write there is no prose: checking it would only cost time.
const NAMES = new Set(
  ['id', 'object', 'model', 'role', 'type', 'status', 'finish_reason', 'finishReason'].concat([
    'stop_reason',
    'system_fingerprint',
    'service_tier',
    'tool_call_id',
    'toolCallId',
  ]),
);
const NAME = /^[\w.:/-]{1,64}$/;
const MEDIA = /^data:(?:image|audio|video)\/[\w.+-]+;base64,/;
const RESULT_TYPE = /^(?:tool[-_](?!use|call)|dynamic-tool|\w+_call_output)/;

interface Place {
  value: unknown;
  path: Path;
  stage: GuardedText['stage'];
  /** Pointers that lead here, by the steps that are left; undefined for everything below. */
  rest: readonly string[][] | undefined;
}

/**
 * The texts in JSON, in order.
 *
 * @param pointers JSON pointers, in which `*` is any key or index; if omitted, every text but the names
 *   that protocols use, such as an id or a role
 * @throws TooManyTexts if there are more than `most`
 */
export function textsInJson(
  body: unknown,
  pointers: readonly string[] | undefined,
  most: number,
): JsonText[] {
  const found: JsonText[] = [];
  const waiting: Place[] = [
    { value: body, path: [], stage: 'input', rest: pointers?.map(pointerSteps) },
  ];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { value, path, stage, rest } = place;
    const isNamed = rest?.some((steps) => steps.length === 0) ?? true;
    if (isText(value) && isNamed && !(rest === undefined && isName(value, path.at(-1)))) {
      if (found.push({ stage, text: wellFormed(value), path }) > most) throw tooMany(most);
    }
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= DEEPEST)
      throw new TooManyTexts(`The JSON is nested deeper than ${DEEPEST}.`);
    waiting.push(...membersOf(place).reverse());
  }
  return found;
}

/** The text with U+FFFD for halves of surrogate pairs, which no request can carry. */
export function wellFormed(text: string): string {
  return text.replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

function membersOf({ value, path, stage, rest }: Place): Place[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(Object(value));
  return entries.flatMap(([key, member]): Place[] => {
    const next = rest
      ?.filter(([step]) => step === '*' || step === String(key))
      .map((steps) => steps.slice(1));
    if (next?.length === 0) return [];
    const below = isFromTool(value) ? 'tool-result' : stage;
    return [{ value: member, path: [...path, key], stage: below, rest: next }];
  });
}

function isName(text: string, key: string | number | undefined): boolean {
  return MEDIA.test(text) || (typeof key === 'string' && NAMES.has(key) && NAME.test(text));
}

/** Whether an object is what a tool returned, in one of the dialects of providers. */
function isFromTool(value: unknown): boolean {
  const { role, type } = Object(value);
  return (
    role === 'tool' || role === 'function' || (typeof type === 'string' && RESULT_TYPE.test(type))
  );
}

function tooMany(most: number): TooManyTexts {
  return new TooManyTexts(`The JSON has more than ${most} texts.`);
}

/** Reads JSON of an application's own shape as chunks of a stream. */
export function dialectOfTexts(textsOf: (chunk: unknown) => readonly JsonText[]): Dialect {
  return {
    name: 'text',
    recognizes: (chunk) => typeof chunk === 'object' && chunk !== null,
    read: (chunk) =>
      textsOf(chunk).map(({ text, path }) => {
        return { kind: 'text', part: jsonPointer(path), text, path };
      }),
  };
}

/** Puts another text in place, in a list or an object. */
export function setTextAt(body: object, path: Path, text: string): void {
  let holder: unknown = body;
  for (const step of path.slice(0, -1)) holder = Object(holder)[step];
  const property = { value: text, configurable: true, enumerable: true, writable: true };
  // Not an assignment, which means something else for the key `__proto__`.
  Object.defineProperty(Object(holder), path.at(-1) ?? '', property);
}
