import { LIMITS } from '@assay/schema/limits.ts';
import { tokensIn } from '@assay/schema/restore-tokens.ts';
import type { Edit } from '@assay/schema/text-edits.ts';
import type { Evidence, Sample, Verdict } from '@assay/schema/types.ts';
import type { ResolvedScorer } from '../resolve.ts';
import { readSample, type SampleView } from '../sample.ts';
import { createWork } from '../work.ts';
import { mapTexts } from './map-texts.ts';
import { createRedactor } from './redactor.ts';
import { scrubber } from './scrubber.ts';
import { mapStrings, textAt } from './text-at.ts';
import { withChanges } from './with-changes.ts';

/** What is to be stored of a sample. */
export interface ToStore<Exchange> {
  verdict: Verdict;
  sample: Sample;
  exchanges: readonly Exchange[];
}

/**
 * Replaces what detectors find by tokens, in a sample and in what a verdict quotes of it. Nothing
 * says what the tokens stand for. Places in evidence stay those in the text as sent. What has nothing
 * to be replaced is returned as the same object.
 *
 * @throws NotLookedAt if a detector could not look
 */
export function redactStored<Exchange>(
  { verdict, sample, exchanges }: ToStore<Exchange>,
  detectors: readonly ResolvedScorer[],
): ToStore<Exchange> {
  const written = lazySet(() => tokensIn(JSON.stringify([verdict, sample])));
  const redactor = createRedactor(detectors, written, createWork(LIMITS.scoreSteps));
  const redacted = redactor.value(sample);
  const scrub = scrubber(redactor.replaced());
  const text = (quoted: string) => redactor.text(scrub(quoted)).text;
  // A score has many pieces of evidence in few places.
  const places = new Map<string, readonly Edit[]>();
  let view: SampleView | undefined;

  function evidence(given: Evidence): Evidence {
    const { text: quoted, note } = given;
    if (quoted !== undefined && isCut(given)) {
      const { text: _, ...rest } = given;
      return withChanges<Evidence>(rest, note === undefined ? {} : { note: text(note) });
    }
    return withChanges(given, {
      ...(quoted === undefined ? {} : { text: text(quoted) }),
      ...(note === undefined ? {} : { note: text(note) }),
    });
  }

  /** Whether a quote has a part of what was replaced, which no detector would know again. */
  function isCut({ pointer, start, end }: Evidence): boolean {
    if (pointer === undefined || start === undefined || end === undefined) return false;
    return isCutting(editsAt(pointer), start, end);
  }

  function editsAt(pointer: string): readonly Edit[] {
    view ??= readSample(sample);
    const edits = places.get(pointer) ?? redactor.text(textAt(view, pointer) ?? '').edits;
    places.set(pointer, edits);
    return edits;
  }

  return {
    sample: redacted,
    verdict: mapTexts(verdict, { text, evidence }),
    exchanges: exchanges.map((exchange) => mapStrings(exchange, text)),
  };
}

/** A set that is made when it is first asked: most samples have nothing that a token stands for. */
function lazySet(items: () => Iterable<string>): Pick<ReadonlySet<string>, 'has'> {
  let made: ReadonlySet<string> | undefined;
  return {
    has(item) {
      made ??= new Set(items());
      return made.has(item);
    },
  };
}

/** Whether a range ends inside of an edit, or begins there. */
function isCutting(edits: readonly Edit[], start: number, end: number): boolean {
  return edits.some((edit) => {
    const isInside = start <= edit.start && edit.end <= end;
    return edit.start < end && start < edit.end && !isInside;
  });
}
