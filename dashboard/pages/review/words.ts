/** A word of a text, with where it stands. */
export interface Word {
  start: number;
  end: number;
}

/** The words of a text: what stands between spaces. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/\S+/gu), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}

/** The words from which to which a passage goes. */
export interface Reach {
  anchor: number;
  focus: number;
}

/** The reach after a key: arrows move, with Shift they extend; undefined for other keys. */
export function moved(
  { anchor, focus }: Reach,
  key: string,
  isExtending: boolean,
  count: number,
): Reach | undefined {
  const step = STEPS[key];
  if (step === undefined) return undefined;
  const next = Math.max(0, Math.min(count - 1, focus + step));
  return { anchor: isExtending ? anchor : next, focus: next };
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -8,
  ArrowDown: 8,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
