/** Lines that are equal around a change are shown up to this many. */
const CONTEXT = 2;

interface Line {
  mark: ' ' | '-' | '+';
  text: string;
}

/**
 * The lines that two texts do not share, marked `-` and `+`, with some around them; empty if they are equal.
 *
 * Source: longest common subsequence (Wagner and Fischer, 1974). Takes time in the product of the lines.
 */
export function lineDiff(before: string, after: string): string {
  const lines = align(before.split('\n'), after.split('\n'));
  const isNear = (i: number) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== ' ');
  return lines
    .flatMap(({ mark, text }, i) => {
      if (isNear(i)) return [`${mark} ${text}`.trimEnd()];
      // One ellipsis for each stretch that is left out.
      return i > 0 && isNear(i - 1) && lines.slice(i).some(({ mark: later }) => later !== ' ')
        ? ['…']
        : [];
    })
    .join('\n');
}

function align(a: readonly string[], b: readonly string[]): Line[] {
  // What of each pair of ends is shared at most.
  const shared = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, k: number) => shared[i]?.[k] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let k = b.length - 1; k >= 0; k -= 1) {
      const best = a[i] === b[k] ? at(i + 1, k + 1) + 1 : Math.max(at(i + 1, k), at(i, k + 1));
      shared[i]?.fill(best, k, k + 1);
    }
  }
  const lines: Line[] = [];
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      lines.push({ mark: ' ', text: a[i] ?? '' });
      i += 1;
      k += 1;
    } else if (i < a.length && (k === b.length || at(i + 1, k) >= at(i, k + 1))) {
      lines.push({ mark: '-', text: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ mark: '+', text: b[k] ?? '' });
      k += 1;
    }
  }
  return lines;
}
