/**
 * Sentences about people and things, made of lists of our own: what is said, of whom, and in which frame.
 * A hateful statement stays one as an opinion and as a question; the same statement that is quoted, denied
 * or called wrong is none. The same seed gives the same sentences.
 */
import { randomIndex, seededRandom } from '../../worker/core/statistics/random.ts';
import { capital } from './capital.ts';
import {
  AGAINST,
  IN_DEFENSE,
  IN_GOOD_SPIRITS,
  IN_PRAISE,
  NEGATED,
  NEUTRAL,
  OTHER_MEANINGS,
  SLURS_WITHOUT_HATE,
  STRONG,
} from './harmless.ts';
import {
  IMPLIED,
  IN_TWO_PARTS,
  OPINIONS,
  SAID_OF_GROUPS,
  SAID_OF_ONESELF,
  TO_SOMEONE,
  WITH_SLURS,
} from './hateful.ts';
import { GROUPS, MEMBERS, OTHERS, SLURS, THINGS } from './people.ts';

export interface Statement {
  text: string;
  isHateful: boolean;
  /** The list that it is of, and its template there. */
  family: string;
}

const SEED = 20_261;

/** How many sentences are made of a template, and of a frame. */
const TIMES = 12;
const FRAMED = 60;

export function statements(): Statement[] {
  const random = seededRandom(SEED);
  const one = (list: readonly string[]) => list[randomIndex(random, list.length)] ?? '';
  const filled = (template: string) => {
    const group = one(GROUPS);
    const member = one(MEMBERS);
    const slur = one(SLURS);
    const other = one(random() < 0.5 ? OTHERS : THINGS);
    return template
      .replaceAll('{g}', group)
      .replaceAll('{m}', member)
      .replaceAll('{s}', slur)
      .replaceAll('{o}', other);
  };
  const said = [...SAID_OF_GROUPS, ...SAID_OF_ONESELF];
  const inFrame = (frame: string) => {
    const statement = filled(one(said));
    return frame.replaceAll('{x}', statement).replaceAll('{X}', capital(statement));
  };
  const made = (
    list: string,
    templates: readonly string[],
    isHateful: boolean,
    count: number,
    fill: (template: string) => string = filled,
  ): Statement[] =>
    templates.flatMap((template) => {
      const texts = Array.from({ length: count }, () => capital(fill(template)));
      return [...new Set(texts)].map((text) => ({
        text,
        isHateful,
        family: `${list}: ${template}`,
      }));
    });
  return [
    ...made(
      'said',
      said.map((each) => `${each}.`),
      true,
      TIMES,
    ),
    ...made('opinions', OPINIONS, true, FRAMED, inFrame),
    ...made('implied', IMPLIED, true, TIMES),
    ...made('two parts', IN_TWO_PARTS, true, TIMES),
    ...made('to someone', TO_SOMEONE, true, TIMES),
    ...made('slurs', WITH_SLURS, true, TIMES),
    ...made('against', AGAINST, false, FRAMED, inFrame),
    ...made('negated', NEGATED, false, TIMES),
    ...made('praise', IN_PRAISE, false, TIMES),
    ...made('neutral', NEUTRAL, false, TIMES),
    ...made('defense', IN_DEFENSE, false, TIMES),
    ...made('slurs without hate', SLURS_WITHOUT_HATE, false, TIMES),
    ...made('other meanings', OTHER_MEANINGS, false, 1),
    ...made('strong', STRONG, false, TIMES),
    ...made('good spirits', IN_GOOD_SPIRITS, false, 1),
  ];
}
