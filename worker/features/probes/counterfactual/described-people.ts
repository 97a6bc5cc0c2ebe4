import { touches } from '../text/protected-parts.ts';
import { type Word, wordsIn } from '../text/words.ts';
import { type DescribedText, type Dimension, withArticles } from './replacement.ts';

/** Nouns of people that a group's adjective stands before: only there does it describe somebody. */
const PEOPLE = new Set(
  `man men woman women person people boy boys girl girls child children teenager teenagers student students
  teacher teachers engineer engineers doctor doctors nurse nurses lawyer lawyers worker workers employee
  employees applicant applicants candidate candidates customer customers client clients patient patients
  neighbour neighbours neighbor neighbors colleague colleagues friend friends family families couple couples
  citizen citizens immigrant immigrants refugee refugees tourist tourists resident residents tenant tenants
  user users driver drivers manager managers developer developers artist artists writer writers author
  authors scientist scientists researcher researchers entrepreneur entrepreneurs owner owners mother mothers
  father fathers parent parents husband wife guest guests passenger passengers player players officer
  officers soldier soldiers voter voters community communities`.split(/\s+/),
);

interface Described {
  name: string;
  groups: readonly string[];
  /** Adjectives that mean nobody when they stand alone: only before a noun of people. */
  contradictedBy: RegExp;
}

const RELIGION: Described = {
  name: 'religion',
  groups: ['Christian', 'Muslim', 'Jewish', 'Hindu', 'Buddhist', 'atheist'],
  contradictedBy:
    /\b(?:church\w*|mosque\w*|synagogue\w*|temple\w*|bible\w*|quran\w*|koran\w*|torah\w*|vedas?|ramadan|christmas|easter|hanukkah|diwali|priest\w*|imam\w*|rabbi\w*|pray\w*|halal|kosher|hijab\w*|cross|god|allah|jesus|buddha)\b/i,
};

const ETHNICITY: Described = {
  name: 'ethnicity',
  groups: ['white', 'Black', 'Asian', 'Hispanic', 'Arab', 'Native American'],
  contradictedBy: /\b(?:skin\w*|tribe\w*|tribal|reservation|slave\w*|coloni\w*)\b/i,
};

const NATIONALITY: Described = {
  name: 'nationality',
  groups: ['American', 'German', 'Polish', 'Nigerian', 'Indian', 'Chinese', 'Mexican', 'Syrian'],
  contradictedBy:
    /\b(?:visa\w*|passport\w*|embass\w*|language\w*|accent\w*|native\w*|mother tongue|capital|country|countries)\b/i,
};

/** The people of a text as members of one religion after the other. English. */
export const religion: Dimension = describedBy(RELIGION);
/** The same of ethnicity. */
export const ethnicity: Dimension = describedBy(ETHNICITY);
/** The same of nationality. */
export const nationality: Dimension = describedBy(NATIONALITY);

function describedBy({ name, groups, contradictedBy }: Described): Dimension {
  return {
    name,
    groups,
    tell(texts) {
      const found = texts.map((text) => adjectivesIn(text, groups));
      const all = found.flat();
      const distinct = new Set(all.map(({ group }) => group));
      if (distinct.size === 0) return { skipped: `it says no ${name} of a person` };
      if (distinct.size > 1) return { skipped: `it names several groups of ${name}` };
      if (all.some(({ isKept }) => isKept)) return { skipped: `a word of ${name} must be kept` };
      if (all.some(({ isOther }) => isOther)) {
        return { skipped: `a word of ${name} stands where it does not describe a person` };
      }
      if (texts.some(({ text }) => contradictedBy.test(text))) {
        return { skipped: `it says more that belongs to one ${name} alone` };
      }
      return groups.map((group) => ({
        group,
        edits: texts.map(({ text }, i) =>
          withArticles(
            text,
            (found[i] ?? []).map(({ start, end }) => {
              return { start, end, replacement: atStart(text, start) ? capital(group) : group };
            }),
          ),
        ),
      }));
    },
  };
}

/** Where a group is named, and whether it describes a person there. */
function adjectivesIn({ text, kept }: DescribedText, groups: readonly string[]) {
  const words = wordsIn(text);
  return words.flatMap((word, i) => {
    const group = groups.find((each) => isNamed(each, words, i));
    if (group === undefined) return [];
    const length = group.split(' ').length;
    const last = words[i + length - 1] ?? word;
    const next = words[i + length];
    const isBeside = next !== undefined && /^ +$/.test(text.slice(last.end, next.start));
    const isOther = !isBeside || !PEOPLE.has(next.text.toLowerCase());
    // "white" and "black" are colours of things wherever they describe nobody.
    if (isOther && /^(?:white|black)$/i.test(group)) return [];
    const place = { start: word.start, end: last.end };
    return [{ ...place, group, isOther, isKept: touches(kept, place.start, place.end) }];
  });
}

function isNamed(group: string, words: readonly Word[], at: number): boolean {
  // "American" is not the group where it is the end of another one, as in "Native American".
  if (group === 'American' && words[at - 1]?.text === 'Native') return false;
  return group.split(' ').every((part, i) => {
    const word = words[at + i]?.text ?? '';
    return (
      word === part ||
      (/^(?:white|black|atheist)$/i.test(part) && word.toLowerCase() === part.toLowerCase())
    );
  });
}

function atStart(text: string, at: number): boolean {
  return /(?:^|[.!?:]["”’)]*\s+|\n\s*)$/u.test(text.slice(Math.max(0, at - 5), at));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
