/**
 * JSON Schema, drafts 2020-12, 2019-09 and 7, for schemas and values from strangers: nothing is compiled to
 * code, nothing is fetched, patterns run in linear time, and work and depth are bounded. That last
 * is why no library is used: none of them lets its caller bound `anyOf` inside `$ref` inside
 * `anyOf`, or choose the engine that runs `pattern`.
 *
 * `format` is an annotation, as all drafts have it by default, unless it is asked to assert; the content
 * keywords always are.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-core and -validation; checked against
 * the JSON Schema Test Suite.
 */
import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonValue } from '@assay/schema/types.ts';
import { sizeOfValue } from '../sample-size.ts';
import { createWork, type Work } from '../work.ts';
import { DEEPEST_JSON, isDeeperThan } from './json-depth.ts';
import { Documents, DRAFTS, type Draft, isObject, METASCHEMAS } from './json-schema-document.ts';
import { SchemaCompiler } from './json-schema-keywords.ts';
import {
  apply,
  type Fault,
  type Path,
  type Run,
  type SchemaNode,
  TooDeep,
} from './json-schema-run.ts';

export type { Draft } from './json-schema-document.ts';
export type { Fault } from './json-schema-run.ts';

export interface SchemaOptions {
  /** If omitted, `$schema` decides, and 2020-12 if there is none. */
  draft?: Draft | undefined;
  /** Whether `format` asserts; it is an annotation if omitted. */
  assertsFormats?: boolean;
  /** Other documents that `$ref` may name, by URI. */
  documents?: Readonly<Record<string, JsonValue>>;
}

/**
 * What a schema says of a value. `valid` is null where the bound of depth was met first; the one error
 * then says so.
 */
export interface Validation {
  valid: boolean | null;
  /** The first faults, at most ten; empty for a valid value. */
  errors: Fault[];
}

/** A schema that cannot be used; `faults` says why. */
export class UnusableSchema extends Error {
  override readonly name = 'UnusableSchema';

  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ pointer, message }) => `${pointer || 'the schema'} ${message}`).join('; '));
    this.faults = faults;
  }
}

const DEEPEST_SCHEMA = 64;
const STEPS_PER_CHARACTER = 100;

/**
 * Makes a check of values from a JSON Schema.
 *
 * @param work is charged for compiling; the check charges the meter that it is given
 * @throws UnusableSchema for a misused keyword, a pattern that RE2 cannot run, a reference that
 *   leads nowhere or out of the schema, and a draft that is not known
 * @throws WorkExceeded, as the check does
 * @example
 * const check = compileSchema({ type: 'object', required: ['name'] });
 * check({}); // { valid: false, errors: [{ pointer: '', message: 'lacks "name"' }] }
 */
export function compileSchema(
  schema: JsonValue,
  options: SchemaOptions = {},
  work: Work = createWork(LIMITS.planSteps),
): (value: JsonValue, work?: Work) => Validation {
  const { node, faults, tracks } = compile(schema, options, work);
  if (faults.length > 0) throw new UnusableSchema(faults);
  return (value, working = createWork()) => validate(node, tracks, value, working);
}

function compile(
  schema: JsonValue,
  { draft: asked, documents = {}, assertsFormats = false }: SchemaOptions,
  work: Work,
) {
  if (isDeeperThan(schema, DEEPEST_SCHEMA)) {
    throw unusable('', `is nested more than ${DEEPEST_SCHEMA} levels deep`);
  }
  work.spend(sizeOfValue(schema) * STEPS_PER_CHARACTER, 'compiling a JSON Schema');
  const draft = draftOf(schema, asked, documents);
  const known = new Documents(draft);
  for (const [uri, document] of Object.entries(documents)) known.add(document, uri);
  const resource = known.add(schema);
  const compiler = new SchemaCompiler(known, draft, documents, work, assertsFormats);
  const node = compiler.compile({ schema, resource, pointer: '' });
  return { node, faults: compiler.faults, tracks: compiler.tracks };
}

function draftOf(
  schema: JsonValue,
  asked: Draft | undefined,
  documents: Readonly<Record<string, JsonValue>>,
): Draft {
  const dialect = isObject(schema) ? schema.$schema : undefined;
  if (dialect === undefined) return asked ?? '2020-12';
  if (typeof dialect !== 'string') throw unusable('/$schema', 'must be a URI');
  const named = DRAFTS.find(
    (draft) => withoutScheme(METASCHEMAS[draft]) === withoutScheme(dialect),
  );
  if (named === undefined) {
    if (Object.hasOwn(documents, dialect)) return asked ?? '2020-12';
    const known = Object.values(METASCHEMAS).join(' and ');
    throw unusable('/$schema', `names an unsupported draft; supported are ${known}`);
  }
  if (asked !== undefined && asked !== named) {
    throw unusable('/$schema', `declares draft ${named}, but \`draft\` is ${asked}`);
  }
  return named;
}

// People write http for https, and with or without the empty fragment.
function withoutScheme(uri: string): string {
  return uri.replace(/^https?:/, '').replace(/#$/, '');
}

function unusable(pointer: string, message: string): UnusableSchema {
  return new UnusableSchema([{ pointer, message }]);
}

function validate(node: SchemaNode, tracks: boolean, value: JsonValue, work: Work): Validation {
  if (isDeeperThan(value, DEEPEST_JSON)) {
    return {
      valid: null,
      errors: [{ pointer: '', message: `is nested more than ${DEEPEST_JSON} levels deep` }],
    };
  }
  const run: Run = {
    work,
    texts: new Map(),
    repeated: new Map(),
    depth: 0,
    scope: [],
    errors: [],
    isQuiet: false,
    tracks,
  };
  try {
    const valid = apply(node, value, undefined, run);
    return {
      valid,
      errors: valid ? [] : run.errors.map(({ at, message }) => ({ pointer: render(at), message })),
    };
  } catch (cause) {
    if (!(cause instanceof TooDeep)) throw cause;
    return { valid: null, errors: [{ pointer: '', message: cause.message }] };
  }
}

function render(path: Path | undefined): string {
  const steps: string[] = [];
  for (let at = path; at !== undefined; at = at.parent) {
    steps.unshift(`/${String(at.step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
  return steps.join('');
}
