import { tableOf } from '../print.ts';
import { LIBRARIES } from './libraries.ts';
import { findingsBy } from './measure.ts';
import { countSpans, f1Of, type Marked, type SpanCounts, sumOf } from './spans.ts';
import type { DataFolder, MakeTasks } from './task.ts';

interface Row {
  text: string;
  entities: { type: string; start: number; end: number }[];
}

const FILE = 'pii.dev.jsonl';

/** The kinds here of the types there. */
const KINDS: Readonly<Record<string, string>> = {
  STREET_ADDRESS: 'address',
  ORGANIZATION: 'organization',
  NRP: 'nationality',
  PHONE_NUMBER: 'phone',
  PERSON: 'person',
  TITLE: 'title',
  CREDIT_CARD: 'credit-card',
  DOMAIN_NAME: 'url',
  DATE_TIME: 'date',
  GPE: 'location',
  AGE: 'age',
  IP_ADDRESS: 'ip-address',
  EMAIL_ADDRESS: 'email',
  ZIP_CODE: 'postcode',
  US_SSN: 'us-ssn',
  IBAN_CODE: 'iban',
  US_DRIVER_LICENSE: 'driving-licence',
};
/** What a form or a check decides, and no list of words. */
const STRUCTURED = [
  'phone',
  'credit-card',
  'url',
  'date',
  'ip-address',
  'email',
  'postcode',
  'us-ssn',
  'iban',
  'driving-licence',
];

/** Whether a text has any personal data, beside redact-pii. */
export const piiTasks: MakeTasks = (data) => {
  return [
    {
      detector: 'detect-pii',
      params: { kinds: ['all'] },
      sources: {
        'presidio-research': data.rows<Row>(FILE).map(({ text, entities }) => ({
          sample: { output: text },
          isPositive: entities.length > 0,
        })),
      },
      beside: LIBRARIES['detect-pii'],
    },
  ];
};

/** Spans of personal data by kind. */
export function piiSpans(data: DataFolder): string {
  const rows = data.rows<Row>(FILE);
  if (rows.length === 0) return '';
  const find = findingsBy('detect-pii', { kinds: ['all'] });
  const counts = new Map<string, SpanCounts>();
  for (const { text, entities } of rows) {
    const marked = entities.map(({ type, ...span }) => ({ ...span, kind: KINDS[type] ?? type }));
    const found: Marked[] = find({ output: text })
      .filter(({ certainty }) => certainty > 0.5)
      .map(({ kind, start, end }) => ({
        kind: kind === 'date-of-birth' ? 'date' : kind,
        start,
        end,
      }));
    countSpans(counts, marked, found);
  }
  const structured = STRUCTURED.flatMap((kind) => counts.get(kind) ?? []);
  const named: [string, SpanCounts][] = [
    ...[...counts].toSorted(([, a], [, b]) => f1Of(b) - f1Of(a)),
    ['**structured types**', sumOf(structured)],
    ['**all types**', sumOf(counts.values())],
  ];
  return tableOf(
    ['kind', 'marked', 'precision', 'recall', 'F1', 'exact bounds'],
    named.map(([kind, count]) => [
      kind,
      String(count.found + count.missed),
      (count.found / (count.found + count.wrong)).toFixed(3),
      (count.found / (count.found + count.missed)).toFixed(3),
      f1Of(count).toFixed(3),
      `${count.exact} of ${count.found}`,
    ]),
  );
}
