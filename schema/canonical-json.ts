import canonicalize from 'canonicalize';

/**
 * The canonical JSON of a value: the same text for the same value, whatever the order of its keys.
 * Source: RFC 8785 (JSON Canonicalization Scheme).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('canonicalJson: the value has no JSON form');
  return text;
}
