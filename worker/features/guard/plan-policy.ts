import { ON_ERROR } from '@assay/schema/guard-on-error.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import { nearest } from '@assay/schema/nearest.ts';
import type {
  GuardAction,
  GuardOnError,
  GuardPolicyContent,
  GuardRequest,
  GuardRule,
  JsonObject,
  JsonValue,
  ProblemField,
  ScorerReference,
} from '@assay/schema/types.ts';
import { isDetector } from '@assay/scorers/detectors/define-detector.ts';
import type { PlaceName } from '@assay/scorers/detectors/places.ts';
import { findScorer } from '@assay/scorers/find.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { InvalidScorers, type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { placesOf } from './guarded-sample.ts';

/** A rule of a policy at one stage, ready to run. */
export interface PlannedRule {
  resolved: ResolvedScorer;
  action: GuardAction;
  kinds: Readonly<Record<string, GuardAction>>;
  onError: GuardOnError;
  escalation?: { below: number; above: number; resolved: ResolvedScorer };
}

/**
 * Settles the rules of a policy that apply at a stage.
 *
 * @param at the stage, whether a text is checked, and whether it is a part of a stream
 * @param pointer where the policy stands in the request, for the errors
 * @throws InvalidScorers for a scorer that cannot be run, or cannot do what its rule asks
 */
export function planPolicy(
  content: GuardPolicyContent,
  at: Pick<GuardRequest, 'stage' | 'text' | 'streamed'>,
  models: DefaultModels,
  pointer: string,
): PlannedRule[] {
  const { rules, onError } = content;
  const { stage } = at;
  const applied = [...rules.entries()].filter(
    ([, { stages }]) => stages === undefined || stages.includes(stage),
  );
  const places = applied.map(([i]) => `${pointer}/rules/${i}/scorer`);
  const escalated = applied.filter(([, { escalate }]) => escalate !== undefined);
  const references = [
    ...applied.map(([, { scorer }]) => lookAt(placesOf(at), scorer)),
    ...escalated.flatMap(([, { escalate }]) =>
      escalate ? lookAt(placesOf(at), escalate.scorer) : [],
    ),
  ];
  places.push(...escalated.map(([i]) => `${pointer}/rules/${i}/escalate/scorer`));
  const resolved = resolveAt(references, places, models);
  const judges = new Map(escalated.map(([i], k) => [i, resolved[applied.length + k]]));
  const faults = unknownKinds(content, pointer);

  const planned = applied.flatMap(([i, rule], k) => {
    const scorer = resolved[k];
    if (scorer === undefined) return [];
    if (at.streamed === 'part' && !finds(scorer)) return [];
    if (at.streamed === 'observed') faults.push(...lateActionsOf(rule, scorer));
    faults.push(...faultsOf(rule, scorer, `${pointer}/rules/${i}`));
    const judge = judges.get(i);
    if (judge && neverFails(judge)) {
      faults.push({ pointer: `${pointer}/rules/${i}/escalate/scorer`, message: NO_THRESHOLD });
    }
    return {
      resolved: scorer,
      action: rule.action,
      kinds: rule.kinds ?? {},
      onError: rule.onError ?? onError ?? ON_ERROR[stage],
      ...(judge && rule.escalate ? { escalation: { ...rule.escalate, resolved: judge } } : {}),
    };
  });
  if (faults.length > 0) throw new InvalidScorers('invalid_request', faults);
  return planned;
}

/** Everything that decides an action, whatever the stage. @throws InvalidScorers */
export function policyFingerprint(content: GuardPolicyContent, models: DefaultModels): string {
  const { rules, onError, redaction, requireCalibration } = content;
  const places = rules.map((_, i) => `/rules/${i}/scorer`);
  const scorers = rules.map(({ scorer }) => scorer);
  const resolved = rules.map((_, i) =>
    resolveAt(scorers.slice(i, i + 1), places.slice(i, i + 1), models),
  );
  const judges = rules.map(({ escalate }, i) =>
    escalate ? resolveAt([escalate.scorer], [`/rules/${i}/escalate/scorer`], models) : [],
  );
  return fingerprint({
    rules: rules.map(({ scorer: _, escalate, ...rule }, i) => ({
      ...rule,
      scorer: resolved[i]?.[0]?.fingerprint ?? null,
      name: resolved[i]?.[0]?.name ?? null,
      ...(escalate
        ? { escalate: { ...escalate, scorer: judges[i]?.[0]?.fingerprint ?? null } }
        : {}),
    })),
    onError: onError ?? null,
    redaction: redaction ?? null,
    ...(requireCalibration && { requireCalibration: { ...requireCalibration } }),
  });
}

