/**
 * From the output to what a scorer sees of it: steps that change it or find a part of it.
 *
 * Evidence of the scorer is moved to where it stands in the output as sent, or, where steps changed
 * the text, keeps its excerpt and loses its place.
 */
import type { Evidence, ExtractStep } from '@assay/schema/types.ts';
import type { Work } from '../work.ts';
import { findPart } from './find-part.ts';
import type { Slice } from './slice.ts';
import { transform } from './transform.ts';

/** What the steps come to, or the number of the step that found nothing. */
export type Extracted = Slice | { missedBy: number };

const STEPS_PER_CHARACTER = 60;

/** Applies the steps in order. @param work is charged for each */
export function extract(output: string, steps: readonly ExtractStep[], work: Work): Extracted {
  let slice: Slice = { text: output, start: 0 };
  for (const [i, step] of steps.entries()) {
    work.spend(slice.text.length * STEPS_PER_CHARACTER, 'extracting from `output`');
    const next = typeof step === 'string' ? transform(slice, step) : findPart(slice, step, work);
    if (next === undefined) return { missedBy: i };
    slice = next;
  }
  return slice;
}

/** A step as reasons name it, such as `marker "####"`. */
export function nameStep(step: ExtractStep | undefined): string {
  if (step === undefined || typeof step === 'string') return step ?? '';
  switch (step.by) {
    case 'regex':
      return `regex ${JSON.stringify(step.pattern)}`;
    case 'marker':
      return `marker ${JSON.stringify(step.marker)}`;
    case 'tag':
      return `tag <${step.name}>`;
    case 'json':
      return `json path ${JSON.stringify(step.path)}`;
    default:
      return step.by;
  }
}

/** Evidence in what was extracted as evidence in the output. */
export function moveEvidence(evidence: Evidence, { text, start }: Slice): Evidence {
  const { start: from, end: to, ...rest } = evidence;
  if (evidence.pointer !== '/output' || from === undefined || to === undefined) return evidence;
  if (start !== null) return { ...evidence, start: from + start, end: to + start };
  return rest.text === undefined && to > from ? { ...rest, text: text.slice(from, to) } : rest;
}
