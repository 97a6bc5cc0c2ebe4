export interface AlignedText {
  mark: ' ' | '-' | '+';
  text: string;
}

/**
 * Two lists as one: what only the first has (`-`), what only the second has (`+`), and what both have.
 *
 * Source: longest common subsequence (Wagner and Fischer, 1974). Takes time in the product of the lengths.
 */
export function alignTexts(a: readonly string[], b: readonly string[]): AlignedText[] {
  // What of each pair of ends is shared at most.
  const shared = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, k: number) => shared[i]?.[k] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let k = b.length - 1; k >= 0; k -= 1) {
      const best = a[i] === b[k] ? at(i + 1, k + 1) + 1 : Math.max(at(i + 1, k), at(i, k + 1));
      shared[i]?.fill(best, k, k + 1);
    }
  }
  const lines: AlignedText[] = [];
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
