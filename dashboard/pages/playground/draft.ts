import type { JsonObject, Sample, Score, ScorerReference, Verdict } from '@assay/sdk';
import { signal } from '@preact/signals';

/** A sample as it is typed. */
export interface DraftSample {
  input: string;
  output: string;
  expected: string;
  /** Contexts, with a line of `---` between them. */
  contexts: string;
}

/** A scorer that was chosen, with the parameters that differ from the defaults. */
export interface Chosen {
  id: string;
  params: JsonObject;
}

export const EMPTY: DraftSample = { input: '', output: '', expected: '', contexts: '' };

/** What is being tried; it stays while other pages are looked at. */
export const draft = signal<DraftSample>(EMPTY);
export const chosen = signal<readonly Chosen[]>([]);

export interface Outcome {
  sample: Sample;
  scores: readonly Score[];
  verdict: Verdict | undefined;
}

export const outcome = signal<Outcome | undefined>(undefined);

/** The sample that is sent; fields without text are left out. */
export function sampleOf({ input, output, expected, contexts }: DraftSample): Sample {
  const parts = contexts.split(/^---$/m).map((part) => part.trim());
  const filled = parts.filter((part) => part !== '');
  return {
    ...(input !== '' && { input }),
    output,
    ...(expected !== '' && { expected }),
    ...(filled.length > 0 && { contexts: filled }),
  };
}

/** The scorers that are sent, as short as they can be written. */
export function referencesOf(scorers: readonly Chosen[]): ScorerReference[] {
  return scorers.map(({ id, params }) =>
    Object.keys(params).length === 0 ? id : { scorer: id, params },
  );
}
