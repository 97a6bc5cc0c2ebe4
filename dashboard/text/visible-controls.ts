/**
 * Characters that change how the text around them is shown, and are themselves invisible: controls of
 * direction, which can make a text read as another, and other format and control characters. Line
 * breaks and tabs are text; the joiners of emoji and of some scripts too.
 */
const HIDDEN =
  /(?![\n\t\u200c\u200d])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

export type TextPiece = { text: string } | { hidden: string };

/** Splits a text into what can be shown as it is, and the names of what would be invisible. */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  // Windows' line ends are ends of lines.
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (character === '\r' && text[index + 1] === '\n') continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ hidden: nameOf(character) });
    from = index + character.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
