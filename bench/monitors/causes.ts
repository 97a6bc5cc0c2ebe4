import { explainChange } from '../../worker/core/statistics/drift/explanation.ts';
import { addToBook, EMPTY_BOOK } from '../../worker/core/statistics/drift/slices.ts';
import { type Random, randomIndex, seededRandom } from '../../worker/core/statistics/random.ts';
import { startWatch, take } from './watch.ts';

/** What causes a change, and how answers are drawn after it. */
export interface CauseKind {
  name: string;
  cause: string | null;
  before: (random: Random) => Answer;
  after: (random: Random) => Answer;
}

interface Answer {
  share: number;
  language: string;
  release: string;
}

export interface CausesFound {
  alarms: number;
  /** The share of alarms that name the cause, or nothing if there is none. */
  right: number;
  /** How many others are named, for each alarm. */
  wrong: number;
  /** Of the shift, what the cause is said to add. */
  share: number;
}

const languageOf = (random: Random, japanese = 0.1): string => {
  if (random() < japanese) return 'ja';
  return ['en', 'en', 'en', 'de', 'de', 'fr'][randomIndex(random, 6)] ?? 'en';
};
const well = (random: Random): Answer => ({
  share: 0.88,
  language: languageOf(random),
  release: 'v1',
});
const mixed = (japanese: number) => (random: Random) => {
  const language = languageOf(random, japanese);
  return { share: language === 'ja' ? 0.5 : 0.92, language, release: 'v1' };
};

export const CAUSES: readonly CauseKind[] = [
  {
    name: 'a release that replaces the one before passes .7',
    cause: 'release=v2',
    before: well,
    after: (random) => ({ ...well(random), share: 0.7, release: 'v2' }),
  },
  {
    name: 'a release for half of the traffic passes .65',
    cause: 'release=v2',
    before: well,
    after: (random) =>
      random() < 0.5 ? well(random) : { ...well(random), share: 0.65, release: 'v2' },
  },
  {
    name: 'one language in three passes .5',
    cause: 'language=de',
    before: well,
    after: (random) => {
      const answer = well(random);
      return answer.language === 'de' ? { ...answer, share: 0.5 } : answer;
    },
  },
  {
    name: 'a language that passes .5 gets from 10% to 45% of the traffic',
    cause: 'language=ja',
    before: mixed(0.1),
    after: mixed(0.45),
  },
  {
    name: 'everything passes .75',
    cause: null,
    before: well,
    after: (random) => ({ ...well(random), share: 0.75 }),
  },
];

const BASELINE = 500;
const CHANGE_AT = 500;
const WATCHED = 4_000;

/** Users have as many names as there are answers: traits that can explain nothing. */
const USERS = 500;

export function measureCauses(kind: CauseKind, streams: number, seed: number): CausesFound {
  let [alarms, right, wrong, share] = [0, 0, 0, 0];
  for (let stream = 0; stream < streams; stream += 1) {
    const found = causesOf(kind, seededRandom(seed + 7_919 * stream));
    if (found === null) continue;
    const named = found.slices
      .filter(({ cause }) => cause !== null)
      .map(({ key, value }) => `${key}=${value}`);
    const slice = found.slices.find(({ key, value }) => `${key}=${value}` === kind.cause);
    alarms += 1;
    right += kind.cause === null ? Number(named.length === 0) : Number(named.includes(kind.cause));
    wrong += named.filter((name) => name !== kind.cause).length;
    share += (slice?.contribution ?? 0) / found.shift;
  }
  return { alarms, right: right / alarms, wrong: wrong / alarms, share: share / alarms };
}

function causesOf({ before, after }: CauseKind, random: Random) {
  let book = EMPTY_BOOK;
  let atMs = 0;
  const drawn = (draw: (random: Random) => Answer) => {
    const { share, language, release } = draw(random);
    const user = String(randomIndex(random, USERS));
    const traits = Object.entries({ language, release, user }).map(([key, value]) => ({
      key,
      value,
    }));
    atMs += 1;
    return { value: random() < share ? 1 : 0, atMs, traits };
  };
  const baseline = Array.from({ length: BASELINE }, () => {
    const answer = drawn(before);
    book = addToBook(book, answer, []);
    return answer.value;
  });
  const watch = startWatch(baseline, { targetRunLength: 10_000, smallestEffect: 0.05 });
  for (let i = 0; i < CHANGE_AT + WATCHED && !watch.isAlarm; i += 1) {
    const answer = drawn(i < CHANGE_AT ? before : after);
    take(watch, answer.value, answer.atMs);
    book = addToBook(book, answer, watch.state.runs);
  }
  if (!watch.isAlarm || watch.state.count <= CHANGE_AT) return null;
  const { runs } = watch.state;
  return explainChange(book, { runs, direction: 'decrease' }, { power: watch.plan.power });
}
