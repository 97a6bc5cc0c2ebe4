import { randomIndex, seededRandom } from '../random.ts';

/** Answers to one question from two runs, as numbers of kinds: equal numbers for equal answers. */
export interface AnswersOfRuns {
  before: readonly number[];
  now: readonly number[];
}

export interface Exchangeability {
  /**
   * How much less often answers of different runs are the same than answers of one run, over
   * questions: 0 where the runs are the same, 1 where each is always its own.
   */
  statistic: number;
  /** Of so large a statistic if the answers of the runs could be exchanged. */
  probability: number;
  /** Questions of which a run was asked twice or more, and not all answers are the same. */
  informative: number;
  draws: number;
}

const DRAWS = 4_999;
/** Answers times draws that are looked at, at most. */
const MOST_WORK = 20_000_000;

/**
 * Whether the answers of two runs to the same questions could be exchanged: nothing changed but chance.
 * Under that hypothesis the runs of a question's answers can be dealt anew in every way, so no model of
 * the answers is needed, and questions may be as different as they like.
 *
 * Source: Székely & Rizzo 2013, "Energy statistics" (the statistic, of equal and unequal answers);
 * Pitman 1937 and Phipson & Smyth 2010 (the permutation test), dealt within each question.
 * @param questions each with one answer or more in both runs
 * @returns null if no question was asked twice in a run, or all answers to each are the same
 */
export function exchangeability(
  questions: readonly AnswersOfRuns[],
  seed = 0,
): Exchangeability | null {
  const informative = questions.filter(
    ({ before, now }) =>
      Math.max(before.length, now.length) > 1 && new Set([...before, ...now]).size > 1,
  );
  if (informative.length === 0) return null;
  const pools = informative.map((question) => poolOf(question));
  const observed = informative.reduce((sum, question) => sum + energyOf(question), 0);
  const random = seededRandom(seed);
  const answers = pools.reduce((sum, pool) => sum + pool.answers.length, 0);
  const draws = Math.max(199, Math.min(DRAWS, Math.floor(MOST_WORK / answers)));
  let asFar = 1;
  for (let draw = 0; draw < draws; draw += 1) {
    let total = 0;
    for (const pool of pools) total += dealtEnergy(pool, random);
    if (total >= observed - 1e-9) asFar += 1;
  }
  return {
    statistic: observed / questions.length,
    probability: asFar / (draws + 1),
    informative: informative.length,
    draws,
  };
}

/** The statistic of one question: how much more alike answers are within runs than between them. */
export function energyOf(question: AnswersOfRuns): number {
  const pool = poolOf(question);
  for (const kind of pool.answers.slice(0, pool.split))
    pool.dealt[kind] = (pool.dealt[kind] ?? 0) + 1;
  return energyDealt(pool);
}

/** All answers to one question, the kinds of which are numbered from 0. */
interface Pool {
  answers: number[];
  /** How many of them the first run gets. */
  split: number;
  /** Of each kind: how many there are, and how many of them the first run has. */
  all: number[];
  dealt: number[];
}

function poolOf({ before, now }: AnswersOfRuns): Pool {
  const kinds = [...new Set([...before, ...now])];
  const answers = [...before, ...now].map((answer) => kinds.indexOf(answer));
  const all = kinds.map((_, kind) => answers.filter((answer) => answer === kind).length);
  return { answers, split: before.length, all, dealt: kinds.map(() => 0) };
}

/** Deals the answers anew: the first run gets as many as it had, drawn without replacement. */
function dealtEnergy(pool: Pool, random: () => number): number {
  const { answers, split, dealt } = pool;
  dealt.fill(0);
  for (let place = 0; place < split; place += 1) {
    const other = place + randomIndex(random, answers.length - place);
    const kind = answers[other] ?? 0;
    answers[other] = answers[place] ?? 0;
    answers[place] = kind;
    dealt[kind] = (dealt[kind] ?? 0) + 1;
  }
  return energyDealt(pool);
}

function energyDealt({ answers, split, all, dealt }: Pool): number {
  const rest = answers.length - split;
  let [first, second, between] = [0, 0, 0];
  for (let kind = 0; kind < all.length; kind += 1) {
    const [mine, others] = [dealt[kind] ?? 0, (all[kind] ?? 0) - (dealt[kind] ?? 0)];
    first += mine * (mine - 1);
    second += others * (others - 1);
    between += mine * others;
  }
  // A run of one answer has no pairs; of two such runs nothing can be said.
  const runs = Number(split > 1) + Number(rest > 1);
  if (runs === 0) return 0;
  const alike =
    (split > 1 ? first / (split * (split - 1)) : 0) + (rest > 1 ? second / (rest * (rest - 1)) : 0);
  return alike / runs - between / (split * rest);
}
