import type { BatchItem } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import type { BatchReport } from '../types.ts';
import { decimal, oneLine } from './text.ts';

/** How many samples that did not pass are shown. */
export const LISTED = 20;
/** How many of them are shown in full, with input and output. */
const SHOWN = 5;

/** The samples of a batch that did not pass. */
export interface Failing {
  /** In input order, those that failed before those that could not be scored. */
  items: BatchItem[];
  /** How many errors there are of each code, the most frequent first. */
  errors: { code: string; count: number }[];
}

/** @param most how many items to list. Defaults to all of them. Errors are counted in any case. */
export async function failingOf(
  assay: Assay,
  { id, counts }: BatchReport,
  most = Number.POSITIVE_INFINITY,
): Promise<Failing> {
  const items: BatchItem[] = [];
  const codes = new Map<string, number>();
  for (const status of ['failed', 'error'] as const) {
    // Of failures only the first are wanted; errors are read to the end, to be counted.
    if (counts[status] === 0 || (status === 'failed' && items.length >= most)) continue;
    for await (const item of assay.batches.results(id, { status, include: 'sample' })) {
      if (items.length < most) items.push(item);
      else if (status === 'failed') break;
      if (status === 'error') {
        const code = item.error?.code ?? 'error';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
  }
  const errors = [...codes].map(([code, count]) => ({ code, count }));
  return { items, errors: errors.sort((a, b) => b.count - a.count) };
}

/**
 * The failures as text: the first samples with input, output and reason, and the command that lists
 * the rest.
 */
export function failingText({ items, errors }: Failing, { id, counts }: BatchReport): string {
  if (items.length === 0) return '';
  const shown = items.slice(0, SHOWN).map(itemText).join('\n');
  const codes = errors.map(({ code, count }) => `  ${count} × ${code}\n`).join('');
  const left = counts.failed + counts.error - Math.min(SHOWN, items.length);
  const status = counts.failed > 0 ? 'failed' : 'error';
  const rest = `${left} more: assay batches results ${id} --status ${status} --json\n`;
  return `${shown}${codes && `\nerrors:\n${codes}`}${left > 0 ? `\n${rest}` : ''}`;
}

function itemText(item: BatchItem): string {
  const { sample, verdict } = item;
  const scores = verdict?.scores.filter(({ passed }) => passed !== true) ?? [];
  const lines = [
    ['asked', sample?.input],
    ['answered', sample?.output],
    ['expected', sample?.expected],
  ].flatMap(([name, value]) =>
    value === undefined ? [] : [`    ${name}: ${oneLine(asText(value))}`],
  );
  const told =
    scores.length > 0
      ? scores.map(({ name, value, reason }) => `    ${name} ${decimal(value)}: ${oneLine(reason)}`)
      : [`    ${oneLine(reasonOf(item))}`];
  return `  ${item.status}  ${oneLine(nameOf(item), 60)}\n${[...lines, ...told].join('\n')}\n`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a sample is called: its id, or its place in the input from 1. */
export function nameOf({ sampleId, index }: BatchItem): string {
  return sampleId ?? `sample ${index + 1}`;
}

/** Why a sample did not pass. */
export function reasonOf({ verdict, error }: BatchItem): string {
  if (error) return `${error.code}: ${error.message}`;
  if (!verdict) return '';
  const failing = verdict.scores.filter(({ passed }) => passed === false);
  const reasons = failing.map(({ name, reason }) => `${name}: ${reason}`);
  return reasons.length > 0 ? reasons.join(' ') : verdict.decision.reason;
}
