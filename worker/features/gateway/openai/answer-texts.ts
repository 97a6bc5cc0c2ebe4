import {
  type Path,
  type Piece,
  replaceAt,
  withoutLogprobs,
} from '@assay/schema/guard-stream/dialect.ts';
import { DIALECTS } from '@assay/schema/guard-stream/dialects.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import type { Endpoint } from '../exchange.ts';

/** A text of an answer, or the arguments of one of its tool calls, and where it stands. */
export interface AnswerText {
  kind: 'text' | 'call';
  /** As parts of streams are named, such as `choices/0/content`. */
  part: string;
  text: string;
  path: Path;
  /** Whether it is what a choice says to its reader, and no refusal, reasoning or call. */
  isSaid: boolean;
  /** Whether it is of the first choice, or of an answer without choices. */
  isFirst: boolean;
}

/** The texts of a whole answer, read as those of streams are. */
export function textsOfAnswer(endpoint: Endpoint, answer: JsonObject): AnswerText[] {
  if (endpoint === 'embeddings') return [];
  if (endpoint === 'responses') {
    const event = { type: 'response.completed', response: answer };
    return DIALECTS['openai-responses'].read(event).flatMap((piece) => textOf(piece, 1));
  }
  const choices = objectsIn(answer.choices).map(({ message, ...choice }) => {
    return { ...choice, delta: message };
  });
  return DIALECTS['openai-chat'].read({ choices }).flatMap((piece) =>
    textOf(piece, 0).map((found) => ({
      ...found,
      path: found.path.map((key) => (key === 'delta' ? 'message' : key)),
    })),
  );
}

function textOf(piece: Piece, skipped: number): AnswerText[] {
  if (piece.kind === 'end' || piece.kind === 'name') return [];
  const { part, text, path } = piece;
  const kind = piece.kind === 'call' || piece.kind === 'whole-call' ? 'call' : 'text';
  const isSaid = kind === 'text' && SAID.test(part) && path.at(-1) !== 'refusal';
  const isFirst = !/^choices\/(?!0\/)/.test(part);
  return [{ kind, part, text, path: path.slice(skipped), isSaid, isFirst }];
}

const SAID = /^(?:choices\/\d+\/(?:content|text)$|output\/\d+\/content\/)/;

/**
 * An answer with other texts.
 *
 * @param rewrite returns what a text is to be
 * @returns the same answer if no text changes
 */
export function rewriteTexts(
  endpoint: Endpoint,
  answer: JsonObject,
  rewrite: (found: AnswerText) => string,
): JsonObject {
  return textsOfAnswer(endpoint, answer).reduce((changed, found) => {
    const text = rewrite(found);
    return text === found.text ? changed : withText(changed, found.path, text);
  }, answer);
}

/** An answer with another text at a path. */
export function withText(answer: JsonObject, path: Path, text: string): JsonObject {
  const next = withoutLogprobs(replaceAt(answer, path, text));
  return isJsonObject(next) ? next : answer;
}

/** What the first choice of an answer says to its reader. */
export function saidIn(endpoint: Endpoint, answer: JsonObject): string {
  return textsOfAnswer(endpoint, answer)
    .filter(({ isSaid, isFirst }) => isSaid && isFirst)
    .map(({ text }) => text)
    .join('');
}