/** Detectors, also inside others, that are not told where to look do so where the stage has its text. */
function lookAt(over: PlaceName[], reference: ScorerReference): ScorerReference {
  const settings = typeof reference === 'string' ? { scorer: reference } : reference;
  const { scorer, params = {} } = settings;
  const placed = withPlaces(over, scorer, params);
  return placed === params ? reference : { ...settings, params: placed };
}

function withPlaces(over: PlaceName[], scorer: string, params: JsonObject): JsonObject {
  const found = findScorer(scorer);
  if (found && isDetector(found.scorer)) return { over, ...params };
  const { scorers } = params;
  if (!Array.isArray(scorers)) return params;
  return { ...params, scorers: scorers.map((inner) => withPlacesInside(over, inner)) };
}

function withPlacesInside(over: PlaceName[], inner: JsonValue): JsonValue {
  const settings = typeof inner === 'string' ? { scorer: inner } : inner;
  if (!isObject(settings) || typeof settings.scorer !== 'string') return inner;
  const { scorer, params = {} } = settings;
  return isObject(params) ? { ...settings, params: withPlaces(over, scorer, params) } : inner;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Kinds with a mode of their own that no detector of the policy finds. */
function unknownKinds({ rules, redaction }: GuardPolicyContent, pointer: string): ProblemField[] {
  const known = rules.flatMap(({ scorer }) => {
    const found = findScorer(typeof scorer === 'string' ? scorer : scorer.scorer);
    return found && isDetector(found.scorer) ? found.scorer.findingKinds : [];
  });
  const unknown = Object.keys(redaction?.kinds ?? {}).filter((kind) => !known.includes(kind));
  return unknown.map((kind) => {
    const near = nearest(kind, known);
    const hint = near === undefined ? '' : `. Did you mean \`${near}\`?`;
    const message = `is no kind of finding of the policy's detectors${hint}`;
    return { pointer: `${pointer}/redaction/kinds${jsonPointer([kind])}`, message };
  });
}

function resolveAt(
  references: readonly ScorerReference[],
  places: readonly string[],
  models: DefaultModels,
): ResolvedScorer[] {
  try {
    return resolveScorers(references, '', models);
  } catch (cause) {
    if (!(cause instanceof InvalidScorers)) throw cause;
    const errors = cause.errors.map(({ pointer, message }) => ({
      pointer: pointer.replace(/^\/(\d+)/, (whole, i: string) => places[Number(i)] ?? whole),
      message,
    }));
    throw new InvalidScorers(cause.code, errors, cause.isTooMany);
  }
}

const NO_THRESHOLD = 'has no threshold, so it never fails. Give it a `threshold`';

function neverFails({ threshold, children }: ResolvedScorer): boolean {
  return threshold === null && children.length === 0;
}

function faultsOf(rule: GuardRule, resolved: ResolvedScorer, at: string) {
  const { scorer, negated, extraction } = resolved;
  const faults: ProblemField[] = [];
  const refuse = (field: string, message: string) =>
    faults.push({ pointer: `${at}/${field}`, message });
  if (neverFails(resolved)) refuse('scorer', NO_THRESHOLD);
  if (isDetector(scorer) && extraction !== undefined) {
    refuse('scorer/extract', 'does not apply to a detector, which looks at the whole text');
  }
  if (isDetector(scorer) && !negated) {
    for (const kind of Object.keys(rule.kinds ?? {})) {
      if (scorer.findingKinds.includes(kind)) continue;
      const near = nearest(kind, scorer.findingKinds);
      const hint = near === undefined ? '' : `. Did you mean \`${near}\`?`;
      refuse(`kinds${jsonPointer([kind])}`, `is no kind of finding of ${scorer.id}${hint}`);
    }
    return faults;
  }
  if (rule.action === 'redact') {
    refuse('action', 'needs a detector, which says what to replace. Use `flag` or `block`');
  }
  if (rule.kinds !== undefined) refuse('kinds', 'needs a detector, whose findings have kinds');
  return faults;
}

/** Whether a scorer says where in a text it found what. */
function finds({ scorer, negated }: ResolvedScorer): boolean {
  return isDetector(scorer) && !negated;
}

/** What a rule would do to a text that has gone out already. */
function lateActionsOf(
  { action, kinds = {} }: GuardRule,
  { name }: ResolvedScorer,
): ProblemField[] {
  const late = [action, ...Object.values(kinds)].find((is) => is === 'redact' || is === 'block');
  if (late === undefined) return [];
  const message = `cannot be \`observed\`: \`${name}\` of the policy has the action \`${late}\`, which comes too late for a text that has gone out`;
  return [{ pointer: '/streamed', message }];
}
