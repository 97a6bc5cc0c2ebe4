import type { CustomScorer, ScorerInfo } from '@assay/schema/types.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable, table } from './text.ts';

export const scorers = defineCommand({
  name: 'scorers',
  summary: 'Lists the scorers, or shows one with its parameters.',
  args: ['[id]'],
  options: {},
  examples: ['assay scorers faithfulness', 'assay scorers --json | jq ".[].id"'],
  async run({ args: [id], isJson, system, client }) {
    const assay = await client();
    if (id === undefined) {
      const { items } = await assay.scorers.list();
      system.stdout.write(isJson ? json(items) : listing(items));
    } else {
      const scorer: ScorerInfo | CustomScorer = await assay.scorers.get(id);
      system.stdout.write(isJson ? json(scorer) : printable(described(scorer)));
    }
    return EXIT.passed;
  },
});

function listing(items: readonly ScorerInfo[]): string {
  return table(items.map(({ id, kind, group, summary }) => [id, kind, group, summary]));
}

function described(scorer: ScorerInfo | CustomScorer): string {
  const { version, threshold } = scorer;
  const passes = threshold === null ? 'measures only' : `passes from ${threshold}`;
  if (!('id' in scorer)) {
    const { name, description, base, params } = scorer;
    return `${name}@${version} (${base}, ${passes})\n${description}\n\nparams ${json(params)}`;
  }
  const aliases = scorer.aliases.map(({ name }) => name).join(', ');
  const rows = [
    ['needs', scorer.needs.join(', ') || 'nothing'],
    ['source', scorer.source],
    ...(aliases ? [['also', aliases]] : []),
  ];
  return `${scorer.id} (${scorer.kind}, version ${version}, ${passes})
${scorer.summary}

${table(rows)}
${paramsOf(scorer.params)}`;
}

interface Property {
  type?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
}

/** The parameters of a JSON Schema, one a line. */
function paramsOf(schema: ScorerInfo['params']): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Property>);
  if (properties.length === 0) return 'It has no parameters.\n';
  const rows = properties.map(([name, property]) => {
    const type = property.enum ? property.enum.join(' | ') : String(property.type ?? '');
    const preset = property.default === undefined ? '' : `= ${JSON.stringify(property.default)}`;
    return [`  ${name}`, type, preset, property.description ?? ''];
  });
  return `params\n${table(rows)}`;
}
