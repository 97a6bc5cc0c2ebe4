/**
 * What has to agree for two calls to match, by the parameters of tool-call-match.
 */
import type { ScorerReference } from '@assay/schema/types.ts';
import { z } from 'zod';
import { type Failed, failed } from '../outcome.ts';
import type { ToolCallView, ToolView } from '../sample.ts';
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
  /** The arguments that have to be equal. */
  compared: Arguments;
}

/** Sorts the arguments of a call into those that have to be equal and those that scorers compare. */
export function prepareCall(call: ToolCallView, rules: Rules): PreparedCall {
  const rule = ruleFor(call.name, rules);
  const mode = modeOf(rule);
  const counts = (name: string) => !Array.isArray(rule) || rule.includes(name);
  const isScored = (name: string) => Object.hasOwn(rules.argumentScorers, name);
  const all = readArguments(call);
  const given = mode === 'ignore' ? [] : Object.entries(call.arguments ?? {});
  return {
    name: call.name,
    mode,
    compared: all && new Map([...all].filter(([name]) => counts(name) && !isScored(name))),
    scored: new Map(given.filter(([name]) => counts(name) && isScored(name))),
  };
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
): boolean[] | Failed {
  const check = schemaCheck();
  const declared = new Map(tools?.map((tool) => [tool.name, tool]));
  const fits: boolean[] = [];
  for (const { name, arguments: given } of calls) {
    if (ruleFor(name, rules) !== 'schema') {
      fits.push(true);
      continue;
    }
    if (tools === undefined) {
      const reason = 'The sample has no `tools`, whose schemas the arguments are to satisfy.';
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
