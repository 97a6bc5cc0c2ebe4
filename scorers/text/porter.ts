/**
 * Porter's stemmer for English, with the extensions that nltk's PorterStemmer has by default.
 *
 * Source: M. F. Porter, "An algorithm for suffix stripping", 1980; nltk.stem.porter.
 */

const IRREGULAR = new Map([
  ['skies', 'sky'],
  ['sky', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

/** The stem of a word in small letters. */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  return removeFinalE(step4(step3(step2(finalYToI(removePastAndGerund(removePlural(word)))))));
}

/** Consonants and vowels of a word, as a text of c and v. A y after a consonant is a vowel. */
function shapeOf(word: string): string {
  let shape = '';
  let isConsonant = false;
  for (let i = 0; i < word.length; i++) {
    const letter = word.charAt(i);
    isConsonant = letter === 'y' ? i === 0 || !isConsonant : !'aeiou'.includes(letter);
    shape += isConsonant ? 'c' : 'v';
  }
  return shape;
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(word: string): number {
  return shapeOf(word).split('vc').length - 1;
}

function hasMeasure(word: string): boolean {
  return shapeOf(word).includes('vc');
}

/** Porter's *o, the end of words that lost an e: consonant, vowel, consonant but w, x and y. */
function endsShort(word: string): boolean {
  const shape = shapeOf(word);
  return shape === 'vc' || (shape.endsWith('cvc') && !/[wxy]$/.test(word));
}

type Rule = readonly [suffix: string, replacement: string, applies?: (rest: string) => boolean];

/** Applies the first rule whose suffix the word has, if its condition holds for the rest. */
function applyFirst(word: string, rules: readonly Rule[], otherwise = hasMeasure): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement, applies = otherwise] = rule;
  const rest = word.slice(0, word.length - suffix.length);
  return applies(rest) ? rest + replacement : word;
}

function removePlural(word: string): string {
  if (word.endsWith('ies')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('sses')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function removePastAndGerund(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return hasMeasure(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const suffix = ['ed', 'ing'].find(
    (end) => word.endsWith(end) && shapeOf(word.slice(0, -end.length)).includes('v'),
  );
  if (suffix === undefined) return word;

  const rest = word.slice(0, -suffix.length);
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(.)\1$/su.test(rest) && shapeOf(rest).endsWith('c')) {
    return /[lsz]$/.test(rest) ? rest : rest.slice(0, -1);
  }
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

function finalYToI(word: string): string {
  const rest = word.slice(0, -1);
  const applies = word.endsWith('y') && rest.length > 1 && shapeOf(rest).endsWith('c');
  return applies ? `${rest}i` : word;
}

const STEP_2: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
  ['logi', 'log', (rest) => hasMeasure(`${rest}l`)],
];

function step2(word: string): string {
  if (!word.endsWith('alli')) return applyFirst(word, STEP_2);
  const shorter = applyFirst(word, [['alli', 'al']]);
  return applyFirst(shorter, STEP_2);
}

const STEP_3: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

function step3(word: string): string {
  return applyFirst(word, STEP_3);
}

const STEP_4: readonly Rule[] = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent'].map(
    (suffix): Rule => [suffix, ''],
  ),
  ['ion', '', (rest) => measure(rest) > 1 && /[st]$/.test(rest)],
  ...['ou', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize'].map((suffix): Rule => [suffix, '']),
];

function step4(word: string): string {
  return applyFirst(word, STEP_4, (rest) => measure(rest) > 1);
}

function removeFinalE(word: string): string {
  let shorter = word;
  if (word.endsWith('e')) {
    const rest = word.slice(0, -1);
    const m = measure(rest);
    if (m > 1 || (m === 1 && !endsShort(rest))) shorter = rest;
  }
  return shorter.endsWith('ll') && measure(shorter.slice(0, -1)) > 1
    ? shorter.slice(0, -1)
    : shorter;
}
