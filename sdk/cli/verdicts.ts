import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable } from './text.ts';
import { FILTER_OPTIONS, filterOf, verdictLine } from './verdict-filter.ts';
import { verdictText } from './verdict-text.ts';

export const verdictsList = defineCommand({
  name: 'verdicts list',
  summary: 'Lists verdicts that were stored, newest first.',
  options: {
    ...FILTER_OPTIONS,
    from: {
      value: 'TIME',
      help: 'Only those made at this time or later, such as 2027-01-01T00:00:00Z.',
    },
    to: { value: 'TIME', help: 'Only those made before this time.' },
    limit: { value: 'COUNT', help: 'How many at most; 20 when left out.' },
  },
  examples: ['assay verdicts list --failed faithfulness --tag nightly'],
  async run({ values, isJson, system, client }) {
    const limit = numberOf(values.limit, 'limit', { min: 1, max: 100_000 }) ?? 20;
    const { from, to } = values;
    const filter = { ...filterOf(values), ...(from && { from }), ...(to && { to }) };
    const assay = await client();
    const found = [];
    for await (const verdict of assay.verdicts.list({ ...filter, limit: Math.min(limit, 100) })) {
      found.push(verdict);
      if (found.length >= limit) break;
    }
    system.stdout.write(isJson ? json(found) : printable(found.map(verdictLine).join('')));
    return EXIT.passed;
  },
});

export const verdictsShow = defineCommand({
  name: 'verdicts show',
  summary: 'Shows a verdict that was stored, with its sample.',
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
