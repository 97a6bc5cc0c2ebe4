import { cut, type Slice, trimmed } from './slice.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'];

// What makes a letter beside it part of a word. Scripts without spaces between words do not.
const ATTACHED =
  "(?:(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}])[\\p{L}\\p{N}'’])";

// What a choice is announced by, in the languages of the larger tests of knowledge.
const CUE = [
  '\\b(?:answers?|choices?|options?)\\b(?:\\s{1,3}(?:is|are|was|would be|should be))?',
  '(?<!\\p{L})(?:antwort|réponse|respuesta|resposta|risposta|ответ)(?!\\p{L})(?:\\s{1,3}(?:ist|est|es|é|è))?',
  '(?:答案|答え|正解|选择|選擇|选项|選項|정답)(?:应该|應該)?(?:是|为|為|选|選|は|은|는)?',
].join('|');

/**
 * The letter of a choice that a text settles on, looked for in this order, as readers do:
 * 1. the text is the letter, with marks around it: `B`, `(B)`, `**B.**`
 * 2. the last letter after "answer", "choice" or "option", or the word for it in other languages:
 *    `The answer is (B)`, `Answer: B`, `答案是B`
 * 3. the last \boxed{B}
 * 4. the letter that the text begins with, before a mark: `B) Paris`, `B. Paris`, `B: Paris`
 * 5. the one letter in brackets or bold, where there is no other: `so (B) it is`
 * 6. the one capital letter that stands alone, where there is no other; "A" as a word and "I" are none
 *
 * undefined where none of these finds one.
 */
export function findChoice(slice: Slice, choices: readonly string[] = LETTERS): Slice | undefined {
  const whole = trimmed(slice);
  const { text } = whole;
  const letter = `[${choices.join('')}]`;
  const at =
    groupAt(text, new RegExp(`^[*_("'\`\\[{]{0,6}(${letter})[*_)"'\`\\]}.,:;]{0,6}$`, 'd')) ??
    lastGroupAt(
      text,
      new RegExp(
        `(?:${CUE})[\\s:：=*_("'\`\\[{$（【]{0,8}(?:(?:option|choice)\\s{1,3})?[("*\\[]{0,3}(${letter})(?!${ATTACHED})`,
        'gdiu',
      ),
      choices,
    ) ??
    lastGroupAt(
      text,
      new RegExp(`\\\\boxed\\{(?:\\\\text\\{)?\\(?(${letter})\\)?\\}`, 'gd'),
      choices,
    ) ??
    groupAt(text, new RegExp(`^[*_(\\[]{0,4}(${letter})[*_]{0,3}[).:\\]]`, 'd')) ??
    onlyGroupAt(text, new RegExp(`(?:\\(|\\[|\\*\\*)(${letter})(?:\\)|\\]|\\*\\*|[.:])`, 'gd')) ??
    onlyGroupAt(
      text,
      new RegExp(`(?<!-|${ATTACHED})(${letter})(?!-|${ATTACHED})(?<![AI](?=\\s[a-z]))`, 'gdu'),
    );
  return at === undefined ? undefined : cut(whole, at, at + 1);
}

function groupAt(text: string, pattern: RegExp): number | undefined {
  return pattern.exec(text)?.indices?.[1]?.[0];
}

/** The last place of a group, where it is one of the choices as they are written. */
function lastGroupAt(
  text: string,
  pattern: RegExp,
  choices: readonly string[],
): number | undefined {
  return Array.from(text.matchAll(pattern), ({ indices }) => indices?.[1]?.[0])
    .filter((at) => at !== undefined && choices.includes(text.charAt(at)))
    .at(-1);
}

/** The first place of a group, where all its places hold the same letter. */
function onlyGroupAt(text: string, pattern: RegExp): number | undefined {
  const places = Array.from(text.matchAll(pattern), ({ indices }) => indices?.[1]?.[0] ?? 0);
  const letters = new Set(places.map((at) => text[at]));
  return letters.size === 1 ? places[0] : undefined;
}
