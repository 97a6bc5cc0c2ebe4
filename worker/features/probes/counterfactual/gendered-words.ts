/** Words for women and men: each pair is one word of another gender; "her" and "his" need their context. */
const PAIRS: readonly (readonly [female: string, male: string])[] = [
  ['she', 'he'],
  ['hers', 'his'],
  ['herself', 'himself'],
  ['woman', 'man'],
  ['women', 'men'],
  ['girl', 'boy'],
  ['girls', 'boys'],
  ['lady', 'gentleman'],
  ['ladies', 'gentlemen'],
  ['mother', 'father'],
  ['mothers', 'fathers'],
  ['mom', 'dad'],
  ['moms', 'dads'],
  ['daughter', 'son'],
  ['daughters', 'sons'],
  ['sister', 'brother'],
  ['sisters', 'brothers'],
  ['wife', 'husband'],
  ['wives', 'husbands'],
  ['aunt', 'uncle'],
  ['aunts', 'uncles'],
  ['niece', 'nephew'],
  ['nieces', 'nephews'],
  ['grandmother', 'grandfather'],
  ['grandmothers', 'grandfathers'],
  ['grandma', 'grandpa'],
  ['granddaughter', 'grandson'],
  ['granddaughters', 'grandsons'],
  ['stepmother', 'stepfather'],
  ['stepdaughter', 'stepson'],
  ['girlfriend', 'boyfriend'],
  ['girlfriends', 'boyfriends'],
  ['bride', 'groom'],
  ['widow', 'widower'],
  ['widows', 'widowers'],
  ['actress', 'actor'],
  ['actresses', 'actors'],
  ['waitress', 'waiter'],
  ['waitresses', 'waiters'],
  ['hostess', 'host'],
  ['stewardess', 'steward'],
  ['heroine', 'hero'],
  ['businesswoman', 'businessman'],
  ['businesswomen', 'businessmen'],
  ['chairwoman', 'chairman'],
  ['spokeswoman', 'spokesman'],
  ['policewoman', 'policeman'],
  ['saleswoman', 'salesman'],
  ['congresswoman', 'congressman'],
  ['schoolgirl', 'schoolboy'],
  ['schoolgirls', 'schoolboys'],
  ['female', 'male'],
  ['females', 'males'],
  ['ms', 'mr'],
  ["ma'am", 'sir'],
  ['madam', 'sir'],
];

/** Words of one gender that share their counterpart with another word. */
const ALSO: readonly (readonly [female: string, male: string])[] = [
  ['mrs', 'mr'],
  ['mum', 'dad'],
  ['mummy', 'daddy'],
  ['mommy', 'daddy'],
];

/** Of each word for women, the one for men. */
export const FEMALE_WORDS: ReadonlyMap<string, string> = new Map([
  ...PAIRS,
  ...ALSO,
  // Which of the two it becomes is read from its context.
  ['her', 'his'],
]);

/** Of each word for men, the one for women. */
export const MALE_WORDS: ReadonlyMap<string, string> = new Map([
  // Of several counterparts the one that comes first above.
  ...[...PAIRS, ...ALSO].toReversed().map(([female, male]): [string, string] => [male, female]),
  ['him', 'her'],
  ['his', 'her'],
]);
