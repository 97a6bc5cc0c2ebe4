import * as z from 'zod';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { type KnownText, readText, textModel } from './model/load-model.ts';
import { type Piece, sentencesOf, strongest, windowsOf } from './model/pieces.ts';
import { certaintyOf, contributions, logitsOf, type TextModel } from './model/text-model.ts';
import { type Frames, framesBy } from './model/toxicity-frames.ts';
import { WINDOW } from './model/toxicity-windows.ts';
import { WEIGHTS } from './model/weights.ts';
import { overParam } from './places.ts';

// As long as the longest texts in training.
const WORDS_A_PIECE = 600;
const SHOWN_FROM = 0.2;

/**
 * Whether a text is toxic: sexual, hateful, violent, harassing, or about hurting oneself. A linear model
 * over runs of words, over classes of words (slurs, insults, groups of people, weapons, …) and over who is
 * attacked and whether the writer means it gives one certainty, and smaller ones name the kind. It is of
 * a whole text and of its worst twenty words. Texts of more than 600 words are looked at in pieces, and
 * the worst piece decides. Evidence points at the sentence that says most for the verdict.
 *
 * English in the main; of sixteen other languages it knows little more than their obscene words. What it
 * was trained on, how often it is right and where it is not: docs/model-cards/toxicity.md.
 */
export const detectToxicity = defineDetector({
  id: 'detect-toxicity',
  aliases: { 'toxic-language': {}, 'nsfw-text': {}, 'offensive-language': {} },
  version: 2,
  summary: 'Finds sexual, hateful, violent, harassing and self-harming text, without a model call.',
  source:
    'A linear model of our own over OpenAI’s moderation set, Surge AI’s toxicity set, HateCheck and sentences of our own; categories of OpenAI moderation',
  kinds: {
    sexual: ['sexual passage', 'sexual passages'],
    hate: ['hateful passage', 'hateful passages'],
    violence: ['violent passage', 'violent passages'],
    harassment: ['harassing passage', 'harassing passages'],
    'self-harm': ['passage about self-harm', 'passages about self-harm'],
  },
  quotes: true,
  params: () => z.strictObject({ over: overParam(['input', 'output']) }),
  behaviour: (params) => ({ ...params, weights: WEIGHTS.toxicity }),
  examples: () => [
    {
      title: 'An insult',
      sample: { output: 'You are a worthless idiot, and everybody hates you.' },
      value: 0.0518,
    },
    {
      title: 'Strong words about a program',
      sample: { output: 'How do I kill a zombie process?' },
      value: 0.9914,
    },
    {
      title: 'Hatred that is quoted to speak against it',
      sample: { output: 'Saying that women are stupid is a disgusting lie.' },
      value: 0.9996,
    },
  ],
  look(text, _params, { work }) {
    const model = textModel('toxicity');
    const known = readText(model, text, work);
    const worstIn = worstSentence(model, known);
    return windowsOf(known.words.count, WORDS_A_PIECE, WORDS_A_PIECE).map((piece) => {
      const { certainty, kind } = judge(model, known, piece);
      const shown = certainty < SHOWN_FROM ? piece : (worstIn(piece) ?? piece);
      return spanOf(known, shown, kind, certainty);
    });
  },
});

/** The sentence in a piece that says most; what all pieces share is made when first needed. */
function worstSentence(model: TextModel, known: KnownText) {
  let shared: { sentences: Piece[]; sums: Float64Array } | undefined;
  return (piece: Piece): Piece | undefined => {
    shared ??= {
      sentences: sentencesOf(known.words),
      sums: contributions(model, 0, known),
    };
    const inside = shared.sentences.filter(({ from, to }) => from >= piece.from && to <= piece.to);
    return strongest(inside, shared.sums);
  };
}

function judge(
  model: TextModel,
  known: KnownText,
  piece: Piece,
): { certainty: number; kind: string } {
  const { heads } = model.header;
  const frames = framesOf(model);
  const logitsIn = ({ from, to }: Piece, count: number) =>
    logitsOf(model, known, frames(known.words, known.classes, from, to), from, to, count);
  const logits = logitsIn(piece, heads.length);
  const [whole = 0] = logits;
  const windows = windowsOf(piece.to - piece.from, WINDOW, WINDOW);
  const inWindows = windows.map(
    ({ from, to }) => logitsIn({ from: piece.from + from, to: piece.from + to }, 1)[0] ?? 0,
  );
  const logit = windows.length < 2 ? whole : (whole + Math.max(...inWindows)) / 2;
  const [toxic, ...categories] = heads.map((head, i) => ({
    name: head.name,
    certainty: certaintyOf(head, i === 0 ? logit : (logits[i] ?? 0)),
  }));
  const likeliest = categories
    .filter(({ name }) => name !== 'hate' || namesGroup(model, known, piece))
    .reduce((a, b) => (b.certainty > a.certainty ? b : a));
  return { certainty: toxic?.certainty ?? 0, kind: likeliest.name };
}

let made: Frames | undefined;

function framesOf({ header }: TextModel): Frames {
  made ??= framesBy(header.classes);
  return made;
}

/** Whether a group of people is named in a piece: without one there is no hatred of one. */
function namesGroup({ header }: TextModel, { classes }: KnownText, { from, to }: Piece): boolean {
  for (let i = from; i < to; i += 1) {
    const known = classes[i] ?? -1;
    if (known >= 0 && GROUP_CLASSES.has(header.classes[known] ?? '')) return true;
  }
  return false;
}

const GROUP_CLASSES: ReadonlySet<string> = new Set(['group', 'groupAdjective', 'slur']);

function spanOf(
  { words: { starts, ends } }: KnownText,
  { from, to }: Piece,
  kind: string,
  certainty: number,
): Span {
  return { kind, start: starts[from] ?? 0, end: ends[to - 1] ?? 0, certainty };
}
