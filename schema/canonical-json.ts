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
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value)
      items += items === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${items}]`;
  }
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ExactNumber) return value.text;
    const { sorted, heads } = layoutOf(Object.keys(value));
    let members = '';
    for (let i = 0; i < sorted.length; i++) {
      const member: unknown = value[sorted[i] as keyof typeof value];
      if (member === undefined) continue;
      members += `${members === '' ? '' : ','}${heads[i]}${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  if (value === Number.POSITIVE_INFINITY) return '1e999';
  if (value === Number.NEGATIVE_INFINITY) return '-1e999';
  const text = Number.isNaN(value) ? undefined : JSON.stringify(value);
  if (text === undefined) throw new TypeError('canonicalJson: the value has no JSON form');
  return text;
}

/** The keys of an object, and how they are written. */
interface Layout {
  keys: readonly string[];
  sorted: readonly string[];
  /** Each of the sorted keys as JSON, with its colon. */
  heads: readonly string[];
}

// Most objects have the keys of one that was written before: its layout saves sorting them again.
const layouts = new Map<string, (Layout | undefined)[]>();
let kept = 0;
const MOST_LAYOUTS = 500;
const MOST_KEYS = 32;
const LONGEST_KEY = 64;

function layoutOf(keys: readonly string[]): Layout {
  const first = keys[0] ?? '';
  const alike = layouts.get(first);
  const known = alike?.[keys.length];
  if (known !== undefined && isSame(known.keys, keys)) return known;
  // RFC 8785 orders keys by UTF-16 code units, as sorting does by itself.
  const sorted = keys.toSorted();
  const layout = { keys, sorted, heads: sorted.map((key) => `${JSON.stringify(key)}:`) };
  if (keys.length > MOST_KEYS || keys.some(({ length }) => length > LONGEST_KEY)) return layout;
  if (known === undefined) {
    if (kept >= MOST_LAYOUTS) {
      layouts.clear();
      kept = 0;
    }
    kept += 1;
  }
  const list = layouts.get(first) ?? [];
  list[keys.length] = layout;
  layouts.set(first, list);
  return layout;
}

function isSame(keys: readonly string[], others: readonly string[]): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] !== others[i]) return false;
  return true;
}
