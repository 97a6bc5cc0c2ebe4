import { counted } from '@assay/schema/counted.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

export const suitesList = defineCommand({
  name: 'suites list',
  summary: 'Lists the suites, each in its newest version.',
  options: {},
  async run({ isJson, system, client }) {
    const suites = await collect((await client()).suites.list());
    const rows = suites.map(({ name, version, scorers, description }) => [
      `${name}@${version}`,
      counted(scorers.length, 'scorer'),
      oneLine(description, 80),
    ]);
    system.stdout.write(isJson ? json(suites) : printable(table(rows)));
    return EXIT.passed;
  },
});
