/** What a Markdown text is built of, read within bounds. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

interface Span {
  start: number;
  end: number;
}

export interface MarkdownOutline {
  headings: (Span & { level: number; text: string })[];
  /** Fenced code blocks; the language is null where none is named. */
  codeBlocks: (Span & { language: string | null; isClosed: boolean })[];
  /** Cells of each row, the head first; none for what looks like a table and has no delimiter row. */
  tables: (Span & { widths: number[] })[];
  links: number;
  listItems: number;
}

// The parser's time grows with the square of some texts: about two seconds at this length.
const LONGEST = 30_000;
const DEEPEST = 50;

// Emphasis changes nothing of the structure, and is what takes the parser longest.
const PARSER = {
  extensions: [gfmTable(), { disable: { null: ['attention'] } }],
  mdastExtensions: [gfmTableFromMarkdown()],
};

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];

/** The outline of a text; undefined for one that is too long, or nests too deeply, to be read. */
export function readMarkdown(text: string): MarkdownOutline | undefined {
  if (text.length > LONGEST || nestsTooDeeply(text)) return undefined;
  const outline: MarkdownOutline = {
    headings: [],
    codeBlocks: [],
    tables: [],
    links: 0,
    listItems: 0,
  };
  const pending: Node[] = [fromMarkdown(text, PARSER)];
  for (let node = pending.pop(); node; node = pending.pop()) {
    note(node, text, outline);
    if ('children' in node) pending.push(...node.children.toReversed());
  }
  return outline;
}

function nestsTooDeeply(text: string): boolean {
  return text.split('\n').some((line) => {
    const markers = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/.exec(line)?.[0] ?? '';
    return (markers.match(/[>*+.)-]/g)?.length ?? 0) > DEEPEST;
  });
}

function note(node: Node, text: string, outline: MarkdownOutline): void {
  const span = {
    start: node.position?.start.offset ?? 0,
    end: node.position?.end.offset ?? 0,
  };
  const source = text.slice(span.start, span.end);
  switch (node.type) {
    case 'heading':
      outline.headings.push({ ...span, level: node.depth, text: plainText(node) });
      break;
    case 'code': {
      const fence = /^(`{3,}|~{3,})/.exec(source)?.[1];
      if (fence !== undefined) {
        outline.codeBlocks.push({
          ...span,
          language: node.lang ?? null,
          isClosed: isClosed(source, fence),
        });
      }
      break;
    }
    case 'table':
      outline.tables.push({
        ...span,
        widths: node.children.map(({ children }) => children.length),
      });
      break;
    case 'paragraph':
      if (looksLikeTable(source)) outline.tables.push({ ...span, widths: [] });
      break;
    case 'link':
    case 'linkReference':
      outline.links += 1;
      break;
    case 'listItem':
      outline.listItems += 1;
      break;
  }
}

function isClosed(source: string, fence: string): boolean {
  const last = source
    .slice(source.lastIndexOf('\n') + 1)
    .replace(/^[ \t>]+/, '')
    .trimEnd();
  return (
    source.includes('\n') && last.startsWith(fence) && last === fence.charAt(0).repeat(last.length)
  );
}

/** Two lines or more that begin and end with a bar. */
function looksLikeTable(source: string): boolean {
  const lines = source.split('\n').map((line) => line.trim());
  return (
    lines.length > 1 &&
    lines.every((line) => line.length > 1 && line.startsWith('|') && line.endsWith('|'))
  );
}

/** The text of a heading; marks of emphasis stay, as they are not read. */
function plainText(heading: Node): string {
  const texts: string[] = [];
  const pending: Node[] = [heading];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'text' || node.type === 'inlineCode') texts.push(node.value);
    else if ('children' in node) pending.push(...node.children.toReversed());
  }
  return texts.join('');
}
