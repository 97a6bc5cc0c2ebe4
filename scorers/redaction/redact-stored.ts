import { LIMITS } from '@assay/schema/limits.ts';
import { tokensIn } from '@assay/schema/restore-tokens.ts';
import type { Evidence, Sample, Verdict } from '@assay/schema/types.ts';
import type { ResolvedScorer } from '../resolve.ts';
import { readSample } from '../sample.ts';
import { createWork } from '../work.ts';
import { mapTexts } from './map-texts.ts';
import { createRedactor } from './redactor.ts';
import { scrubber } from './scrubber.ts';
import { mapStrings, textAt } from './text-at.ts';

/** What is to be stored of a sample. */
export interface ToStore<Exchange> {
  verdict: Verdict;
  sample: Sample;
  exchanges: readonly Exchange[];
}

/**
 * Replaces what detectors find by tokens, in a sample and in what a verdict quotes of it. Nothing
 * says what the tokens stand for. Places in evidence stay those in the text as sent.
 *
 * @throws NotLookedAt if a detector could not look
 */
export function redactStored<Exchange>(
  { verdict, sample, exchanges }: ToStore<Exchange>,
  detectors: readonly ResolvedScorer[],
): ToStore<Exchange> {
  const written = new Set(tokensIn(JSON.stringify([verdict, sample])));
  const redactor = createRedactor(detectors, written, createWork(LIMITS.scoreSteps));
  const redacted = redactor.value(sample);
  const scrub = scrubber(redactor.replaced());
  const text = (quoted: string) => redactor.text(scrub(quoted)).text;
  const view = readSample(sample);

  function evidence({ text: quoted, note, ...place }: Evidence): Evidence {
    const { pointer, start, end } = place;
    const isCut =
      pointer !== undefined &&
      start !== undefined &&
      end !== undefined &&
      isCutting(redactor.text(textAt(view, pointer) ?? '').edits, start, end);
    return {
      ...place,
      ...(quoted === undefined || isCut ? {} : { text: text(quoted) }),
      ...(note === undefined ? {} : { note: text(note) }),
    };
  }

  return {
    sample: redacted,
    verdict: mapTexts(verdict, { text, evidence }),
    exchanges: exchanges.map((exchange) => mapStrings(exchange, text)),
  };
}

/** Whether a quote has a part of what was replaced, which no detector would know again. */
function isCutting(
  edits: readonly { start: number; end: number }[],
  start: number,
  end: number,
): boolean {
  return edits.some((edit) => {
    const isInside = start <= edit.start && edit.end <= end;
    return edit.start < end && start < edit.end && !isInside;
  });
}
