import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeTools } from '../worker/entry/mcp/describe-tools.ts';
import { TOOLS } from '../worker/entry/mcp/tools.ts';
import { groupOf } from '../worker/entry/mcp/toolsets.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/mcp.md'), 'utf8');

test('the page lists every tool with its group and scope', () => {
  const listed = Array.from(page.matchAll(/^\| `(\w+)` +\| ([\w-]+) +\| `?(\w+)`? +\|/gm), (row) =>
    row.slice(1),
  );
  const offered = TOOLS.map((tool) => [tool.tool.name, groupOf(tool), String(tool.scope)]);
  expect(listed.toSorted()).toEqual(offered.toSorted());
});

test('the page says about how many tokens the tools take', () => {
  const shown = describeTools().map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }));
  // JSON of English text takes about four characters a token.
  const tokens = JSON.stringify(shown).length / 4;
  const [, said = ''] = /about (\d+,\d{3}) tokens/.exec(page) ?? [];
  expect(Math.abs(Number(said.replace(',', '')) - tokens)).toBeLessThan(2_000);
});
