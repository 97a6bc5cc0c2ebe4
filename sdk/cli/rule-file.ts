import type { TraceRuleInput } from '@assay/schema/types.ts';
import type { Kind } from './resource-files.ts';
import { namedIn, readYaml, writeYaml } from './yaml-file.ts';

/** A rule as it stands in a file. */
export interface RuleFile {
  path: string;
  rule: TraceRuleInput;
  /** Where a field stands, such as `rules/answers.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

const KEYS = [
  'name',
  'description',
  'level',
  'filter',
  'share',
  'perMinute',
  'delaySeconds',
  'suite',
  'scorers',
  'isEnabled',
  'hashUsers',
] as const satisfies readonly (keyof TraceRuleInput)[];

/** A rule as YAML; `readRule` gives it back. What the API adds, such as the version, is omitted. */
export function writeRule(rule: TraceRuleInput): string {
  const entries = KEYS.map((key) => [key, rule[key]] as const);
  return writeYaml(
    Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')),
  );
}

/** @throws CliError when it cannot be read, or is no rule; it names the line */
export function readRule(text: string, path: string): RuleFile {
  const file = readYaml(text, path);
  const rule = namedIn(file, 'a rule: `name` and `level` are required');
  return { path, rule: rule as TraceRuleInput, placeOf: file.placeOf };
}

export const RULES: Kind<RuleFile> = {
  noun: 'rule',
  read: readRule,
  nameOf: ({ rule }) => rule.name,
};
