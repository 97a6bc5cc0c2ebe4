import { LIMITS } from '@assay/schema/limits.ts';
import { type Edit, editText } from '@assay/schema/text-edits.ts';
import type { Context, JsonObject, PipelinePostStep } from '@assay/schema/types.ts';
import {
  type AlignedSentence,
  alignSentences,
} from '@assay/scorers/detectors/ungrounded/align-sentences.ts';
import { createWork, WorkExceeded } from '@assay/scorers/work.ts';
import type { Exchange } from '../exchange.ts';
import { textsOfAnswer, withText } from '../openai/answer-texts.ts';
import { contextsOf } from '../openai/contexts-of.ts';
import { requestedJson } from '../openai/requested-json.ts';
import { noteAtEnd, onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, Note, Step } from '../step.ts';

type Settings = Omit<Extract<PipelinePostStep, { step: 'citations' }>, 'step'>;

/**
 * Says which context supports which sentence of an answer, by the alignment of `detect-ungrounded`: without
 * a model call, by the words. `inline` writes marks such as `[1]` behind the sentences, for which a stream is
 * held until it is whole; `field` only notes them, and leaves streams and JSON alone.
 */
export function citations({ format = 'field' }: Settings): Step {
  const after = async (exchange: Exchange, answer: JsonObject): Promise<After> =>
    cite(exchange, answer, format === 'inline' && requestedJson(exchange) === undefined);
  return {
    name: 'citations',
    after,
    async onStream(exchange) {
      return format === 'inline' && requestedJson(exchange) === undefined
        ? onWholeAnswer(exchange, (answer) => after(exchange, answer))
        : noteAtEnd(exchange, async (answer) => cite(exchange, answer, false));
    },
  };
}

function cite(exchange: Exchange, answer: JsonObject, isInline: boolean): After {
  const contexts = contextsOf(exchange);
  if (contexts.length === 0) {
    return { note: { status: 'not_run', reason: 'There are no contexts to cite.' } };
  }
  const texts = textsOfAnswer(exchange.endpoint, answer).filter(({ isSaid }) => isSaid);
  const sentences: JsonObject[] = [];
  const work = createWork(LIMITS.scoreSteps);
  let sent = answer;
  try {
    for (const { text, path, part } of texts) {
      const aligned = alignSentences(text, contexts.map(textOf), work);
      sentences.push(...aligned.map((sentence) => sentenceNote(sentence, part, contexts)));
      if (isInline && aligned.some((sentence) => sentence.contexts.length > 0)) {
        sent = withText(sent, path, withMarks(text, aligned));
      }
    }
  } catch (cause) {
    if (!(cause instanceof WorkExceeded)) throw cause;
    return { note: { status: 'not_run', reason: cause.message } };
  }
  const unsupported = sentences.filter(({ isSupported }) => isSupported === false).length;
  const note: Note = { status: 'aligned', unsupported, sentences };
  return sent === answer ? { note } : { answer: sent, note };
}

function textOf(context: string | Context): string {
  return typeof context === 'string' ? context : context.text;
}

/** A sentence by its place in the text before marks are written. */
function sentenceNote(
  { start, end, contexts, isSupported }: AlignedSentence,
  part: string,
  all: readonly (string | Context)[],
): JsonObject {
  const cited = contexts.map((index): JsonObject => {
    const context = all[index];
    const id = typeof context === 'object' ? context.id : undefined;
    return { number: index + 1, ...(id === undefined ? {} : { id }) };
  });
  return { part, start, end, contexts: cited, isSupported };
}

/** Marks stand before the stop of their sentence, where `citation-faithfulness` reads them. */
function withMarks(text: string, sentences: readonly AlignedSentence[]): string {
  const edits = sentences.flatMap(({ start, end, contexts }): Edit[] => {
    if (contexts.length === 0) return [];
    let stop = end;
    while (stop > start && STOPS.test(text.charAt(stop - 1))) stop -= 1;
    const marks = contexts.map((index) => `[${index + 1}]`).join('');
    return [{ start: stop, end, replacement: ` ${marks}${text.slice(stop, end)}` }];
  });
  return editText(text, edits);
}

const STOPS = /[.!?…。！？\s]/;
