import type * as z from 'zod';
import { nearest } from './nearest.ts';

type RawIssue = z.core.$ZodRawIssue;

/**
 * What is wrong with a value, in plain words: it stands behind the field's name, as in "`weight` must be
 * at most 1000". undefined leaves it to the validator.
 */
export function inPlainWords(issue: RawIssue): string | undefined {
  if (issue.input === undefined && MAY_BE_MISSING.has(issue.code)) return MISSING;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeName(issue.expected)}, not ${typeName(kindOf(issue.input))}`;
    case 'too_big':
      return size(issue.origin, Number(issue.maximum), issue.inclusive === false, 'most');
    case 'too_small':
      return size(issue.origin, Number(issue.minimum), issue.inclusive === false, 'least');
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'invalid_union':
      return kindMissed(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return undefined;
  }
}

/** What is said of a field that must be there and is not. */
export const MISSING = 'is required, but missing';

const MAY_BE_MISSING: ReadonlySet<string> = new Set([
  'invalid_type',
  'invalid_value',
  'invalid_union',
]);

// Longer values are not mistyped ones.
const LONGEST_VALUE = 64;

function oneOf(values: readonly unknown[], given: unknown): string {
  const names = values.filter((value) => typeof value === 'string');
  const isMistyped = typeof given === 'string' && given.length <= LONGEST_VALUE;
  // One or two are read at a glance.
  const meant = isMistyped && names.length > 2 ? nearest(given, names) : undefined;
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `must be ${values.map((value) => JSON.stringify(value)).join(' or ')}${hint}`;
}

/** What is said of an object whose one field that tells its kind, such as `by`, names none that there is. */
function kindMissed({ discriminator, options, input }: RawIssue): string | undefined {
  if (typeof discriminator !== 'string' || !Array.isArray(options)) return undefined;
  const given = Object.entries(Object(input)).find(([key]) => key === discriminator)?.[1];
  return given === undefined ? MISSING : oneOf(options, given);
}

/** A type as people call it, with its article. */
export function typeName(type: string): string {
  return TYPES[type] ?? `a ${type}`;
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
  null: 'null',
  undefined: 'nothing',
  nan: 'NaN',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const UNITS: Readonly<Record<string, string>> = {
  string: 'characters',
  array: 'items',
  set: 'items',
  map: 'keys',
  object: 'keys',
  record: 'keys',
};

function size(origin: string, limit: number, isOpen: boolean, end: 'most' | 'least'): string {
  const unit = UNITS[origin];
  if (unit === undefined) {
    if (isOpen) return `must be ${end === 'most' ? 'less' : 'more'} than ${limit}`;
    return `must be at ${end} ${limit}`;
  }
  if (end === 'least' && limit === 1) return 'must not be empty';
  return `must have at ${end} ${limit} ${unit}`;
}
