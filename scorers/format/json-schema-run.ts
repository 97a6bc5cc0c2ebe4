/** One run of a compiled schema over a value: its bounds, its errors and what was evaluated. */
import type { JsonValue } from '@assay/schema/types.ts';
import type { Work } from '../work.ts';
import type { Resource } from './json-schema-document.ts';

/** What is wrong, and a JSON pointer to where: in a schema, or in a value under one. */
export interface Fault {
  pointer: string;
  message: string;
}

/** A place in the value; undefined is its root. */
export interface Path {
  parent: Path | undefined;
  step: string | number;
}

/** The members and items that a schema has spoken of, for `unevaluatedProperties` and `…Items`. */
export interface Evaluated {
  names: Set<string>;
  /** So many items from the start. */
  first: number;
  items: Set<number>;
}

export interface Run {
  work: Work;
  /** The canonical text of each list and object that was asked for: made once. */
  texts: Map<JsonValue, string>;
  /** The index of the first item that repeats another, by list: looked for once. */
  repeated: Map<JsonValue, readonly number[]>;
  depth: number;
  /** The resources entered, outermost first. */
  scope: Resource[];
  errors: { at: Path | undefined; message: string }[];
  /** Whether only the verdict counts, as inside `anyOf` and `not`. */
  isQuiet: boolean;
  /** Whether anything asks what was evaluated. */
  tracks: boolean;
}

/** Says whether a value obeys one keyword. */
export type Check = (
  value: JsonValue,
  at: Path | undefined,
  run: Run,
  evaluated: Evaluated | undefined,
) => boolean;

/** A compiled schema. */
export interface SchemaNode {
  resource: Resource;
  checks: Check[];
  /** Checks that need to know what the others evaluated. */
  lastChecks: Check[];
}

/** Value and schema nest too deeply to give a verdict. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep';
}

const MOST_ERRORS = 10;
const STEPS_TO_APPLY = 200;
const STEPS_PER_ERROR = 2_000;
const STEPS_PER_CHECK = 20;
// Schemas inside schemas, each applied to a value: about five frames each.
const DEEPEST = 800;

/** Charges steps of checking. */
export function spend(run: Run, steps: number): void {
  run.work.spend(steps, 'validating JSON against its schema');
}

/** Notes an error and gives false. The message is made only where someone will read it. */
export function fail(run: Run, at: Path | undefined, message: () => string): false {
  if (!run.isQuiet && run.errors.length < MOST_ERRORS) {
    spend(run, STEPS_PER_ERROR);
    run.errors.push({ at, message: message() });
  }
  return false;
}

/** Whether a value obeys a schema. What it evaluated is added to `outer` when it does. */
export function apply(
  node: SchemaNode,
  value: JsonValue,
  at: Path | undefined,
  run: Run,
  outer?: Evaluated,
): boolean {
  const { checks, lastChecks } = node;
  spend(run, STEPS_TO_APPLY + (checks.length + lastChecks.length) * STEPS_PER_CHECK);
  if (run.depth >= DEEPEST) {
    throw new TooDeep(
      `the schema is nested, or refers to itself, more than ${DEEPEST} levels deep for this value`,
    );
  }
  const isEntering = run.scope.at(-1) !== node.resource;
  if (isEntering) run.scope.push(node.resource);
  run.depth += 1;
  const evaluated = run.tracks
    ? { names: new Set<string>(), first: 0, items: new Set<number>() }
    : undefined;
  const valid =
    checkAll(checks, value, at, run, evaluated) && checkAll(lastChecks, value, at, run, evaluated);
  run.depth -= 1;
  if (isEntering) run.scope.pop();
  if (valid && evaluated && outer) merge(evaluated, outer, run);
  return valid;
}

/** Whether a value obeys a schema, its errors left unsaid. */
export function applyQuietly(
  node: SchemaNode,
  value: JsonValue,
  at: Path | undefined,
  run: Run,
  outer?: Evaluated,
): boolean {
  const wasQuiet = run.isQuiet;
  run.isQuiet = true;
  const valid = apply(node, value, at, run, outer);
  run.isQuiet = wasQuiet;
  return valid;
}

function checkAll(
  checks: readonly Check[],
  value: JsonValue,
  at: Path | undefined,
  run: Run,
  evaluated: Evaluated | undefined,
): boolean {
  let valid = true;
  for (const check of checks) {
    if (check(value, at, run, evaluated)) continue;
    valid = false;
    if (run.isQuiet) break;
  }
  return valid;
}

function merge(inner: Evaluated, outer: Evaluated, run: Run): void {
  spend(run, (inner.names.size + inner.items.size) * 60);
  for (const name of inner.names) outer.names.add(name);
  for (const item of inner.items) outer.items.add(item);
  outer.first = Math.max(outer.first, inner.first);
}
