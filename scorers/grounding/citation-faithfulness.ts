import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { abstained, failed, scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';
import { batches } from './batches.ts';
import { type CitedStatement, citedStatements } from './cited-statements.ts';
import { contextNumber, matchContexts } from './match-contexts.ts';
import { saysNothing } from './numbered-contexts.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the sources that an answer cites say what they are cited for.

${tellBlocks(['input', 'contexts', 'statements'], 'statements', { contexts: 'the source texts.' })}

In "statements", give one entry for each statement, in order:
1. "statement": the number of the statement.
2. "verdict":
   - "no claim": it states nothing that a source could show: a greeting, a question, a heading, an offer of help, or a remark on the answer or on what the contexts lack;
   - "supported": the contexts that it cites, taken together, say all of it, or it follows directly from them;
   - "unsupported": everything else. A claim that cites nothing is unsupported.
3. "citations": one entry for each context that it cites. In "context", give the number of the context. In "supports", say how much of the statement this context shows alone: "all", "part" or "nothing".

Only the cited contexts count. Use the contexts named before the colon: marks such as [3] inside the text may have other numbers. Another number, name, date or degree of certainty, or a "not", is not supported. Read a statement together with the ones before it. Do not use what you know yourself.`,
});

const citation = z.object({
  context: contextNumber,
  supports: z.enum(['all', 'part', 'nothing']).describe('what it shows alone'),
});

const remark = z.object({
  statement: z.int().min(1).describe('number of the statement'),
  verdict: z.enum(['supported', 'unsupported', 'no claim']),
  citations: z.array(citation).max(50).describe('one for each context that it cites'),
});

/**
 * Whether the sources that the output cites bear out what they are cited for. Sentences and marks
 * are read by code (see `cited-statements.ts`); the judge says of each sentence whether the
 * contexts it cites support it in full, taken together, and what each bears out by itself.
 * Sentences that claim nothing are omitted.
 *
 * - Citation recall is the share of sentences that are supported; one that cites nothing is not.
 * - Citation precision is the share of citations that are of use: those in a supported sentence
 *   that bear out all of it, or a part where no other one bears out all. Citations of contexts that
 *   are not there are of none.
 *
 * The value is their F1, or the one that `measure` names. `raw` is the number of sentences that are
 * not supported. Evidence is those sentences, then sentences with a citation of no use.
 *
 * An output that claims nothing abstains, and so does precision without a citation. Without
 * contexts an output that cites is worth 0, and one that does not abstains, both without a call.
 * Whether claims are in the contexts that are not cited is the question of `faithfulness`.
 *
 * Source: T. Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE),
 * 2023. There an entailment model drops citations one by one; here the judge says what each bears
 * out, which comes to the same except where three or more overlap.
 */
export const citationFaithfulness = defineJudge({
  id: 'citation-faithfulness',
  aliases: {
    'citation-f1': {},
    'citation-recall': { measure: 'recall' },
    'citation-precision': { measure: 'precision' },
  },
  version: 2,
  group: 'grounding',
  summary: 'Whether the cited contexts support the statements that cite them.',
  source: 'Gao et al. 2023 (ALCE)',
  needs: ['output', 'contexts'],
  params: () =>
    z.strictObject({
      measure: z
        .enum(['f1', 'recall', 'precision'])
        .default('f1')
        .describe('What is measured: supported sentences, useful citations, or both.'),
      firstNumber: z
        .int()
        .min(0)
        .max(1)
        .default(1)
        .describe('The number by which the output cites the first context.'),
    }),
  threshold: 0.8,
  degenerate: 'abstain',
  examples: () => [
    {
      title: 'Two sentences, one supported: recall 1/2, precision 1/2',
      sample: {
        output: 'The tower was completed in 1889 [1]. It is painted every year [2].',
        contexts: ['The tower was completed in 1889.', 'The tower is painted every seven years.'],
      },
      answers: [
        {
          reasoning: 'The second context gives another interval.',
          statements: [
            { statement: 1, verdict: 'supported', citations: [{ context: 1, supports: 'all' }] },
            {
              statement: 2,
              verdict: 'unsupported',
              citations: [{ context: 2, supports: 'nothing' }],
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: { statements: z.array(remark).max(100).describe('one for each statement') },
  ask(sample, { firstNumber }) {
    const statements = numbered(sample, firstNumber);
    if (statements.length === 0)
      return abstained('The output has no statement that could have a citation.');
    if (sample.contexts.length === 0) {
      return statements.some(({ dangling }) => dangling.length > 0)
        ? scored(0, 'The output cites contexts, but the sample has none.')
        : abstained('The sample has no contexts, and the output cites none.');
    }
    const contexts = show(sample, ['contexts']);
    const instructions = fillPrompt(prompt, {});
    return batches(statements).map((batch) => {
      const cited = new Set(batch.flatMap((statement) => statement.contexts));
      const text = batch.map(renderStatement).join('\n');
      return {
        instructions,
        blocks: [
          ...show(sample, ['input']),
          ...contexts.filter((_, i) => cited.has(i + 1)),
          { name: 'statements', text },
        ],
      };
    });
  },
  conclude(answers, sample, { measure, firstNumber }) {
    const remarks = answers.flatMap((answer) => answer.statements);
    const statements = numbered(sample, firstNumber);
    const checked: Checked[] = [];
    for (const statement of statements) {
      const [given, another] = remarks.filter((each) => each.statement === statement.number);
      if (!given || another) return invalid(`Of statement ${statement.number} it spoke not once.`);
      const cited = statement.contexts.map((number) => ({ number }));
      const citations = matchContexts(given.citations, cited);
      if ('status' in citations) return citations;
      if (given.verdict === 'no claim') continue;
      const shown = cited.flatMap(({ number }) => sample.contexts[number - 1] ?? []);
      const isSupported = given.verdict === 'supported' && !saysNothing(shown);
      checked.push({ ...statement, isSupported, useful: isSupported ? usefulOf(citations) : 0 });
    }
    if (remarks.length > statements.length) return invalid('It spoke of statements not there.');
    return measureCitations(checked, measure);
  },
});

type Numbered = CitedStatement & { number: number };
type Checked = Numbered & { isSupported: boolean; useful: number };

function numbered({ output = '', contexts = [] }: SampleView, firstNumber: number): Numbered[] {
  return citedStatements(output, contexts, firstNumber).map((statement, i) => ({
    ...statement,
    number: i + 1,
  }));
}

function renderStatement({ number, text, contexts }: Numbered): string {
  const cited = contexts.map((context) => `context ${context}`).join(', ') || 'nothing';
  return `statement ${number}, which cites ${cited}: ${text.replace(/\s+/g, ' ')}`;
}

function invalid(what: string) {
  return failed('judge_output_invalid', `The judge did not answer what it was asked. ${what}`);
}

/** How many citations of a supported statement it could not do without. */
function usefulOf(citations: readonly z.output<typeof citation>[]): number {
  const whole = citations.filter(({ supports }) => supports === 'all').length;
  return whole > 0 ? whole : citations.filter(({ supports }) => supports === 'part').length;
}

function measureCitations(checked: readonly Checked[], measure: 'f1' | 'recall' | 'precision') {
  if (checked.length === 0)
    return abstained('The output makes no claim that could have a citation.');
  const count = ({ contexts, dangling }: Checked) => contexts.length + dangling.length;
  const citations = checked.reduce((sum, statement) => sum + count(statement), 0);
  if (citations === 0 && measure === 'precision') return abstained('The output cites nothing.');
  const useful = checked.reduce((sum, statement) => sum + statement.useful, 0);
  const supported = checked.filter(({ isSupported }) => isSupported);
  const unsupported = checked.filter(({ isSupported }) => !isSupported);
  const idle = supported.filter((statement) => statement.useful < count(statement));

  const recall = supported.length / checked.length;
  const precision = citations === 0 ? 0 : useful / citations;
  const sum = recall + precision;
  const value = { recall, precision, f1: sum === 0 ? 0 : (2 * recall * precision) / sum }[measure];
  const note = ({ isSupported, contexts, dangling }: Checked) => {
    if (isSupported) return 'supported, with a citation that does not help';
    const cited = [...contexts.map((n) => `context ${n}`), ...dangling.map((n) => `[${n}]`)];
    return `not supported by ${cited.join(', ') || 'any citation'}`;
  };
  return scored(
    value,
    `${supported.length} of ${checked.length} sentences are supported by their citations, ${useful} of ${citations} citations are useful.`,
    {
      raw: unsupported.length,
      evidence: [...unsupported, ...idle].map((statement) => ({
        pointer: '/output',
        start: statement.start,
        end: statement.end,
        text: statement.text,
        note: note(statement),
      })),
    },
  );
}
