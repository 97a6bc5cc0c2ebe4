import { join } from 'node:path';
import { counted } from '@assay/schema/counted.ts';
import { oneLine, table } from '../text.ts';
import type { Imported, Remark } from './case.ts';

/** A suite and its samples, as they were written. */
export interface WrittenSuite {
  name: string;
  scorers: number;
  /** The file of the suite. */
  suite: string;
  /** Samples that can be scored. */
  samples?: { file: string; count: number };
  /** Samples that have no output yet. */
  inputs?: { file: string; count: number };
}

export interface ImportReport extends Pick<Imported, 'assertions' | 'remarks'> {
  suites: WrittenSuite[];
  /** Suites of an earlier import that lie beside them. */
  stale: string[];
}

const HEADINGS: Record<Remark['kind'], string> = {
  'left-out': 'Not imported',
  differs: 'Imported with differences',
  note: 'Notes',
};

/** An import for a person. */
export function importText(
  { suites, stale, assertions, remarks }: ImportReport,
  out: string,
): string {
  const rows = suites.map(({ name, scorers, samples, inputs }) => [
    name,
    String(scorers),
    String(samples?.count ?? 0),
    String(inputs?.count ?? 0),
  ]);
  const listed = (Object.keys(HEADINGS) as Remark['kind'][]).map((kind) => {
    const own = remarks.filter((remark) => remark.kind === kind);
    return own.length === 0
      ? ''
      : `\n${HEADINGS[kind]} (${own.length}):\n${own.map(line).join('')}`;
  });
  const { found, imported } = assertions;
  const head = ['suite', 'scorers', 'samples', 'without output'];
  return `${imported} of ${counted(found, 'assertion')} imported into ${out}.

${table([head, ...rows])}${listed.join('')}${tellStale(stale)}${nextSteps(suites, out)}`;
}

function tellStale(files: readonly string[]): string {
  if (files.length === 0) return '';
  const named = files.map((file) => `  ${file}\n`).join('');
  return `\nFiles of an earlier import that are not part of this one (${files.length}). Remove them before you push:\n${named}`;
}

function line({ place, what, why, instead, more }: Remark): string {
  const others = more === undefined ? '' : ` (and ${more} more)`;
  const advice = instead === undefined ? '' : ` Use: ${instead}.`;
  return `  ${place}${others} ${oneLine(what, 60)}: ${oneLine(why, 300)}${advice}\n`;
}

function nextSteps(suites: readonly WrittenSuite[], out: string): string {
  const ready = suites.find(({ samples }) => samples);
  const open = suites.find(({ inputs }) => inputs);
  const score = ready?.samples && `assay batch ${ready.samples.file} --suite ${ready.name}`;
  const stored = suites.length > 0 ? `assay suites push ${join(out, 'suites')}` : undefined;
  const steps = [
    ...(open?.inputs
      ? [
          `Add an "output" to each line of ${open.inputs.file}, or pass the results of a run with --outputs.`,
        ]
      : []),
    ...(stored ? [`Store the suites: ${stored}`] : []),
    ...(score ? [`Score: ${score}`] : []),
  ];
  return steps.length === 0 ? '' : `\n${steps.map((step) => `${step}\n`).join('')}`;
}
