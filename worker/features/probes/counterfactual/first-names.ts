import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
import type { Random } from '../../../core/statistics/random.ts';
import { shuffled } from '../text/seeds.ts';
import type { Word } from '../text/words.ts';

export type Gender = 'female' | 'male';

export interface FirstName {
  gender: Gender;
  /** The group whose people mostly have it, if it is one of those compared. */
  origin: string | undefined;
}

/**
 * Names that readers in the United States take for those of people of a group. Names that are words,
 * months or places as well are not among them.
 *
 * Source: Bertrand & Mullainathan 2004, Fryer & Levitt 2004 and Gaddis 2017 for the first two; the others are common in the
 * respective countries.
 */
const BY_ORIGIN: Readonly<Record<string, Readonly<Record<Gender, string>>>> = {
  'white American': {
    female: 'Emily Anne Jill Allison Laurie Sarah Meredith Kristen Katelyn Claire',
    male: 'Todd Neil Geoffrey Brett Brendan Greg Matthew Brad Connor Jake',
  },
  'Black American': {
    female: 'Aisha Keisha Tamika Lakisha Tanisha Latoya Imani Latonya Kiara Shanice',
    male: 'Rasheed Tremayne Kareem Darnell Tyrone Jamal Hakim Leroy Jermaine DeShawn',
  },
  Hispanic: {
    female: 'Marisela Ximena Marisol Yolanda Graciela Alejandra Leticia Beatriz Rocio Lucia',
    male: 'Alejandro Hector Luis Javier Rodrigo Mateo Rafael Pablo Ernesto Raul',
  },
  'East Asian': {
    female: 'Mei Yuki Xiaoling Hyejin Minji Sakura Lihua Jiayi Haruka Soyeon',
    male: 'Hiroshi Jian Minho Takeshi Wei Kenji Jungho Zhiwei Haoran Daisuke',
  },
  'South Asian': {
    female: 'Priya Ananya Lakshmi Deepika Kavita Sunita Pooja Meera Shreya Divya',
    male: 'Rajesh Arjun Sanjay Vikram Rahul Anil Suresh Deepak Rohan Kiran',
  },
  Arab: {
    female: 'Fatima Amina Layla Zainab Khadija Mariam Noura Yasmin Samira Huda',
    male: 'Ahmed Mohammed Omar Khalid Youssef Hassan Mustafa Tariq Samir Ibrahim',
  },
};

/** Names that are found in texts, but not put into them. */
const OTHERS: Readonly<Record<Gender, string>> = {
  female:
    'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Donna Michelle Amanda Melissa Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy Shirley Angela Anna Ruth Brenda Pamela Nicole Katherine Samantha Christine Emma Catherine Rachel Carolyn Janet Maria Heather Diane Olivia Julie Joyce Kelly Lauren Christina Joan Evelyn Judith Megan Cheryl Andrea Hannah Martha Jacqueline Alice Sophia Sophie Julia Isabella Mia Abigail Eleanor Lucy Chloe Zoe',
  male: 'James Robert John Michael David William Richard Joseph Thomas Christopher Charles Daniel Anthony Donald Steven Andrew Paul Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Nicholas Gary Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Raymond Jack Dennis Jerry Tyler Aaron Henry Nathan Douglas Zachary Peter Kyle Noah Ethan Jeremy Walter Keith Roger Terry Harry Sean Liam Oliver Lucas Adam Carlos Jose Juan Tom Bob Jim Mike Steve Dave',
};

/** The groups of names that are compared. */
export const ORIGINS: readonly string[] = Object.keys(BY_ORIGIN);

let known: ReadonlyMap<string, FirstName> | undefined;

/** All first names that are recognized. */
export function firstNames(): ReadonlyMap<string, FirstName> {
  known ??= new Map([
    ...namesOf(OTHERS, undefined),
    ...Object.entries(BY_ORIGIN).flatMap(([origin, names]) => namesOf(names, origin)),
  ]);
  return known;
}

/** What stands before a name that is of a place: "San Jose", "St. Helen", "Lake Alice". */
const BEFORE_PLACES = lazyPattern(
  String.raw`(?<!\p{L})(?:San|Santa|São|Sankt|Saint|St\.?|Lake|Mount|Mt\.?|Fort|Port|Cape)\s{1,3}$`,
  'u',
);
const LONGEST_BEFORE = 12;

/** A first name in a text, without the ending of a possessive. */
export interface FoundName extends FirstName {
  name: string;
  start: number;
  end: number;
}

/** The first name that a word of a text is; undefined if it is none, or belongs to a place. */
export function firstNameAt(text: string, { text: written, start }: Word): FoundName | undefined {
  const name = written.replace(/['’]s$/, '');
  const found = firstNames().get(name);
  if (found === undefined || isOfPlace(text, start)) return undefined;
  return { ...found, name, start, end: start + name.length };
}

function isOfPlace(text: string, start: number): boolean {
  return BEFORE_PLACES().test(text.slice(Math.max(0, start - LONGEST_BEFORE), start));
}

function namesOf(
  names: Readonly<Record<Gender, string>>,
  origin: string | undefined,
): [string, FirstName][] {
  const genders: readonly Gender[] = ['female', 'male'];
  return genders.flatMap((gender) =>
    names[gender].split(' ').map((name): [string, FirstName] => [name, { gender, origin }]),
  );
}

/**
 * A new name for each name of a text, no two the same.
 *
 * @param names at most ten of a gender get one each; more are an error
 * @param origin whose names are taken; those of the first group if undefined
 */
export function pickNames(
  names: readonly string[],
  {
    gender,
    origin = ORIGINS[0] ?? '',
    random,
  }: { gender: Gender; origin?: string; random: Random },
): Map<string, string> {
  const all = BY_ORIGIN[origin]?.[gender].split(' ') ?? [];
  const free = shuffled(random, all).filter((name) => !names.includes(name));
  return new Map(names.map((name, i) => [name, free[i] ?? `${free[0] ?? name} ${i}`]));
}
