import type { Span } from '../finding.ts';

// The signs that Windows-1252 has at 0x80 to 0x9f; 0xa0 to 0xff are the same as in Unicode.
const CP1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const HIGH = `\\u0080-\\u00bf${CP1252.replace(/[\x81\x8d\x8f\x90\x9d]/g, '')}`;

let pattern: RegExp | undefined;

/**
 * UTF-8 that was read as Windows-1252 or Latin-1 (`Ã©` for é, `â€™` for ’), and signs that stand for lost
 * ones. A run counts where its signs, turned back into bytes, are UTF-8.
 */
export function findMojibake(text: string): Span[] {
  const spans: Span[] = [];
  pattern ??= new RegExp(
    `(?:[\\u00c2-\\u00df][${HIGH}]|[\\u00e0-\\u00ef][${HIGH}]{2}|[\\u00f0-\\u00f4][${HIGH}]{3})+`,
    'g',
  );
  for (const { 0: match, index: start } of text.matchAll(pattern)) {
    const meant = decode(match);
    if (meant === undefined) continue;
    const certainty = match.length > 2 || /^[Ãâ]/.test(match) ? 0.85 : 0.6;
    spans.push({
      kind: 'mojibake',
      start,
      end: start + match.length,
      certainty,
      note: `It was: ${meant.slice(0, 60)}`,
    });
  }
  for (const { 0: match, index: start } of text.matchAll(/\ufffd+/g)) {
    spans.push({ kind: 'mojibake', start, end: start + match.length, certainty: 0.7 });
  }
  return spans;
}

function decode(text: string): string | undefined {
  const bytes = Array.from(text, (sign) => {
    const at = CP1252.indexOf(sign);
    return at === -1 ? sign.charCodeAt(0) : 0x80 + at;
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes),
    );
  } catch {
    return undefined;
  }
}
