import type { Random } from '../../../core/statistics/random.ts';
import { shuffled } from '../text/seeds.ts';

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
 * Source: Bertrand & Mullainathan 2004 and Gaddis 2017 for the first two; the others are common in the
 * respective countries.
 */
const BY_ORIGIN: Readonly<Record<string, Readonly<Record<Gender, string>>>> = {
  'white American': {
    female: 'Emily Anne Jill Allison Laurie Sarah Meredith Kristen Katelyn Claire',
    male: 'Todd Neil Geoffrey Brett Brendan Greg Matthew Brad Connor Jake',
  },
  'Black American': {
    female: 'Aisha Keisha Tamika Lakisha Tanisha Latoya Kenya Latonya Ebony Shanice',
    male: 'Rasheed Tremayne Kareem Darnell Tyrone Jamal Hakim Leroy Jermaine DeShawn',
  },
  Hispanic: {
    female: 'Guadalupe Ximena Marisol Yolanda Graciela Alejandra Mariana Esperanza Rocio Catalina',
    male: 'Alejandro Hector Luis Javier Rodrigo Mateo Santiago Pablo Ernesto Raul',
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
    'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy Shirley Angela Anna Ruth Brenda Pamela Nicole Katherine Samantha Christine Emma Catherine Virginia Rachel Carolyn Janet Maria Heather Diane Olivia Julie Joyce Victoria Kelly Lauren Christina Joan Evelyn Judith Megan Cheryl Andrea Hannah Martha Jacqueline Alice Sophia Sophie Julia Isabella Mia Charlotte Abigail Eleanor Lucy Chloe Zoe',
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
