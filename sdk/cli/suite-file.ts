import type { SuiteInput } from '../types.ts';
import type { Kind } from './resource-files.ts';
import { namedIn, readYaml, requireList, writeYaml } from './yaml-file.ts';

/** What of a suite is kept in a file; the fields that the API adds are not. */
export interface SuiteContent {
  name: string;
  description?: string;
  scorers: readonly (string | object)[];
  policy?: { rule: string };
}

/** A suite as it stands in a file. */
export interface SuiteFile {
  path: string;
  suite: SuiteInput;
  /** Where a field stands, such as `suites/support.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

const SCORER_KEYS = [
  'scorer',
  'as',
  'threshold',
  'weight',
  'required',
  'negate',
  'onMissing',
  'extract',
  'onNoMatch',
];

/**
 * A suite as YAML: what says nothing is omitted, texts of several lines stand as blocks, and the
 * same suite gives the same text. `readSuite` gives it back.
 */
export function writeSuite({ name, description, scorers, policy }: SuiteContent): string {
  return writeYaml({
    name,
    ...(description && { description }),
    scorers: scorers.map(plainScorer),
    ...(policy && policy.rule !== 'required' && { policy }),
  });
}

/** A scorer that has no settings goes by its name; the others have theirs in one order. */
function plainScorer(reference: string | object): unknown {
  if (typeof reference === 'string') return reference;
  const settings: Record<string, unknown> = { ...reference };
  const { params, ...rest } = settings;
  const isEmpty = typeof params !== 'object' || params === null || Object.keys(params).length === 0;
  const ordered = [...SCORER_KEYS, ...Object.keys(rest)].filter((key) => key in rest);
  const plain = {
    ...Object.fromEntries(ordered.map((key) => [key, rest[key]])),
    ...(!isEmpty && { params }),
  };
  return Object.keys(plain).join() === 'scorer' ? settings.scorer : plain;
}

/**
 * A suite from YAML or JSON. What is wrong within its scorers and policy the API says.
 *
 * @throws CliError when it cannot be read, or is no suite; it names the line
 */
export function readSuite(text: string, path: string): SuiteFile {
  const file = readYaml(text, path);
  const suite = namedIn(file, 'a suite: `name` and `scorers` are required');
  requireList(file, 'scorers', 'scorers');
  return { path, suite: suite as SuiteInput, placeOf: file.placeOf };
}

export const SUITES: Kind<SuiteFile> = {
  noun: 'suite',
  read: readSuite,
  nameOf: ({ suite }) => suite.name,
};
