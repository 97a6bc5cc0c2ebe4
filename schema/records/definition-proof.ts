import { canonicalJson } from '../canonical-json.ts';
import type {
  DefinitionProof,
  JsonObject,
  JsonValue,
  RedactingDetector,
  ScorerDefinition,
} from '../types.ts';
import { sha256OfBytes, utf8Bytes } from './bytes.ts';

/**
 * Whether a definition is what a fingerprint was made from. It needs no scorer and no network, so that anyone
 * can tell, whatever the release.
 *
 * @param fingerprint as a score has it: `sha256:` and 64 hex digits
 */
export async function proofOfDefinition(
  fingerprint: string,
  { version, settings, fingerprinted }: ScorerDefinition,
): Promise<DefinitionProof> {
  if (fingerprinted === undefined) return 'unknown';
  const byPrint = new Map(
    await Promise.all(fingerprinted.map(async (one) => [await fingerprintOf(one), one] as const)),
  );
  const found = byPrint.get(fingerprint);
  if (found === undefined || !isWhole(found, byPrint)) return 'altered';
  const scorer = withoutRedaction(found, byPrint);
  if (scorer === undefined) return 'altered';
  const { params = {}, negate = false, threshold = null, extract, onNoMatch } = settings;
  const isStated =
    scorer.id === settings.scorer &&
    scorer.version === version &&
    isEqual(scorer.threshold, threshold) &&
    scorer.negated === negate &&
    scorer.onMissing === (settings.onMissing ?? 'error') &&
    isEqual(scorer.extract, extract) &&
    scorer.onNoMatch === onNoMatch &&
    areStated(scorer.params, params) &&
    areDetectors(settings.redact ?? [], detectorsOf(found, byPrint));
  return isStated ? 'proven' : 'altered';
}

function detectorsOf(
  { by = [] }: JsonObject,
  byPrint: ReadonlyMap<string, JsonObject>,
): (JsonObject | undefined)[] {
  return isList(by) ? by.map((print) => byPrint.get(String(print))) : [];
}

function areDetectors(
  stated: readonly RedactingDetector[],
  hashed: readonly (JsonObject | undefined)[],
): boolean {
  const isOne = (detector: RedactingDetector, one: JsonObject | undefined) =>
    typeof detector === 'object' &&
    one?.id === detector.scorer &&
    isEqual(one.threshold, detector.threshold) &&
    areStated(one.params, detector.params ?? {});
  return stated.length === hashed.length && stated.every((one, i) => isOne(one, hashed[i]));
}

async function fingerprintOf(fingerprinted: JsonObject): Promise<string> {
  return `sha256:${await sha256OfBytes(utf8Bytes(canonicalJson(fingerprinted)))}`;
}

/** Whether all that it names by fingerprints is there, and nothing else is. */
function isWhole(one: JsonObject, byPrint: ReadonlyMap<string, JsonObject>): boolean {
  const [seen, next] = [new Set([one]), [one]];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const print of namedBy(at)) {
      const named = byPrint.get(print);
      if (named === undefined) return false;
      if (seen.has(named)) continue;
      seen.add(named);
      next.push(named);
    }
  }
  return seen.size === byPrint.size;
}

function namedBy({ scorers = [], redacted, by = [] }: JsonObject): string[] {
  const inside = isList(scorers)
    ? scorers.map((one) => (isObject(one) ? one.fingerprint : one))
    : [];
  const all = [...inside, ...(redacted === undefined ? [] : [redacted]), ...(isList(by) ? by : [])];
  return all.map(String);
}

/** The scorer itself, where its models do not see all of the sample. */
function withoutRedaction(
  one: JsonObject,
  byPrint: ReadonlyMap<string, JsonObject>,
): JsonObject | undefined {
  return one.redacted === undefined ? one : byPrint.get(String(one.redacted));
}

/** Whether parameters are those that were hashed. Others, such as whether answers are cached, change no score. */
function areStated(hashed: JsonValue | undefined, params: JsonObject): boolean {
  if (!isObject(hashed)) return false;
  return Object.entries(params).every(
    ([name, value]) => !Object.hasOwn(hashed, name) || isEqual(hashed[name], value),
  );
}

function isEqual(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}

function isList(value: JsonValue | undefined): value is JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
