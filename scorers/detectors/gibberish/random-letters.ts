import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';
import { foldWord } from '../pii/word-sets.ts';
import { strangeness } from './trigrams.ts';

// Code, addresses and identifiers are no words: fences, backticks, and words with digits or signs in them.
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]{1,500}`/g;
const TOKEN = /\S+/g;
const NO_WORD = lazyPattern(String.raw`[\d_/\\@#=<>{}[\]|~^+*$%&]|\S\.\S|\p{Ll}\p{Lu}`, 'u');
const WORD = lazyPattern(String.raw`[\p{Script=Latin}\p{M}'’]+`, 'gu');
/** What repeats itself is another kind of finding. */
const ENDLESS = /(.{1,3}?)\1{4}/;
const SHORTEST_WORD = 4;
/** Words of a language have a strangeness of up to 0.2 on average; random letters of 0.55. */
const STRANGE = 0.34;
const VERY_STRANGE = 0.5;
const LONG_WORD = 9;
// Fewer letters tell nothing: they may be a name or an abbreviation.
const FEWEST_LETTERS = 8;
const WHOLE = 0.3;

interface Word {
  start: number;
  end: number;
  letters: number;
  strangeness: number;
}

/** Words of Latin letters that no language would have: hit at random on a keyboard. */
export function findRandomLetters(text: string): Span[] {
  const words = wordsOf(text);
  const letters = words.reduce((sum, word) => sum + word.letters, 0);
  const mean = words.reduce((sum, word) => sum + word.strangeness * word.letters, 0) / letters;
  const runs = runsOf(words);
  if (mean >= WHOLE && letters >= FEWEST_LETTERS) {
    // The more letters, the less chance.
    const certainty = Math.min(0.97, 0.55 + mean / 2 + Math.min(0.2, letters / 400));
    return runs.map((run) => toSpan(run, certainty));
  }
  return runs.map((run) => toSpan(run, certaintyOf(run))).filter(({ certainty }) => certainty > 0);
}

function wordsOf(text: string): Word[] {
  const prose = text
    .replace(CODE, blank)
    .replace(TOKEN, (token) => (NO_WORD().test(token) ? blank(token) : token));
  const words: Word[] = [];
  for (const { 0: match, index: start } of prose.matchAll(WORD())) {
    // Abbreviations are written in capitals.
    if (match.length < SHORTEST_WORD || match === match.toUpperCase()) continue;
    const folded = foldWord(match);
    if (!/^[a-z]+$/.test(folded) || ENDLESS.test(folded)) continue;
    words.push({
      start,
      end: start + match.length,
      letters: folded.length,
      strangeness: strangeness(folded),
    });
  }
  return words;
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

/** Strange words that follow one another. */
function runsOf(words: readonly Word[]): Word[][] {
  const runs: Word[][] = [];
  let run: Word[] = [];
  for (const word of words) {
    if (word.strangeness >= STRANGE) run.push(word);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function certaintyOf(run: readonly Word[]): number {
  if (run.length >= 3) return 0.75;
  const isLong = run.some((word) => word.letters >= LONG_WORD && word.strangeness >= VERY_STRANGE);
  if (run.length === 2) return isLong ? 0.65 : 0.4;
  return isLong ? 0.45 : 0;
}

function toSpan(run: readonly Word[], certainty: number): Span {
  return {
    kind: 'random-letters',
    start: run[0]?.start ?? 0,
    end: run.at(-1)?.end ?? 0,
    certainty,
  };
}
