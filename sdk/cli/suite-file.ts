import { pointerSteps } from '@assay/schema/json-pointer.ts';
import { Document, isNode, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import type { SuiteInput } from '../types.ts';
import { CliError } from './cli-error.ts';

/** Whether a file may hold a suite, by its name. */
export function isSuiteFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

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

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
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
  const file = {
    name,
    ...(description && { description }),
    scorers: scorers.map(plainScorer),
    ...(policy && policy.rule !== 'required' && { policy }),
  };
  // As the API would get it: without undefined, -0 and what else JSON has no word for.
  const document = new Document(JSON.parse(JSON.stringify(file)), {
    aliasDuplicateObjects: false,
    // What older readers take for booleans, such as `yes`, is quoted.
    compat: 'yaml-1.1',
  });
  visit(document, { Scalar: (key, scalar) => setStyle(scalar, key === 'key') });
  return document.toString({ lineWidth: 0 });
}

/** Texts of several lines stand as blocks, but where white space at their edges would not be seen. */
function setStyle(scalar: Scalar, isKey: boolean): void {
  const { value } = scalar;
  if (typeof value !== 'string' || !value.includes('\n')) return;
  const hasHidden = /^\s|\n\n$|[^\S\n](\n|$)|[^\P{Cc}\n\t]/u.test(value);
  scalar.type = hasHidden || isKey ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
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
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new CliError(`${path}:${line}:${col}: ${fault.message}.`);
  }
  const placeOf = (pointer: string) => `${path}${lineText(document, lines, pointer)}`;
  const value = readValue(document, path);
  const odd = firstOddity(value);
  if (odd) throw new CliError(`${placeOf(odd.pointer)}: ${odd.pointer || 'The file'} ${odd.says}.`);
  return { path, suite: checked(value, placeOf), placeOf };
}

function readValue(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that would grow without bound.
    throw new CliError(`${path}: ${(cause as Error).message}.`, { cause });
  }
}

function checked(value: unknown, placeOf: (pointer: string) => string): SuiteInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`${placeOf('')} is not a suite: \`name\` and \`scorers\` are required.`);
  }
  const { name, scorers } = value as Partial<SuiteInput>;
  if (typeof name !== 'string' || !NAME.test(name)) {
    const wanted =
      '1 to 64 characters of a-z, 0-9, “.”, “_” and “-”, and start with a letter or digit';
    throw new CliError(`${placeOf('/name')}: /name must be ${wanted}.`);
  }
  if (!Array.isArray(scorers) || scorers.length === 0) {
    throw new CliError(`${placeOf('/scorers')}: /scorers must be a list of scorers.`);
  }
  return value as SuiteInput;
}

/** What YAML may say and JSON cannot: sent, it would silently be something else. */
function firstOddity(value: unknown, pointer = ''): { pointer: string; says: string } | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { pointer, says: `is ${value}, which JSON cannot represent` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) {
    return { pointer, says: 'is not a string, number, boolean, list or map' };
  }
  for (const [key, child] of Object.entries(value)) {
    const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
    const odd = firstOddity(child, `${pointer}/${step}`);
    if (odd) return odd;
  }
  return undefined;
}

/** The line of a field, or of the nearest one around it. */
function lineText(document: Document, lines: LineCounter, pointer: string): string {
  const steps = pointerSteps(pointer);
  for (; steps.length > 0; steps.pop()) {
    const node = document.getIn(steps, true);
    if (isNode(node) && node.range) return `:${lines.linePos(node.range[0]).line}`;
  }
  return '';
}
