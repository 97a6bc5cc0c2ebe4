import { ExactNumber } from './exact-number.ts';

/**
 * The canonical JSON of a value: the same text for the same value, whatever the order of its keys.
 *
 * Source: RFC 8785 (JSON Canonicalization Scheme). Two things that `JSON.parse` can make have no
 * form there, and get one here: half a surrogate pair is written as its escape, such as \ud800, and
 * a number too large for a double as 1e999. An `ExactNumber` is written with all its digits.
 *
 * @throws TypeError for what is not JSON
 */
export function canonicalJson(value: unknown): string {
  // Written out step by step: this runs over every sample that is scored.
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value)
      items += items === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${items}]`;
  }
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ExactNumber) return value.text;
    let members = '';
    // RFC 8785 orders keys by UTF-16 code units, as sorting does by itself.
    for (const key of Object.keys(value).sort()) {
      const member: unknown = value[key as keyof typeof value];
      if (member === undefined) continue;
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  if (value === Number.POSITIVE_INFINITY) return '1e999';
  if (value === Number.NEGATIVE_INFINITY) return '-1e999';
  const text = Number.isNaN(value) ? undefined : JSON.stringify(value);
  if (text === undefined) throw new TypeError('canonicalJson: the value has no JSON form');
  return text;
}
