/** What must agree for two calls to match, by the parameters of tool-call-match. */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { ScorerReference } from '@assay/schema/types.ts';
import * as z from 'zod';
import { type Failed, failed } from '../outcome.ts';
import type { ToolCallView, ToolView } from '../sample.ts';
import { exactArguments } from '../tool-calls.ts';
import { valueAt } from '../value-at.ts';
import type { Work } from '../work.ts';
import { schemaCheck, schemaFailure } from './argument-schema.ts';
import type { ScoredArguments } from './argument-scorers.ts';
import { type ArgumentMode, type Arguments, argumentMode, readArguments } from './tool-calls.ts';

export const argumentRule = z.enum([...argumentMode.options, 'schema']);

type ArgumentRule = z.output<typeof argumentRule>;

export interface Rules {
  arguments: ArgumentRule;
  /** By tool name; a list names the only arguments to compare. */
  byTool: Record<string, ArgumentRule | string[]>;
  argumentScorers: Record<string, ScorerReference>;
}

export interface PreparedCall extends ScoredArguments {
  name: string;
  /** The arguments that must be equal. */
  compared: Arguments;
  /** The names or paths of the only arguments to compare; empty where all are compared. */
  named: readonly string[];
}

/** Sorts the arguments of a call into those that must be equal and those that scorers compare. */
export function prepareCall(call: ToolCallView, rules: Rules): PreparedCall {
  const rule = ruleFor(call.name, rules);
  const isScored = (name: string) => Object.hasOwn(rules.argumentScorers, name);
  if (Array.isArray(rule)) return prepareNamed(call, rule, isScored);
  const mode = modeOf(rule);
  const paths = Object.keys(rules.argumentScorers);
  const given = mode === 'ignore' ? {} : (call.arguments ?? {});
  return {
    name: call.name,
    mode,
    named: [],
    compared: readArguments(call, paths),
    scored: mapPaths(paths, (path) => valueAt(given, path)),
  };
}

/** The same where a list names the only arguments to compare. */
function prepareNamed(
  call: ToolCallView,
  paths: readonly string[],
  isScored: (name: string) => boolean,
): PreparedCall {
  const exact = exactArguments(call);
  const compared = paths.filter((path) => !isScored(path));
  return {
    name: call.name,
    mode: 'exact',
    named: paths,
    compared: exact && mapPaths(compared, (path) => keyOf(valueAt(exact, path))),
    scored: mapPaths(paths.filter(isScored), (path) => valueAt(call.arguments ?? {}, path)),
  };
}

function mapPaths<Value>(
  paths: readonly string[],
  valueAt: (path: string) => Value | undefined,
): Map<string, Value> {
  return new Map(
    paths.flatMap((path): [string, Value][] => {
      const value = valueAt(path);
      return value === undefined ? [] : [[path, value]];
    }),
  );
}

function keyOf(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

/** Whether a list names an argument that neither call has: a misspelled one compares nothing. */
export function namesNothing(call: PreparedCall, expected: PreparedCall): boolean {
  const has = ({ compared, scored }: PreparedCall, path: string) =>
    compared?.has(path) === true || scored.has(path);
  return call.named.some((path) => !has(call, path) && !has(expected, path));
}

function ruleFor(name: string, { byTool, arguments: otherwise }: Rules): ArgumentRule | string[] {
  return (Object.hasOwn(byTool, name) ? byTool[name] : undefined) ?? otherwise;
}

function modeOf(rule: ArgumentRule | string[]): ArgumentMode {
  if (Array.isArray(rule)) return 'exact';
  return rule === 'schema' ? 'ignore' : rule;
}

/** For each call whether its tool takes its arguments, where the rule for it asks for that. */
export function checkSchemas(
  calls: readonly ToolCallView[],
  tools: readonly ToolView[] | undefined,
  rules: Rules,
  work: Work,
): boolean[] | Failed {
  const check = schemaCheck(work);
  const declared = new Map(tools?.map((tool) => [tool.name, tool]));
  const fits: boolean[] = [];
  for (const { name, arguments: given } of calls) {
    if (ruleFor(name, rules) !== 'schema') {
      fits.push(true);
      continue;
    }
    if (tools === undefined) {
      const reason =
        'The sample has no `tools`. Add them: the arguments are checked against their schemas.';
      return failed('sample_field_missing', reason);
    }
    const tool = declared.get(name);
    try {
      const isObject = tool !== undefined && given !== null;
      fits.push(isObject && check(tool.parameters ?? true, given) === undefined);
    } catch (cause) {
      return schemaFailure(cause, name);
    }
  }
  return fits;
}
