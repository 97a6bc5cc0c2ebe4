/** A fenced block of code: its language and where its content stands. */
export interface FencedBlock {
  language: string;
  start: number;
  end: number;
  /** Whether a closing fence ends it. */
  isClosed: boolean;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})([^\n`]*)$/gm;

/**
 * The fenced code blocks of a text, in order. The last one may be open.
 *
 * Source: CommonMark 0.31, section 4.5.
 */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { mark: string; language: string; start: number } | undefined;
  for (const { 0: line, 1: mark = '', 2: info = '', index } of text.matchAll(FENCE)) {
    if (open === undefined) {
      const start = Math.min(index + line.length + 1, text.length);
      open = { mark, language: info.trim().split(/\s/)[0] ?? '', start };
    } else if (mark.startsWith(open.mark) && info.trim() === '') {
      const { language, start } = open;
      blocks.push({ language, start, end: Math.max(start, index), isClosed: true });
      open = undefined;
    }
  }
  if (open)
    blocks.push({ language: open.language, start: open.start, end: text.length, isClosed: false });
  return blocks;
}
