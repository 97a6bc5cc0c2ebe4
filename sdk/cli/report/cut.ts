import { escaped } from './html.ts';

/**
 * Texts that take so many bytes of HTML together at most. Short ones stay whole; the long ones share
 * what is left.
 */
export function cutTexts(texts: readonly string[], mostBytes: number): string[] {
  const sizes = texts.map(bytesOf);
  const order = sizes.map((size, i) => ({ size, i })).sort((a, b) => a.size - b.size);
  const shares: number[] = [];
  let left = mostBytes;
  for (const [done, { size, i }] of order.entries()) {
    const share = Math.min(size, Math.floor(left / (order.length - done)));
    shares[i] = share;
    left -= share;
  }
  return texts.map((text, i) => cut(text, sizes[i] ?? 0, shares[i] ?? 0));
}

function cut(text: string, size: number, share: number): string {
  if (size <= share) return text;
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > share) break;
    kept += character;
  }
  return `${kept}… (${text.length - kept.length} more characters)`;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(escaped(text));
}
