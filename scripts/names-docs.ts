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

A request may name a scorer as another tool does: \`FaithfulnessMetric\`, \`answer_relevancy\` and
\`createJsonMatchEvaluator\` are found without regard to case, \`-\`, \`_\` and spaces, with or without
\`Metric\`, \`Evaluator\`, \`Scorer\`, \`Eval\`, \`Score\` or \`Prompt\` behind them. \`not-\` before a name negates.
Where a scorer has to be set up to do as its source does, the name brings the parameters with it; your
own go before them. Higher is always better here, also where the source counts what is wrong. A name does not
bring its source's threshold: set \`threshold\` where it matters (DeepEval's is 0.5). Where the source gives
no number for want of anything to judge (Ragas' NaN), the score is \`abstained\`, or an error that says why.

A name for which no scorer does the same is refused, with what comes nearest.

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
