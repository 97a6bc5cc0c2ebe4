import { counted } from '@assay/schema/counted.ts';
import type { ModelCard, ModelCardEntry } from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { credentialsOf, normalised } from './credentials.ts';
import { EXIT } from './exit-code.ts';
import { escaped, markdownTable } from './markdown-table.ts';
import { json, printable } from './text.ts';

const SECTIONS = [
  ['performance', 'Consistent performance'],
  ['sensitivity', 'Sensitivity to wording'],
  ['position', 'Place of the needed passage'],
  ['order', 'Order of options'],
  ['distraction', 'Irrelevant passages'],
  ['bias', 'Bias'],
  ['drift', 'Drift'],
] as const;

export const modelCard = defineCommand({
  name: 'model-card',
  summary: 'Prints the model card of an application, from its newest probes.',
  options: {
    target: { value: 'TARGET', short: 't', help: 'Only probes of this target.' },
    markdown: { value: 'FILE', help: 'Write the card as Markdown to this file too.' },
  },
  examples: ['assay model-card --target openai/gpt-5-mini --markdown MODEL_CARD.md'],
  async run({ values: { target, markdown }, isJson, system, client }) {
    const assay = await client();
    const { baseUrl } = await credentialsOf(system);
    const made = await assay.probes.modelCard(target === undefined ? {} : { target });
    const card = withLinks(made, baseUrl);
    const text = modelCardMarkdown(card);
    if (markdown !== undefined) await system.files.write(markdown, text);
    system.stdout.write(isJson ? json(card) : printable(text));
    return EXIT.passed;
  },
});

/** The Worker serves its dashboard at its own address, so that whoever asked it knows the links. */
function withLinks(card: ModelCard, baseUrl: string): ModelCard {
  const root = normalised(baseUrl);
  const linked = SECTIONS.map(([field]) => {
    const { probe, ...entry } = card[field];
    const url = probe && (probe.url ?? `${root}${probe.page}`);
    return [field, { ...entry, probe: probe && { ...probe, url } }];
  });
  return { ...card, ...Object.fromEntries(linked) };
}

/** The card as Markdown. */
export function modelCardMarkdown(card: ModelCard): string {
  const { target, createdAt, cost, notRun } = card;
  const sections = SECTIONS.map(([field, title]) => sectionOf(title, card[field]));
  const total = cost.totalUsd === null ? 'unknown' : `$${cost.totalUsd.toFixed(4)}`;
  const each = cost.perAnswerUsd === null ? 'unknown' : `$${cost.perAnswerUsd.toFixed(6)}`;
  return `# Model card${target === null ? '' : ` of ${escaped(target)}`}

Made on ${createdAt.slice(0, 10)} from the newest completed probe of each kind that has a result. Numbers in parentheses are 95% intervals.
${notRun.length === 0 ? 'Everything was probed.' : `Not run, so nothing is known of it: ${notRun.join(', ')}.`}

${sections.join('\n')}
## Cost

${counted(cost.answers, 'answer')} of these probes cost ${total}, ${each} an answer.
`;
}

function sectionOf(title: string, entry: ModelCardEntry): string {
  const { outcome, line, probe, samples, answers, errors, numbers } = entry;
  if (probe === null) return `## ${title}: not run\n\n${escaped(line)}\n`;
  const link = `[${escaped(probe.name ?? probe.id)}](${probe.url ?? probe.page})`;
  const rows = numbers.map(({ name, estimate: { value, low, high } }) => [
    name,
    `${fixed(value)} (${fixed(low)} to ${fixed(high)})`,
  ]);
  const table = rows.length === 0 ? '' : `\n${markdownTable([['number', 'estimate'], ...rows])}\n`;
  return `## ${title}: ${outcome.replace('_', ' ')}

${textLine(line)}

${link}, ${probe.createdAt.slice(0, 10)}, ${escaped(probe.target)}, seed ${probe.seed}: ${counted(samples, 'sample')}, ${counted(answers, 'scored answer')}, ${errors} without a score.
${table}`;
}

/** A line with its punctuation, without markup that ids of samples could bring. */
function textLine(line: string): string {
  return line.replace(/[\\`*_{}[\]<>|#~@&]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function fixed(value: number): string {
  return (value + 0).toFixed(2);
}
