import { findScorer } from '../scorers/find.ts';
import { NAMES_OF_TOOLS } from '../scorers/names-of-tools.ts';
import { NAMES_WITHOUT_SCORER } from '../scorers/names-without-scorer.ts';

/** docs/names.md: what each name of another tool is called here. */
export function renderNames(): string {
  const tools = NAMES_OF_TOOLS.map(({ tool, source, names, differences = {} }) => {
    const rows = names.map((name) => {
      const other = Object.hasOwn(differences, name) ? `: ${differences[name]}` : '';
      return `| \`${name}\` | ${newName(tool, name)}${other} |`;
    });
    return `## ${tool}\n\nSource: ${source}.\n\n| name | here |\n| --- | --- |\n${rows.join('\n')}`;
  });
  return `<!-- Made by \`npm run docs\` from scorers/names-of-tools.ts and scorers/names-without-scorer.ts. -->
# Names from other tools

A request can name a scorer as another tool does: \`FaithfulnessMetric\`, \`answer_relevancy\` and
\`createJsonMatchEvaluator\` are found regardless of case, \`-\`, \`_\` and spaces, with or without the suffix
\`Metric\`, \`Evaluator\`, \`Scorer\`, \`Eval\`, \`Score\` or \`Prompt\`. The prefix \`not-\` negates.
If a scorer needs parameters to work like its source, the name implies them; your own parameters take
precedence. Higher is always better in Assay, even if the source counts errors. A name does not imply the
source's threshold: set \`threshold\` if it matters (DeepEval's is 0.5). If the source returns no number because
there is nothing to judge (Ragas' NaN), the score is \`abstained\`, or an error with the reason.

A name without an equivalent scorer is rejected, with the closest alternative.

${tools.join('\n\n')}
`;
}

function newName(tool: string, name: string): string {
  const found = findScorer(name);
  if (found === undefined) return `none: ${insteadOf(tool, name)}`;
  const params =
    Object.keys(found.params).length === 0 ? '' : ` with \`${JSON.stringify(found.params)}\``;
  return `[\`${found.scorer.id}\`](scorers.md#${found.scorer.id})${params}`;
}

function insteadOf(tool: string, name: string): string {
  const own = NAMES_WITHOUT_SCORER.filter(({ names }) => names.includes(name));
  return (own.find((entry) => entry.tool === tool) ?? own[0])?.instead ?? '';
}
