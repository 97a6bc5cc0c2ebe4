import { callInPart, type PartCall, readCallForm } from '@assay/schema/content-calls.ts';
import { exactJson } from '@assay/schema/exact-number.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { AnyToolCall, JsonObject } from '@assay/schema/types.ts';

/** A tool call as scorers see it, whatever dialect it was written in. */
export interface ToolCallView {
  id?: string;
  name: string;
  /** The parsed arguments; null when the model wrote no JSON object, or one nested too deeply. */
  arguments: JsonObject | null;
  /** The same with `ExactNumber`s, where numbers are written that no double holds. */
  exactArguments?: Readonly<Record<string, unknown>>;
  /** The arguments as the model wrote them, or as JSON. */
  argumentsText: string;
}

/** Reads a tool call in any of the forms that the schema accepts. */
export function readToolCall(call: AnyToolCall): ToolCallView {
  const read = readCallForm(call);
  if ('message' in read) throw new TypeError(read.message);
  return viewOf(read);
}

/** The call that a content part holds: one, or none. */
export function callsInPart(part: object): ToolCallView[] {
  const call = callInPart(part);
  return call === undefined || 'message' in call ? [] : [viewOf(call)];
}

function viewOf({ id, name, given, isFreeText }: PartCall): ToolCallView {
  return { ...(id === undefined ? {} : { id }), name, ...readArguments(given, isFreeText) };
}

type Arguments = Pick<ToolCallView, 'arguments' | 'exactArguments' | 'argumentsText'>;

function readArguments(given: JsonObject | string, isFreeText: boolean): Arguments {
  if (typeof given !== 'string') {
    return { arguments: given, argumentsText: JSON.stringify(given) };
  }
  if (isFreeText) return { arguments: { input: given }, argumentsText: given };
  // A call without arguments is written as an empty text by some models.
  if (given.trim() === '') return { arguments: {}, argumentsText: given };
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    return { arguments: null, argumentsText: given };
  }
  if (!isObject(value) || nestsDeeper(value, LIMITS.nestingDepth)) {
    return { arguments: null, argumentsText: given };
  }
  const exact = exactJson(given, value);
  return {
    arguments: value,
    ...(exact !== value && isRecord(exact) ? { exactArguments: exact } : {}),
    argumentsText: given,
  };
}

/** The arguments as they are compared, digit by digit; null when they are no JSON object. */
export function exactArguments(call: ToolCallView): Readonly<Record<string, unknown>> | null {
  return call.exactArguments ?? call.arguments;
}

// What JSON.parse made is JSON all through.
function isObject(value: unknown): value is JsonObject {
  return isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A request body is held to this depth; JSON inside a text is not, and whoever walks it recurses.
function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => nestsDeeper(part, levels - 1));
}
