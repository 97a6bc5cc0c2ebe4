import { type Edit, editText } from '@assay/schema/text-edits.ts';
import type { Context, JsonObject, PipelinePostStep } from '@assay/schema/types.ts';
import type { AlignedSentence } from '@assay/scorers/detectors/ungrounded/align-sentences.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { Exchange } from '../exchange.ts';
import { type AnswerText, textsOfAnswer, withText } from '../openai/answer-texts.ts';
import { contextsOf } from '../openai/contexts-of.ts';
import { requestedJson } from '../openai/requested-json.ts';
import { noteAtEnd, onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, Note, Step } from '../step.ts';
import { type AttributeNeeds, attributeByJudge } from './citations/by-judge.ts';
import { alignByWords } from './citations/by-words.ts';
import { NotCited } from './citations/not-cited.ts';

type Settings = Omit<Extract<PipelinePostStep, { step: 'citations' }>, 'step'>;

/**
 * Says which context supports which sentence of an answer, each of its choices: by the words, without a model
 * call, or by a judge. `inline` writes marks such as `[1]` behind the sentences, for which a stream is held
 * until it is whole; `field` only notes them, and leaves streams and JSON alone.
 *
 * A judge that could not judge is an error in the note, and no marks are written; `onError: fail` then fails
 * the request.
 */
export function citations(settings: Settings, needs: AttributeNeeds): Step {
  const isInline = (exchange: Exchange) =>
    settings.format === 'inline' && requestedJson(exchange) === undefined;
  const run = (exchange: Exchange, answer: JsonObject) =>
    cite({ settings, exchange, needs, isInline: isInline(exchange) }, answer);
  return {
    name: 'citations',
    after: run,
    async onStream(exchange) {
      const after = (answer: JsonObject) => run(exchange, answer);
      return isInline(exchange) ? onWholeAnswer(exchange, after) : noteAtEnd(exchange, after);
    },
  };
}

interface Citing {
  settings: Settings;
  exchange: Exchange;
  needs: AttributeNeeds;
  isInline: boolean;
}

async function cite(citing: Citing, answer: JsonObject): Promise<After> {
  const { settings, exchange, isInline } = citing;
  const contexts = contextsOf(exchange);
  if (contexts.length === 0) {
    return { note: { status: 'not_run', reason: 'There are no contexts to cite.' } };
  }
  const texts = textsOfAnswer(exchange.endpoint, answer).filter(({ isSaid }) => isSaid);
  try {
    const cited = await Promise.all(texts.map((found) => citedIn(found, contexts, citing)));
    const sentences = cited.flatMap(({ found, aligned }) =>
      aligned.map((sentence) => sentenceNote(sentence, found.part, contexts)),
    );
    const warnings = [...new Set(cited.flatMap((one) => one.warnings))];
    const note: Note = {
      status: settings.by === 'judge' ? 'judged' : 'aligned',
      unsupported: sentences.filter(({ isSupported }) => isSupported === false).length,
      sentences,
      ...(warnings.length === 0 ? {} : { warnings }),
    };
    const sent = isInline ? withMarksIn(answer, cited) : answer;
    return sent === answer ? { note } : { answer: sent, note };
  } catch (cause) {
    if (!(cause instanceof NotCited)) throw cause;
    return { note: noteOfFailure(cause, settings) };
  }
}

/** @throws ApiProblem `step_failed` where the pipeline sends nothing without citations */
function noteOfFailure({ code, message: reason }: NotCited, { onError }: Settings): Note {
  if (code === undefined) return { status: 'not_run', reason };
  if (onError === 'fail') {
    const detail = `The step "citations" failed: ${reason} Retry.`;
    throw new ApiProblem('step_failed', { detail });
  }
  return { status: 'error', code, reason };
}

/** What is said in one text, and by which contexts it is supported. */
interface Cited {
  found: AnswerText;
  aligned: readonly AlignedSentence[];
  warnings: readonly string[];
}

async function citedIn(
  found: AnswerText,
  contexts: readonly (string | Context)[],
  { settings, exchange, needs }: Citing,
): Promise<Cited> {
  const { text } = found;
  if (settings.by !== 'judge') {
    return { found, aligned: alignByWords(text, contexts), warnings: [] };
  }
  const attributed = await attributeByJudge(
    text,
    { contexts, exchange, model: settings.model },
    needs,
  );
  return { found, aligned: attributed.sentences, warnings: attributed.warnings };
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

function withMarksIn(answer: JsonObject, cited: readonly Cited[]): JsonObject {
  return cited.reduce((sent, { found: { text, path }, aligned }) => {
    const marked = withMarks(text, aligned);
    return marked === text ? sent : withText(sent, path, marked);
  }, answer);
}

/** Marks stand before the stop of their sentence, where `citation-faithfulness` reads them. */
function withMarks(text: string, sentences: readonly AlignedSentence[]): string {
  const edits = sentences.flatMap(({ start, end, contexts, isSupported }): Edit[] => {
    if (contexts.length === 0 || !isSupported) return [];
    let stop = end;
    while (stop > start && STOPS.test(text.charAt(stop - 1))) stop -= 1;
    const marks = contexts.map((index) => `[${index + 1}]`).join('');
    return [{ start: stop, end, replacement: ` ${marks}${text.slice(stop, end)}` }];
  });
  return editText(text, edits);
}

const STOPS = /[.!?…。！？\s]/;
