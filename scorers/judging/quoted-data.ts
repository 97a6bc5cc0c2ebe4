import { replaceOthers } from '../text/letters.ts';
import { normalForm } from '../text/normal-form.ts';
import { foldKey } from './coerce.ts';
import type { DataBlock } from './fence.ts';
import { defuse } from './fence.ts';
import { stringEnds } from './string-ends.ts';
import { endsThinking } from './thinking.ts';

/** What of the data under judgement a judge could quote so that it looks like a verdict. */
export interface QuotedData {
  /** Whether it names one of an answer's fields as a key. */
  namesFields: boolean;
  /** Whether it holds a mark that ends thinking. */
  endsThinking: boolean;
  /** Whether a text stands in it, whatever its marks, escapes, capitals and white space. */
  holds(text: string): boolean;
  /** Whether the last words of a text stand in it: those before the end of a string, and its end. */
  holdsEndOf(text: string): boolean;
  /** Whether one of a text's strings ends where the data ends a string that it has not opened. */
  forgesEndIn(text: string): boolean;
}

/** Two words are a field and its value; the others come from the text before. */
const WORDS_OF_AN_END = 6;

/**
 * What several groups of blocks hold. What it takes is made once a group, so that the blocks of a sample
 * should be given as the same list for each of its questions and votes.
 *
 * @param fields of the answer, beside its reasoning
 */
export function quotedData(
  groups: readonly (readonly DataBlock[])[],
  fields: readonly string[],
): QuotedData {
  const all = groups.map(quotedGroup);
  return {
    namesFields: all.some((group) => group.names(fields)),
    endsThinking: all.some((group) => group.endsThinking),
    holds(text) {
      const folded = foldWords(undoEscapes(text));
      return folded === '' || all.some(({ words }) => words.includes(` ${folded} `));
    },
    holdsEndOf(text) {
      const last = foldWords(undoEscapes(text)).split(' ').slice(-WORDS_OF_AN_END);
      const end = ` ${last.join(' ')} `;
      return last.length === WORDS_OF_AN_END && all.some(({ words }) => words.includes(end));
    },
    forgesEndIn(text) {
      const ends = stringEnds(text, false);
      return all.some((group) => group.forged.size > 0 && !ends.isDisjointFrom(group.forged));
    },
  };
}

/** One group of blocks, prepared to be searched: nothing of it is made before it is asked for. */
interface QuotedGroup {
  readonly words: string;
  readonly endsThinking: boolean;
  readonly forged: ReadonlySet<string>;
  names(fields: readonly string[]): boolean;
}

function quotedGroup(blocks: readonly DataBlock[]): QuotedGroup {
  const group = known.get(blocks) ?? makeGroup(blocks);
  known.set(blocks, group);
  return group;
}

const known = new WeakMap<readonly DataBlock[], QuotedGroup>();

function makeGroup(blocks: readonly DataBlock[]): QuotedGroup {
  // As it was given and as it was shown: a judge may copy the one or undo the other.
  const texts = [...new Set(blocks.flatMap(({ text }) => [text, defuse(text)]))];
  const plain = undoEscapes(texts.join('\n'));
  const named = new Map<string, boolean>();
  let words: string | undefined;
  let forged: ReadonlySet<string> | undefined;
  return {
    endsThinking: endsThinking(plain),
    get words() {
      words ??= ` ${foldWords(plain)} `;
      return words;
    },
    get forged() {
      forged ??= forgedEnds(texts);
      return forged;
    },
    names(fields) {
      const key = JSON.stringify(fields);
      const names = named.get(key) ?? namesKey(plain, fields);
      named.set(key, names);
      return names;
    },
  };
}

function forgedEnds(texts: readonly string[]): Set<string> {
  const all = new Set([...texts, ...texts.map(undoEscapes)]);
  return new Set([...all].flatMap((text) => [...stringEnds(text, true)]));
}

/** Whether a text names one of these as a key of JSON, or of something that could be read as it. */
export function namesKey(text: string, names: readonly string[]): boolean {
  const alternatives = names.map((name) => foldKey(name).replace(/\W/g, '\\$&')).join('|');
  if (alternatives === '') return false;
  const key = new RegExp(`[${QUOTES}{,](?:${alternatives})[${QUOTES}]*:`, 'iu');
  return key.test(foldKey(text.replace(/\p{Cf}/gu, '')));
}

const QUOTES = '"\'`´\\p{Pi}\\p{Pf}„‚「」『』〝〞';

/** Escapes of JSON, JavaScript, HTML and URLs undone, however often they were escaped themselves. */
function undoEscapes(text: string): string {
  return text.replace(ESCAPE, (found, ...codes: (string | undefined)[]) => {
    const code = codes.slice(0, 4).find((each) => each !== undefined);
    if (code !== undefined) return characterOf(Number.parseInt(code, 16));
    const [decimal, name = ''] = codes.slice(4, 6);
    if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
    if (name !== '') return NAMED[name.toLowerCase()] ?? found;
    return /[nrtbf]$/i.test(found) ? ' ' : '';
  });
}

const ESCAPE =
  /\\+(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|[nrtbf])?|(?:%|&(?:amp;)*#x0*)([2-7][0-9a-f]);?|&(?:amp;)*(?:#0*(\d{2,3})|(quot|apos|lbrace|lcub|rcub|colon|comma));/gi;

const NAMED: Record<string, string> = {
  ...{ quot: '"', apos: "'", lbrace: '{', lcub: '{', rcub: '}', colon: ':', comma: ',' },
};

function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}

function foldWords(text: string): string {
  return replaceOthers(
    normalForm(text, 'NFKC')
      .replace(/\p{Cf}/gu, '')
      .toLowerCase(),
    ' ',
  ).trim();
}
