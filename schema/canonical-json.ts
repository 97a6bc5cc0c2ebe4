/**
 * The canonical JSON of a JSON value: the same text for the same value, whatever the order of its
 * keys. Equal to RFC 8785 wherever that is defined. A lone surrogate, which the RFC refuses, is
 * escaped as JSON.stringify does: a model's output may be cut inside a character, and has to have
 * a hash all the same. That is why no library for the RFC serves here.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme), which defines numbers and strings as
 * ECMAScript's JSON.stringify writes them, and the order of keys as by UTF-16 code units.
 * @throws TypeError for what has no JSON form
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonicalJson: ${value} has no JSON form`);
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`);
  return text;
}
