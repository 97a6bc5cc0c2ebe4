/** A run of letters that stands in two texts. */
export interface SharedRun {
  start: number;
  end: number;
}

/** Places in secret letters by the window that begins there. */
export interface WindowIndex {
  letters: string;
  places: ReadonlyMap<string, number>;
}

// Five English words have about so many letters. Every window of secrets is looked up at this stride.
const WINDOW = 20;
const STRIDE = 4;

export function indexWindows(letters: string): WindowIndex {
  const places = new Map<string, number>();
  for (let i = 0; i + WINDOW <= letters.length; i += STRIDE) {
    const window = letters.slice(i, i + WINDOW);
    if (!places.has(window)) places.set(window, i);
  }
  return { letters, places };
}

/** The longest runs of `letters` that stand in the indexed ones, apart and in order. */
export function sharedRuns(letters: string, { letters: secret, places }: WindowIndex): SharedRun[] {
  if (places.size === 0) return [];
  const runs: SharedRun[] = [];
  let settled = 0;
  for (let i = 0; i + WINDOW <= letters.length; i += 1) {
    const place = places.get(letters.slice(i, i + WINDOW));
    if (place === undefined) continue;
    let start = i;
    let from = place;
    while (start > settled && from > 0 && letters[start - 1] === secret[from - 1]) {
      start -= 1;
      from -= 1;
    }
    let end = i + WINDOW;
    let to = place + WINDOW;
    while (end < letters.length && to < secret.length && letters[end] === secret[to]) {
      end += 1;
      to += 1;
    }
    runs.push({ start, end });
    settled = end;
    i = end - 1;
  }
  return runs;
}
