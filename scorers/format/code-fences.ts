/** A fenced block of code: its language and where its content stands. */
export interface FencedBlock {
  language: string;
  start: number;
  end: number;
  /** The lines of code, without the marks of the quote or the indent of the list that they stand in. */
  content: string;
  /** Whether a closing fence ends it. */
  isClosed: boolean;
}

interface Open {
  mark: string;
  language: string;
  start: number;
  /** Quotes that it stands in. */
  quotes: number;
  /** Columns that its lines may be indented. */
  indent: number;
  lines: string[];
}

const QUOTES = /^(?:[ ]{0,3}>[ ]?)*/;
const MARKER = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+/;
const FENCE = /^([ \t]*)(`{3,}|~{3,})([^\n`]*)$/;
const MOST_INDENT = 3;

/**
 * The fenced code blocks of a text, in order, also in quotes and in items of lists. The last one may
 * be open: it goes to the end of the text, as one in a quote goes to the end of that.
 *
 * Source: CommonMark 0.31, sections 4.5, 5.1 and 5.2.
 */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: Open | undefined;
  // How far the content of the list item above is indented.
  let listIndent = 0;
  for (let at = 0; at <= text.length; ) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    const line = text.slice(at, lineEnd).replace(/\r$/, '');
    if (open && countQuotes(line) < open.quotes) {
      blocks.push(closed(open, at, false));
      open = undefined;
    }
    if (open === undefined) {
      const [marks = ''] = QUOTES.exec(line) ?? [];
      const rest = line.slice(marks.length);
      listIndent = indentAfter(rest, listIndent);
      open = opening(rest, listIndent, countQuotes(marks), Math.min(lineEnd + 1, text.length));
    } else if (isClosing(line, open)) {
      blocks.push(closed(open, at, true));
      open = undefined;
    } else {
      open.lines.push(withoutPrefix(line, open));
    }
    at = lineEnd + 1;
  }
  if (open) blocks.push(closed(open, text.length, false));
  return blocks;
}

function opening(
  line: string,
  listIndent: number,
  quotes: number,
  start: number,
): Open | undefined {
  const [marker = ''] = MARKER.exec(line) ?? [];
  const [, indent = '', mark, info = ''] = FENCE.exec(line.slice(marker.length)) ?? [];
  if (mark === undefined) return undefined;
  const columns = marker.length + indent.length;
  if (columns > listIndent + MOST_INDENT) return undefined;
  const language = info.trim().split(/\s/)[0] ?? '';
  return { mark, language, start, quotes, indent: columns, lines: [] };
}

/** How far content may be indented after a line: a list goes on until a line begins at the left. */
function indentAfter(line: string, before: number): number {
  const marker = MARKER.exec(line)?.[0];
  if (marker !== undefined) return marker.length;
  return line.trim() === '' || /^[ \t]/.test(line) ? before : 0;
}

function isClosing(line: string, open: Open): boolean {
  const rest = line.slice(quotesLength(line, open.quotes));
  const [, indent = '', mark = '', info = ''] = FENCE.exec(rest) ?? [];
  return (
    mark !== '' &&
    mark.startsWith(open.mark) &&
    info.trim() === '' &&
    indent.length <= open.indent + MOST_INDENT
  );
}

function withoutPrefix(line: string, open: Open): string {
  const rest = line.slice(quotesLength(line, open.quotes));
  const indent = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
  return rest.slice(Math.min(indent, open.indent));
}

function closed({ language, start, lines }: Open, end: number, isClosed: boolean): FencedBlock {
  return { language, start, end: Math.max(start, end), content: lines.join('\n'), isClosed };
}

function countQuotes(line: string): number {
  return QUOTES.exec(line)?.[0].match(/>/g)?.length ?? 0;
}

/** The length of so many marks of quotes; what follows them is code. */
function quotesLength(line: string, quotes: number): number {
  let rest = line;
  for (let i = 0; i < quotes; i++) rest = rest.replace(/^ {0,3}>[ ]?/, '');
  return line.length - rest.length;
}
