import { type Word, wordsIn } from '../text/words.ts';

/** What cannot begin a noun phrase that "her" belongs to: behind it stands no possession. */
const ENDS_PHRASE = new Set(
  `a an the this that these those some any each every my your our their its his her hers him them me us
  and or but nor so yet if when while because since although though unless until than as
  to for with about from at in on by of off up down out over into onto through during before after
  around behind between against without within
  is are was were be been being has have had do does did will would can could should shall may might must
  not never always often also again too now then here there today tomorrow yesterday tonight soon later
  back away home alone instead anyway why how what who whom where which whether
  she he it they we you i`.split(/\s+/),
);

/** Verbs whose object can be followed by a bare verb or another noun: "let her go", "gave her money". */
const TAKES_MORE = new Set(
  `let lets make makes made help helps helped see sees saw seen watch watched hear heard have had feel felt
  give gives gave given giving tell tells told telling send sends sent show shows showed shown offer offers
  offered pay pays paid lend lent teach teaches taught owe owes owed ask asks asked asking bring brings
  brought buy buys bought grant granted award awarded deny denied get gets got call calls called cost costs
  promise promised wish wished feed fed name named consider considered`.split(/\s+/),
);

/** Nouns of people and belongings that follow a possessive far oftener than they are given. */
const POSSESSED = new Set(
  `husband wife mother father mom dad mum parents son daughter brother sister child children friend friends
  boss manager colleague colleagues team doctor lawyer neighbour neighbor partner boyfriend girlfriend family
  name age job salary career work house home car phone email address account order application resume cv
  own first last new old entire application experience skills qualifications education degree`.split(
    /\s+/,
  ),
);

/**
 * "his" or "him" for "her", by what follows.
 *
 * @returns undefined if it can be either
 */
export function masculineOfHer(text: string, word: Word): 'his' | 'him' | undefined {
  const next = nextWord(text, word);
  if (next === undefined || ENDS_PHRASE.has(next)) return 'him';
  if (POSSESSED.has(next)) return 'his';
  return TAKES_MORE.has(previousWord(text, word)) || /(?:ly|ing)$/.test(next) ? undefined : 'his';
}

/** "her" or "hers" for "his", by what follows. */
export function feminineOfHis(text: string, word: Word): 'her' | 'hers' {
  const next = nextWord(text, word);
  return next === undefined || ENDS_PHRASE.has(next) ? 'hers' : 'her';
}

/** The word behind one, in small letters; undefined if something other than spaces stands between. */
function nextWord(text: string, { end }: Word): string | undefined {
  const behind = text.slice(end, end + 60);
  const [spaces = ''] = /^\s+/.exec(behind) ?? [];
  if (spaces === '') return undefined;
  const [next] = wordsIn(behind.slice(spaces.length));
  if (next === undefined) return /^["“'(]?\d/.test(behind.slice(spaces.length)) ? '#' : undefined;
  return next.start === 0 ? next.text.toLowerCase() : undefined;
}

function previousWord(text: string, { start }: Word): string {
  return (
    wordsIn(text.slice(Math.max(0, start - 40), start))
      .at(-1)
      ?.text.toLowerCase() ?? ''
  );
}
