import { faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  JsonObject,
  ProblemField,
  RedactingDetector,
  ScorerReference,
  ScorerSettings,
} from '@assay/schema/types.ts';
import type { Scorer } from './define.ts';
import { patternFault } from './extract/find-part.ts';
import { type Finding, findScorer, unknownName } from './find.ts';
import { fingerprint } from './fingerprint.ts';
import { guaranteeIn, withoutGuarantee } from './judging/dials.ts';
import type { DefaultModels } from './judging/judge.ts';
import { withRedaction } from './redaction/with-redaction.ts';
import type { ResolvedScorer } from './resolved-scorer.ts';
import { createWork, type Work, WorkExceeded } from './work.ts';

export type { ResolvedScorer } from './resolved-scorer.ts';

/** Scorer references that cannot be run, with a pointer to each fault. */
export class InvalidScorers extends Error {
  override readonly name = 'InvalidScorers';

  readonly code: 'unknown_scorer' | 'invalid_request';
  readonly errors: ProblemField[];

  /** Whether there are so many that no more are looked at. */
  readonly isTooMany: boolean;

  constructor(code: InvalidScorers['code'], errors: ProblemField[], isTooMany = false) {
    super(errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '));
    this.code = code;
    this.errors = errors;
    this.isTooMany = isTooMany;
  }
}

/**
 * Settles a list of scorer references.
 *
 * @param references as a request or a suite names them
 * @param pointer where the list stands in the request, for the errors
 * @param models what judges where a scorer names no model of its own
 * @param planSteps the most steps that compiling all of them may take
 * @returns one resolved scorer a reference, names unique
 * @throws InvalidScorers for an unknown scorer, a refused parameter or a name given twice
 */
export function resolveScorers(
  references: readonly ScorerReference[],
  pointer = '/scorers',
  models: DefaultModels = {},
  planSteps: number = LIMITS.planSteps,
): ResolvedScorer[] {
  const pointers = references.map((_, i) => `${pointer}/${i}`);
  const work = createWork(planSteps);
  const shared = { depth: 1, count: countUpToLimit(pointer), work, models };
  const resolved = resolveEach(references, (reference, i) =>
    resolveScorer(reference, { pointer: pointers[i] ?? pointer, ...shared }),
  );
  checkNames(resolved, pointers);
  return resolved;
}

/** Resolves all that can be, so that the faults of all are named at once. */
function resolveEach<Reference>(
  references: readonly Reference[],
  resolve: (reference: Reference, i: number) => ResolvedScorer,
): ResolvedScorer[] {
  const refused: InvalidScorers[] = [];
  const resolved = references.flatMap((reference, i) => {
    try {
      return resolve(reference, i);
    } catch (cause) {
      if (!(cause instanceof InvalidScorers) || cause.isTooMany) throw cause;
      refused.push(cause);
      return [];
    }
  });
  if (refused.length === 0) return resolved;
  const isUnknown = refused.every(({ code }) => code === 'unknown_scorer');
  throw new InvalidScorers(
    isUnknown ? 'unknown_scorer' : 'invalid_request',
    refused.flatMap(({ errors }) => errors),
  );
}

/**
 * Settles one scorer reference.
 *
 * @param pointer where its settings stand in the request; empty when they are the request
 * @throws InvalidScorers
 */
export function resolveOne(
  settings: ScorerSettings,
  pointer: string,
  models: DefaultModels,
): ResolvedScorer {
  const count = countUpToLimit(pointer);
  const work = createWork(LIMITS.planSteps);
  return resolveScorer(settings, { pointer, depth: 1, count, work, models });
}

/**
 * Settles what is looked for and replaced.
 *
 * @throws InvalidScorers
 */
export function resolveDetectors(
  detectors: readonly RedactingDetector[],
  pointer: string,
  { work, models }: Pick<Place, 'work' | 'models'> = {
    work: createWork(LIMITS.planSteps),
    models: {},
  },
): ResolvedScorer[] {
  return resolveEach(detectors, (detector, i) =>
    resolveScorer(overOneText(detector), {
      pointer: `${pointer}/${i}`,
      depth: 1,
      count() {},
      work,
      models,
    }),
  );
}

/** The detector looks at one text after the other, wherever it stands. */
function overOneText(detector: RedactingDetector): ScorerSettings {
  const settings = typeof detector === 'string' ? { scorer: detector } : detector;
  return { ...settings, params: { ...settings.params, over: ['output'] } };
}

/** Where a reference stands. */
interface Place {
  pointer: string;
  /** Levels of composites, its own included. */
  depth: number;
  /** Counts one scorer more. */
  count(): void;
  /** What all of them compile is bounded. */
  work: Work;
  models: DefaultModels;
}

// Counted on the way: resolving first what is then refused would be work without bound.
function countUpToLimit(pointer: string): () => void {
  let total = 0;
  return () => {
    total += 1;
    if (total > LIMITS.scorers) throw tooManyScorers(pointer);
  };
}

function checkNames(resolved: readonly ResolvedScorer[], pointers: readonly string[]): void {
  const names = new Set<string>();
  for (const [i, { name }] of resolved.entries()) {
    if (names.has(name)) {
      const fault = `"${name}" is used twice; rename one of them with \`as\``;
      throw invalid(pointers[i] ?? '', fault);
    }
    names.add(name);
  }
}

function resolveScorer(reference: ScorerReference, place: Place): ResolvedScorer {
  const { pointer } = place;
  place.count();
  const settings: ScorerSettings =
    typeof reference === 'string' ? { scorer: reference } : reference;
  const found = find(
    settings.scorer,
    typeof reference === 'string' ? pointer : `${pointer}/scorer`,
  );
  const { scorer } = found;

  const given = parseParams(scorer, { ...found.params, ...settings.params }, `${pointer}/params`);
  const params = scorer.withModels(given, place.models);
  compile(scorer, params, `${pointer}/params`, place.work);
  const children = resolveChildren(scorer, params, place);
  const threshold = settings.threshold === undefined ? scorer.threshold : settings.threshold;
  const negated = (settings.negate ?? false) !== found.negated;
  const onMissing = settings.onMissing ?? 'error';
  const extraction = resolveExtraction(scorer, settings, place);
  const fingerprintedWith = (behaviour: JsonObject): JsonObject => ({
    id: scorer.id,
    version: scorer.version,
    params: scorer.behaviour(behaviour),
    threshold,
    negated,
    onMissing,
    ...(extraction && { extract: [...extraction.steps], onNoMatch: extraction.onNoMatch }),
    scorers: children.map(({ name, weight, fingerprint: childPrint }) => ({
      name,
      weight,
      fingerprint: childPrint,
    })),
  });
  const fingerprinted = fingerprintedWith(params);
  const ownPrint = fingerprint(fingerprinted);
  const redactors = resolveRedaction(settings, place);
  const isGuaranteed = scorer.kind === 'judge' && guaranteeIn(params) !== undefined;
  const asksModels = usesModels(scorer) || children.some((child) => child.asksModels);
  if (redactors.length > 0 && !asksModels) {
    throw invalid(`${pointer}/redact`, 'applies only to scorers that ask models');
  }
  const resolved: ResolvedScorer = {
    scorer,
    name: settings.as ?? (negated ? `not-${scorer.id}` : scorer.id),
    params,
    threshold,
    weight: settings.weight ?? 1,
    required: settings.required,
    negated,
    onMissing,
    extraction,
    children,
    asksModels,
    fingerprint: ownPrint,
    fingerprinted,
    calibratedAs: isGuaranteed
      ? fingerprint(fingerprintedWith(withoutGuarantee(params)))
      : ownPrint,
  };
  return withRedaction(resolved, redactors);
}

const NONE: readonly ResolvedScorer[] = [];

function resolveRedaction(
  { redact }: ScorerSettings,
  { pointer, work, models }: Place,
): readonly ResolvedScorer[] {
  if (redact === undefined) return NONE;
  // They are few, and no scores of the request.
  return resolveDetectors(redact, `${pointer}/redact`, { work, models });
}

function resolveExtraction(
  scorer: Scorer,
  { extract: steps, onNoMatch }: ScorerSettings,
  { pointer, work }: Place,
): ResolvedScorer['extraction'] {
  if (steps === undefined) {
    if (onNoMatch === undefined) return undefined;
    throw invalid(`${pointer}/onNoMatch`, 'applies only together with `extract`');
  }
  if (scorer.uses.includes('scores')) {
    throw invalid(`${pointer}/extract`, 'must be set on the inner scorers, which see the output');
  }
  for (const [i, step] of steps.entries()) {
    if (typeof step === 'string' || step.by !== 'regex') continue;
    const fault = patternFault(step, work);
    if (fault !== undefined) throw invalid(`${pointer}/extract/${i}/pattern`, fault);
  }
  return { steps, onNoMatch: onNoMatch ?? 'fail' };
}

/** Whether a scorer asks models itself. */
export function usesModels({ uses }: Scorer): boolean {
  return uses.some((use) => use === 'judge' || use === 'embed' || use === 'rerank');
}

function find(name: string, pointer: string): Finding {
  const found = findScorer(name);
  if (found) return found;
  throw new InvalidScorers('unknown_scorer', [{ pointer, message: unknownName(name) }]);
}

function parseParams(scorer: Scorer, given: JsonObject, pointer: string): JsonObject {
  const { params, used } = renameParams(scorer, given, pointer);
  const parsed = scorer.params.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new InvalidScorers(
    'invalid_request',
    faultsOf(parsed.error.issues, scorer.params).map(({ path: [first, ...rest], message }) => {
      const path = first === undefined ? [] : [used.get(String(first)) ?? first, ...rest];
      return { pointer: pointer + jsonPointer(path), message };
    }),
  );
}

/** Parameters by their own names; `used` has the other name by which one was given. */
function renameParams({ paramAliases }: Scorer, given: JsonObject, pointer: string) {
  const params = { ...given };
  const used = new Map<string, string>();
  for (const [alias, name] of Object.entries(paramAliases)) {
    const value = params[alias];
    if (value === undefined) continue;
    if (params[name] !== undefined) {
      const message = `is an alias of \`${name}\`: give one of the two`;
      throw invalid(pointer + jsonPointer([alias]), message);
    }
    delete params[alias];
    params[name] = value;
    used.set(name, alias);
  }
  return { params, used };
}

function resolveChildren(
  scorer: Scorer,
  params: JsonObject,
  { pointer: parent, depth, ...shared }: Place,
): ResolvedScorer[] {
  const pointer = `${parent}/params`;
  const inner = scorer.inner(params);
  if (inner.length === 0) return [];
  if (depth >= LIMITS.compositeDepth) {
    throw invalid(pointer, `scorers can be nested at most ${LIMITS.compositeDepth} levels deep`);
  }
  const pointers = inner.map((place) => pointer + place.pointer);
  const children = resolveEach(inner, ({ reference }, i) =>
    resolveScorer(reference, { ...shared, pointer: pointers[i] ?? pointer, depth: depth + 1 }),
  );
  if (scorer.uses.includes('scores')) checkNames(children, pointers);
  const names = children.map(({ name }) => name);
  refuse(scorer.checkInner(params, names), pointer);
  return children;
}

function compile(scorer: Scorer, params: JsonObject, pointer: string, work: Work): void {
  try {
    refuse(scorer.compile(params, work), pointer);
  } catch (cause) {
    if (!(cause instanceof WorkExceeded)) throw cause;
    const message = `${cause.message} Reduce the patterns and schemas of the scorers.`;
    // Those that follow would be refused for the same reason.
    throw new InvalidScorers('invalid_request', [{ pointer, message }], true);
  }
}

/** @throws InvalidScorers when there are faults; their pointers are into the parameters */
function refuse(faults: readonly ProblemField[], pointer: string): void {
  if (faults.length === 0) return;
  throw new InvalidScorers(
    'invalid_request',
    faults.map((fault) => ({ ...fault, pointer: pointer + fault.pointer })),
  );
}

/** The refusal of more scorers than one request may run. */
export function tooManyScorers(pointer: string): InvalidScorers {
  const message = `more than ${LIMITS.scorers} scorers, including those inside composites`;
  return new InvalidScorers('invalid_request', [{ pointer, message }], true);
}

function invalid(pointer: string, message: string): InvalidScorers {
  return new InvalidScorers('invalid_request', [{ pointer, message }]);
}
