import { LIMITS } from '@assay/schema/limits.ts';
import type { Context } from '@assay/schema/types.ts';
import {
  type AlignedSentence,
  alignSentences,
} from '@assay/scorers/detectors/ungrounded/align-sentences.ts';
import { createWork, WorkExceeded } from '@assay/scorers/work.ts';
import { NotCited } from './not-cited.ts';

/** What supports the sentences of a text, by the alignment of `detect-ungrounded`. @throws NotCited */
export function alignByWords(
  text: string,
  contexts: readonly (string | Context)[],
): AlignedSentence[] {
  try {
    return alignSentences(text, contexts.map(textOf), createWork(LIMITS.scoreSteps));
  } catch (cause) {
    if (!(cause instanceof WorkExceeded)) throw cause;
    throw new NotCited(cause.message);
  }
}

function textOf(context: string | Context): string {
  return typeof context === 'string' ? context : context.text;
}
