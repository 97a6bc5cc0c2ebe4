import type { DataBlock } from './fence.ts';
import { defuse } from './fence.ts';
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
}

/** Two words are a field and its value; the others come from the text before. */
const WORDS_OF_AN_END = 6;

/** @param fields of the answer, beside its reasoning */
export function quotedData(blocks: readonly DataBlock[], fields: readonly string[]): QuotedData {
  // As it was given and as it was shown: a judge may copy the one or undo the other.
  const whole = blocks.flatMap(({ text }) => [text, defuse(text)]).join('\n');
  const plain = undoEscapes(whole);
  const words = ` ${foldWords(plain)} `;
  return {
    namesFields: namesKey(plain, fields),
    endsThinking: endsThinking(plain),
    holds: (text) => {
      const folded = foldWords(undoEscapes(text));
      return folded === '' || words.includes(` ${folded} `);
    },
    holdsEndOf: (text) => {
      const last = foldWords(undoEscapes(text)).split(' ').slice(-WORDS_OF_AN_END);
      return last.length === WORDS_OF_AN_END && words.includes(` ${last.join(' ')} `);
    },
  };
}

/** Whether a text names one of these as a key of JSON, or of something that could be read as it. */
export function namesKey(text: string, names: readonly string[]): boolean {
  const alternatives = names.map((name) => name.replace(/\W/g, '\\$&')).join('|');
  if (alternatives === '') return false;
  const key = `(?:["'\`“”‘’]\\s*|[{,]\\s*)(?:${alternatives})\\s*\\\\*["'\`“”‘’]?\\s*:`;
  return new RegExp(key, 'iu').test(text.normalize('NFKC').replace(/\p{Cf}/gu, ''));
}

/** Escapes of JSON undone, however often they were escaped themselves. */
function undoEscapes(text: string): string {
  return text.replace(/\\+(?:u([0-9a-f]{4})|[nrtbf])?/gi, (found, code?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return /[nrtbf]$/i.test(found) ? ' ' : '';
  });
}

function foldWords(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
