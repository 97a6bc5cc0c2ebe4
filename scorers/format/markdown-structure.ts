import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { normalForm } from '../text/normal-form.ts';
import type { MarkdownOutline } from './markdown-outline.ts';

/**
 * Whether a Markdown answer is built as asked for: the value is the share of the checks that are
 * met. Without parameters there are three: no level of headings is omitted (an h4 under an h2),
 * each fenced code block is closed and names its language, and each table has rows as wide as its
 * head. Others are asked for by parameter. What a check is about may be absent: an answer without
 * code meets the check of code; an empty answer meets what asks for nothing.
 *
 * Headings are compared by their text, without marks of emphasis, case and outer spaces, in any
 * script. Outputs of more than 30,000 characters or 50 nested quotes are an error.
 *
 * Source: CommonMark 0.31 and GitHub's tables, through micromark; the first three checks are
 * markdownlint's MD001, MD040 and MD056.
 */
export const markdownStructure = defineScorer({
  id: 'markdown-structure',
  version: 1,
  kind: 'code',
  group: 'format',
  summary: 'Whether a Markdown answer has the required headings, code blocks, tables and links.',
  source: 'CommonMark 0.31',
  needs: ['output'],
  params: () =>
    z.strictObject({
      requiredHeadings: z
        .array(z.string().min(1).max(500))
        .min(1)
        .max(100)
        .optional()
        .describe('Required headings, in this order; others can appear between them.'),
      headingLevels: z
        .boolean()
        .default(true)
        .describe('Check that a heading is at most one level deeper than the previous one.'),
      maxHeadingLevel: z
        .int()
        .min(0)
        .max(6)
        .optional()
        .describe('Maximum heading level; 0 allows no headings.'),
      codeLanguages: z
        .boolean()
        .default(true)
        .describe('Check that fenced code blocks are closed and name their language.'),
      tables: z
        .boolean()
        .default(true)
        .describe(
          'Check that tables have a delimiter row, and that all rows have as many cells as the header.',
        ),
      minTables: z.int().min(0).optional().describe('Minimum number of tables.'),
      minCodeBlocks: z.int().min(0).optional().describe('Minimum number of fenced code blocks.'),
      minLinks: z.int().min(0).optional().describe('Minimum number of links.'),
      maxLinks: z.int().min(0).optional().describe('Maximum number of links.'),
      minListItems: z.int().min(0).optional().describe('Minimum number of list items.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A heading level is skipped, and one of two code blocks names no language',
      sample: { output: '# Setup\n\n### Install\n\n```sh\nnpm i\n```\n\n```\nnpm start\n```\n' },
      value: 1 / 3,
    },
    {
      title: 'Both headings, in their order',
      sample: { output: '# Summary\n\nShort.\n\n## Next steps\n\n- Rest' },
      params: { requiredHeadings: ['summary', 'next steps'] },
      value: 1,
    },
  ],
  async score({ output }, params) {
    // Loaded when it is first asked for.
    const { readMarkdown } = await import('./markdown-outline.ts');
    const outline = readMarkdown(output);
    if (outline === undefined) {
      return failed(
        'sample_too_large',
        'Markdown of more than 30,000 characters or 50 nested quotes is not parsed.',
      );
    }
    const checks = checksOf(outline, params);
    if (checks.length === 0)
      return abstained('The parameters define no check. Set at least one of them.');
    const faulty = checks.filter(({ faults }) => faults.length > 0);
    const faults = faulty.flatMap((check) => check.faults);
    const met = `${checks.length - faulty.length} of ${checks.length} checks pass`;
    const [first] = faults;
    const reason =
      first === undefined
        ? `${met}.`
        : `${met}; not: ${faulty.map(({ name }) => name).join(', ')} (${first.note}).`;
    return scored((checks.length - faulty.length) / checks.length, reason, {
      evidence: faults.map((fault) => ({ pointer: '/output', ...fault })),
    });
  },
});

interface Check {
  name: string;
  /** Each with a note. */
  faults: Evidence[];
}

interface Wanted {
  requiredHeadings?: string[] | undefined;
  headingLevels: boolean;
  maxHeadingLevel?: number | undefined;
  codeLanguages: boolean;
  tables: boolean;
  minTables?: number | undefined;
  minCodeBlocks?: number | undefined;
  minLinks?: number | undefined;
  maxLinks?: number | undefined;
  minListItems?: number | undefined;
}

function checksOf(outline: MarkdownOutline, wanted: Wanted): Check[] {
  const { headings, codeBlocks, tables, links, listItems } = outline;
  const { requiredHeadings, maxHeadingLevel } = wanted;
  return [
    requiredHeadings && {
      name: 'required headings',
      faults: missingHeadings(headings, requiredHeadings),
    },
    wanted.headingLevels && { name: 'heading levels', faults: skippedLevels(headings) },
    maxHeadingLevel !== undefined && {
      name: 'deepest heading',
      faults: headings
        .filter(({ level }) => level > maxHeadingLevel)
        .map(({ level, start, end }) => ({
          start,
          end,
          note: `level ${level}, at most ${maxHeadingLevel}`,
        })),
    },
    wanted.codeLanguages && { name: 'code languages', faults: codeBlocks.flatMap(codeFaults) },
    wanted.tables && { name: 'tables', faults: tables.flatMap(tableFaults) },
    atLeast('number of tables', tables.length, wanted.minTables),
    atLeast('number of code blocks', codeBlocks.length, wanted.minCodeBlocks),
    atLeast('number of links', links, wanted.minLinks),
    wanted.maxLinks !== undefined && {
      name: 'number of links',
      faults:
        links > wanted.maxLinks ? [{ note: `${links} links, at most ${wanted.maxLinks}` }] : [],
    },
    atLeast('number of list items', listItems, wanted.minListItems),
  ].filter((check) => check !== false && check !== undefined);
}

function atLeast(name: string, count: number, least: number | undefined): Check | undefined {
  if (least === undefined) return undefined;
  return {
    name,
    faults: count < least ? [{ note: `${name} is ${count}, at least ${least}` }] : [],
  };
}

function missingHeadings(headings: MarkdownOutline['headings'], required: string[]): Evidence[] {
  let from = 0;
  const texts = headings.map(({ text }) => fold(text));
  for (const heading of required) {
    const found = texts.indexOf(fold(heading), from);
    if (found === -1) {
      const isElsewhere = texts.includes(fold(heading));
      return [{ note: `"${heading}" is ${isElsewhere ? 'not in its place' : 'missing'}` }];
    }
    from = found + 1;
  }
  return [];
}

function fold(text: string): string {
  return normalForm(text, 'NFKC').toLowerCase().replace(/[*_]+/g, '').replace(/\s+/g, ' ').trim();
}

function skippedLevels(headings: MarkdownOutline['headings']): Evidence[] {
  return headings.flatMap(({ level, start, end }, i) => {
    const before = headings[i - 1]?.level;
    return before !== undefined && level > before + 1
      ? [{ start, end, note: `level ${level} under level ${before}` }]
      : [];
  });
}

function codeFaults({
  language,
  isClosed,
  start,
  end,
}: MarkdownOutline['codeBlocks'][number]): Evidence[] {
  if (!isClosed) return [{ start, end, note: 'the code block is not closed' }];
  return language === null ? [{ start, end, note: 'the code block names no language' }] : [];
}

function tableFaults({ widths, start, end }: MarkdownOutline['tables'][number]): Evidence[] {
  const [head] = widths;
  if (head === undefined) return [{ start, end, note: 'the table has no delimiter row' }];
  const row = widths.findIndex((width) => width !== head);
  return row === -1
    ? []
    : [{ start, end, note: `row ${row} has ${widths[row]} cells, the head ${head}` }];
}
