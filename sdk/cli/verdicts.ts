import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { json, printable } from './text.ts';
import { FILTER_OPTIONS, filterOf, verdictLine } from './verdict-filter.ts';
import { verdictText } from './verdict-text.ts';

export const verdictsList = defineCommand({
  name: 'verdicts list',
  summary: 'Lists stored verdicts, newest first.',
  options: {
    ...FILTER_OPTIONS,
    from: {
      value: 'TIME',
      help: 'Only verdicts created at or after this time, such as 2027-01-01T00:00:00Z.',
    },
    to: { value: 'TIME', help: 'Only verdicts created before this time.' },
    ...LIMIT_OPTION,
  },
  examples: ['assay verdicts list --failed faithfulness --tag nightly'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { from, to } = values;
    const filter = { ...filterOf(values), ...(from && { from }), ...(to && { to }) };
    const assay = await client();
    const listed = assay.verdicts.list({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(found.map(verdictLine).join('')));
    return EXIT.passed;
  },
});

export const verdictsShow = defineCommand({
  name: 'verdicts show',
  summary: 'Shows a stored verdict with its sample.',
  args: ['<id>'],
  options: {},
  async run({ args: [id = ''], isJson, system, client }) {
    const verdict = await (await client()).verdicts.get(id);
    const { sample } = verdict;
    const text = `${verdictText(verdict)}\nsample ${json(sample)}`;
    system.stdout.write(isJson ? json(verdict) : printable(text));
    return EXIT.passed;
  },
});
