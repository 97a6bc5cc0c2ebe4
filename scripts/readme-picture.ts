/**
 * `npm run docs:picture`: draws what the demo prints as the pictures of README.md, one for light pages
 * and one for dark ones. Reads the demo from standard input.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';

/** Rows of the table that are shown; the rest is told by the summary. */
const ROWS = 9;
/** About as wide as the table. */
const COLUMNS = 100;
const CHARACTER_WIDTH = 7.8;
const LINE_HEIGHT = 19;
const MARGIN = 16;

const THEMES = {
  light: { ground: '#ffffff', text: '#1f2328', dim: '#59636e', good: '#1a7f37', bad: '#cf222e' },
  dark: { ground: '#0d1117', text: '#e6edf3', dim: '#9198a1', good: '#3fb950', bad: '#f85149' },
};
type Theme = (typeof THEMES)[keyof typeof THEMES];

const lines = pick(stripVTControlCharacters(await text(process.stdin)).split('\n'));
const folder = join(import.meta.dirname, '..', 'docs', 'images');
await mkdir(folder, { recursive: true });
for (const [name, theme] of Object.entries(THEMES)) {
  await writeFile(join(folder, `demo-${name}.svg`), draw(lines, theme));
}

/** The head of the table with some rows, the summary, and why one sample failed. */
function pick(printed: readonly string[]): string[] {
  const head = printed.findIndex((line) => line.startsWith('sample '));
  const summary = printed.findIndex((line) => line.includes('answers pass the suite'));
  const why = printed.findIndex((line) => line.startsWith('Why '));
  if ([head, summary, why].includes(-1)) throw new Error('This is not what the demo prints.');
  const reasons = printed.slice(why).findIndex((line) => line.startsWith('  verdict '));
  return [
    '$ npm run demo',
    '',
    ...printed.slice(head, head + 1 + ROWS),
    '…',
    '',
    ...printed.slice(summary, why + reasons),
  ].map((line) => cut(line.trimEnd()));
}

function cut(line: string): string {
  return line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line;
}

function draw(shown: readonly string[], theme: Theme): string {
  const columns = Math.max(...shown.map(({ length }) => length));
  const width = Math.ceil(columns * CHARACTER_WIDTH + 2 * MARGIN);
  const height = shown.length * LINE_HEIGHT + 2 * MARGIN;
  const rows = shown.map((line, i) => {
    const y = MARGIN + (i + 0.75) * LINE_HEIGHT;
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${paint(line, theme)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What npm run demo prints">
<rect width="100%" height="100%" rx="8" fill="${theme.ground}" stroke="${theme.dim}" stroke-opacity="0.4"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="${theme.text}">
${rows.filter((_, i) => shown[i] !== '').join('\n')}
</g>
</svg>
`;
}

/** A line with passes, failures and what is beside the point in their colours. */
function paint(line: string, { good, bad, dim }: Theme): string {
  const inColour = (part: string, colour: string) => `<tspan fill="${colour}">${part}</tspan>`;
  const safe = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (line.startsWith('$') || line.startsWith('sample ')) return inColour(safe, dim);
  return safe
    .replace(/\bFAIL\b|[\d.]+!/g, (part) => inColour(part, bad))
    .replace(/(?<=\s)pass(?=\s{2})/, (part) => inColour(part, good));
}
