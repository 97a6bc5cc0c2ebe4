/**
 * How agent scorers compare and show tool calls.
 *
 * Two arguments are equal when they are the same JSON value: 1 and 1.0 are, 1 and "1" are not, and
 * the order of keys does not matter. Numbers are compared digit by digit, beyond 2^53 too. Arguments
 * that are no JSON object equal no others.
 */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import * as z from 'zod';
import { type Failed, failed } from '../outcome.ts';
import type { ToolCallView } from '../sample.ts';
import { exactArguments } from '../tool-calls.ts';
import { withoutAt } from '../value-at.ts';

const SHOWN_CHARACTERS = 60;
const SHOWN_CALLS = 5;

/** A text that two calls share exactly when tool and arguments are the same. */
export function callKey(call: ToolCallView): string {
  const { name, argumentsText } = call;
  const given = exactArguments(call);
  return canonicalJson(given === null ? [name, null, argumentsText] : [name, given]);
}

/** The failure of a sample that expects a call with arguments that are no JSON object. */
export function findBroken(expected: readonly ToolCallView[]): Failed | undefined {
  const broken = expected.find((call) => call.arguments === null);
  if (broken === undefined) return undefined;
  const reason = `The arguments of an expected call are not a JSON object: ${showCall(broken)}.`;
  return failed('sample_field_invalid', reason);
}

/** A call as a reason shows it, such as `search({"q":"refund"})`, cut after some characters. */
export function showCall({ name, argumentsText }: ToolCallView): string {
  const text = `${name}(${argumentsText})`;
  if (text.length <= SHOWN_CHARACTERS) return text;
  // A cut inside a surrogate pair would leave half a character.
  return `${text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Several calls, the first few of them. */
export function listCalls(calls: readonly ToolCallView[]): string {
  return listFirst(calls.map(showCall));
}

/** The first few of some names or calls. */
export function listFirst(names: readonly string[]): string {
  const more = names.length > SHOWN_CALLS ? ` and ${names.length - SHOWN_CALLS} more` : '';
  return names.slice(0, SHOWN_CALLS).join(', ') + more;
}

export const argumentMode = z.enum(['exact', 'subset', 'superset', 'ignore']);

export type ArgumentMode = z.output<typeof argumentMode>;

/** The arguments of a call, each as canonical JSON; null when they are no JSON object. */
export type Arguments = ReadonlyMap<string, string> | null;

/**
 * Brings arguments into a form that is quick to compare.
 *
 * @param except names or paths of what is omitted
 */
export function readArguments(call: ToolCallView, except: readonly string[] = []): Arguments {
  const all = exactArguments(call);
  if (all === null) return null;
  const given = except.reduce(withoutAt, all);
  return new Map(
    Object.entries(Object(given)).map(([name, value]) => [name, canonicalJson(value)]),
  );
}

/**
 * Whether the arguments of a call are those expected: the same ones (`exact`), some of them
 * (`subset`), them and others (`superset`), or any (`ignore`).
 */
export function argumentsAgree(mode: ArgumentMode, given: Arguments, expected: Arguments): boolean {
  if (mode === 'ignore') return true;
  if (given === null || expected === null) return false;
  if (mode === 'exact') return given.size === expected.size && contains(given, expected);
  return mode === 'subset' ? contains(expected, given) : contains(given, expected);
}

function contains(whole: ReadonlyMap<string, string>, part: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of part) {
    if (whole.get(name) !== value) return false;
  }
  return true;
}

/** For each argument expected, the values that are right; and those that may be omitted. */
export interface Acceptable {
  values: ReadonlyMap<string, ReadonlySet<string>>;
  optional: ReadonlySet<string>;
}

/**
 * Reads expected arguments that are lists of acceptable values. An empty text in such a list says
 * that the argument may be omitted; a value that is no list is the only one.
 *
 * Source: the possible answers of the Berkeley Function Calling Leaderboard.
 */
export function readAcceptable(compared: Arguments): Acceptable | null {
  if (compared === null) return null;
  const values = new Map<string, ReadonlySet<string>>();
  const optional = new Set<string>();
  for (const [name, text] of compared) {
    const list: unknown = JSON.parse(text);
    const texts = new Set(Array.isArray(list) ? list.map((one) => canonicalJson(one)) : [text]);
    values.set(name, texts);
    if (Array.isArray(list) && texts.has('""')) optional.add(name);
  }
  return { values, optional };
}

/** `argumentsAgree` with several acceptable values an argument. */
export function argumentsAccepted(
  mode: ArgumentMode,
  given: Arguments,
  wanted: Acceptable | null,
): boolean {
  if (mode === 'ignore') return true;
  if (given === null || wanted === null) return false;
  const { values, optional } = wanted;
  const isWrong = ([name, value]: [string, string]) =>
    values.has(name) ? !values.get(name)?.has(value) : mode !== 'superset';
  if ([...given].some(isWrong)) return false;
  return (
    mode === 'subset' || [...values.keys()].every((name) => given.has(name) || optional.has(name))
  );
}
