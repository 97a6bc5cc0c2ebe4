import { lazyPattern } from '../../lazy-pattern.ts';
import { signsIn } from '../signs-in.ts';
import { isNoPerson, isTitle } from './known-words.ts';
import { foldWord, isIn } from './word-sets.ts';

/** A word that begins with a capital, and what it may be. */
export interface Capital {
  start: number;
  end: number;
  text: string;
  /** Small letters without marks. */
  folded: string;
  /** One letter, with or without a dot. */
  isInitial: boolean;
  isGiven: boolean;
  isSurname: boolean;
  /** An English word that most people know, or one that is never part of a person's name. */
  isWord: boolean;
  /** Whether it begins a sentence or a line, where any word has a capital. */
  isFirst: boolean;
}

const CAPITAL = lazyPattern(
  String.raw`(?<![\p{L}\p{N}_@#/\\.-])\p{Lu}(?:[\p{L}\p{M}]|['’-](?=\p{L}))*\.?`,
  'gu',
);

/** The words with capitals in a text, in order. */
export function capitalsIn(text: string): Capital[] {
  const { isAscii, hasCapital } = signsIn(text);
  if (isAscii && !hasCapital) return [];
  return Array.from(text.matchAll(CAPITAL()), ({ 0: match, index: start }) => {
    const letters = match.replace(/\.$/, '').replace(/['’]s?$/, '');
    const hasDot = match.endsWith('.');
    const isShort = hasDot && (letters.length === 1 || isTitle(letters.toLowerCase()));
    const end = start + (isShort ? match.length : letters.length);
    return describe(text, start, end);
  });
}

/** What a word of the text may be, whether it has a capital or not. */
export function describe(text: string, start: number, end: number): Capital {
  const word = text.slice(start, end);
  return {
    start,
    end,
    text: word,
    ...knownAs(word),
    isInitial: word !== 'I' && (word.length === 1 || (word.length === 2 && word.endsWith('.'))),
    isFirst: beginsSentence(text, start),
  };
}

type Known = Pick<Capital, 'folded' | 'isGiven' | 'isSurname' | 'isWord'>;

// Texts repeat their words: what was found of some thousands is kept.
const MOST_KNOWN = 4_096;
const known = new Map<string, Known>();

/** What a word may be, wherever it stands. */
export function knownAs(word: string): Known {
  const before = known.get(word);
  if (before) return before;
  const letters = word.endsWith('.') ? word.slice(0, -1) : word;
  const folded = foldWord(letters);
  const parts = letters.includes('-') ? letters.split('-').map(foldWord) : [folded];
  const isLatin = /^[a-z]+$/.test(folded);
  const found = {
    folded,
    isGiven: parts.some((part) => isIn('given', part)),
    isSurname: parts.some((part) => isIn('surname', part) || hasSurnameEnd(part)),
    isWord:
      isNoPerson(folded) ||
      ACRONYM.test(letters) ||
      (isLatin && (isIn('word', folded) || isInflected(folded))),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, found);
  return found;
}

/** Whether nothing, or what ends a sentence or a line, stands before. */
function beginsSentence(text: string, start: number): boolean {
  for (let i = start - 1; i >= 0; i -= 1) {
    const sign = text[i] ?? '';
    if (sign === ' ' || sign === '\t') continue;
    return ENDS_SENTENCE.includes(sign);
  }
  return true;
}

const ENDS_SENTENCE = '.!?:;\n>•*"“”\'(][{|-';

// IBAN, VAT, FAQ: a name in capitals is longer, or has others beside it.
const ACRONYM = /^[A-Z]{2,5}$/;

function isInflected(word: string): boolean {
  const stem = word.replace(/(?:s|ed|ing|ly)$/, '');
  return stem !== word && stem.length > 3 && isIn('word', stem);
}

const SURNAME_END =
  /(?:ov|ova|ev|eva|ovic|evic|ski|ska|sky|sson|sdottir|dottir|nen|escu|ian|yan|shvili|adze|enko|chuk|czyk|wicz|berg|stein|mann|sen|opoulos|idis|akis|oglu|inho|ez|aitis|auskas|iene)$/;

function hasSurnameEnd(word: string): boolean {
  return word.length > 5 && SURNAME_END.test(word) && !isIn('word', word);
}
