import type * as z from 'zod';
import { knownFields } from './known-fields.ts';
import { nearest } from './nearest.ts';
import { fieldCalled } from './other-field-names.ts';
import { MISSING, typeName } from './plain-words.ts';

/** A fault of one field: its path, and what is wrong with it. */
export interface Fault {
  path: PropertyKey[];
  message: string;
}

/** As zod reports them; other schema libraries give path and message too. */
interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string | undefined;
  /** The type that it should have been, of `invalid_type`. */
  expected?: string;
  keys?: readonly string[];
  errors?: readonly (readonly Issue[])[];
}

/**
 * The faults that a schema found, each with the path of its field: for an unknown key the key
 * itself, for a union the faults of the closest form.
 *
 * @param schema that found them, to say which field a name that is not known may have meant
 */
export function faultsOf(issues: readonly Issue[], schema?: z.ZodType): Fault[] {
  return faultsBelow([], issues, schema);
}

function faultsBelow(
  above: readonly PropertyKey[],
  issues: readonly Issue[],
  schema: z.ZodType | undefined,
): Fault[] {
  return issues
    .filter((issue) => !isOfWrongType(issue, issues))
    .flatMap((issue) => {
      const below = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
      const path = [...above, ...below];
      if (issue.code === 'unrecognized_keys') {
        const known = schema ? knownFields(schema, path) : [];
        return (issue.keys ?? []).map((key) => ({
          path: [...path, key],
          message: `is not a known field${hintFor(key, known)}`,
        }));
      }
      const forms =
        issue.code === 'invalid_union' && issue.message !== MISSING ? (issue.errors ?? []) : [];
      const meant = findMeant(forms);
      if (meant === undefined) return [{ path, message: tellTypes(forms) ?? issue.message }];
      return faultsBelow(path, meant, schema);
    });
}

/** Whether a value's size is complained of that has another type altogether. */
function isOfWrongType({ code, path = [] }: Issue, issues: readonly Issue[]): boolean {
  if (code !== 'too_big' && code !== 'too_small') return false;
  const place = path.join('/');
  return issues.some((other) => other.code === 'invalid_type' && other.path?.join('/') === place);
}

// Longer names are not mistyped ones, and comparing them would take time.
const LONGEST_NAME = 64;

function hintFor(key: string, known: readonly string[]): string {
  if (key.length > LONGEST_NAME) return '';
  const called = fieldCalled(key);
  const meant = called !== undefined && known.includes(called) ? called : nearest(key, known);
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
}

type Form = readonly Issue[];

/** Of the forms that have the value's type, the one it comes nearest to; the first of those alike. */
function findMeant(forms: readonly Form[]): Form | undefined {
  const typed = forms.filter((form) => expectedBy(form) === undefined);
  const counts = typed.map(countFaults);
  return typed[counts.indexOf(Math.min(...counts))];
}

/** How far a value is from a form; one that is none of a form's fixed values is further. */
function countFaults(form: Form): number {
  return form.reduce((sum, { code, keys, path = [] }) => {
    const isNone = code === 'invalid_value' && path.length === 0;
    return sum + (keys?.length ?? (isNone ? 2 : 1));
  }, 0);
}

/** What would be right where the value has the type of no form. */
function tellTypes(forms: readonly Form[]): string | undefined {
  const types = forms.flatMap((form) => expectedBy(form) ?? []);
  if (types.length === 0 || types.length < forms.length) return undefined;
  if (forms.every((form) => form.some(({ message }) => message === MISSING))) return MISSING;
  return `must be ${[...new Set(types.map(typeName))].join(' or ')}`;
}

/** The type that the whole value should have had, where it has another. */
function expectedBy(form: Form): string | undefined {
  return form.find(({ code, path = [] }) => code === 'invalid_type' && path.length === 0)?.expected;
}
