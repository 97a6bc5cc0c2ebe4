import { z } from 'zod';
import { defineJudge } from '../judging/define-judge.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, scored } from '../outcome.ts';
import type { ContextView } from '../sample.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check the citations of the output. It cites contexts by marks such as [1] or [2, 3], where the number is that of the context, or by a context's id.

1. Split the output into its statements of fact. Leave out greetings, questions and what is said of the answer itself.
2. For each statement, list the numbers of the contexts that it cites. A mark at the end of a sentence counts for every statement in it. A mark that names no context is listed as 0.
3. Give each statement a verdict, by the contexts it cites alone, all of them together:
   - "supported": they say it, or it follows from them;
   - "partial": they say a part of it;
   - "unsupported": they do not say it;
   - "uncited": it cites nothing.
4. List the numbers of the cited contexts that do not help: those without which the verdict would be the same and that say no part of the statement.
5. Copy the words of the output that make the statement, without its marks.`,
});

const statement = z.object({
  statement: z.string().describe('The statement, complete in itself.'),
  quote: z.string().describe('The words of the output that make it.'),
  cites: z
    .array(z.int().min(0))
    .max(50)
    .describe('Numbers of the contexts it cites; 0 for none such.'),
  verdict: z.enum(['supported', 'partial', 'unsupported', 'uncited']),
  useless: z.array(z.int().min(0)).max(50).describe('Those of them that do not help.'),
});

/**
 * Whether citations bear out what they stand behind. The judge lists the output's statements with
 * the contexts each cites. Citation recall is the share of statements that their citations support
 * as a whole; citation precision is the share of citations that help, those that name no context
 * counting against it. The value is F1 of both, or the one that `measure` names; `raw` is the number
 * of statements not supported. Contexts are cited by number from 1, or by their `id`.
 *
 * An output that cites nothing at all is worth 0; one without statements is abstained from.
 *
 * Source: T. Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE),
 * 2023; DeepEval's community metric CitationFaithfulness.
 */
export const citationFaithfulness = defineJudge({
  id: 'citation-faithfulness',
  version: 1,
  group: 'grounding',
  summary: 'Whether the contexts that the output cites say what it cites them for.',
  source: 'ALCE (Gao et al. 2023)',
  needs: ['output', 'contexts'],
  params: z.strictObject({
    measure: z
      .enum(['f1', 'recall', 'precision'])
      .default('f1')
      .describe('Statements supported, citations that help, or F1 of both.'),
  }),
  threshold: 0.8,
  degenerate: 'abstain',
  examples: [
    {
      title: 'One statement of two is not in what it cites',
      sample: {
        output: 'The tower is in Paris [1]. It is green [2].',
        contexts: ['The tower stands in Paris.', 'The tower is 330 m high.'],
      },
      params: { measure: 'recall' },
      answers: [
        {
          reasoning: 'The second context names no colour.',
          statements: [
            {
              statement: 'The tower is in Paris.',
              quote: 'The tower is in Paris',
              cites: [1],
              verdict: 'supported',
              useless: [],
            },
            {
              statement: 'The tower is green.',
              quote: 'It is green',
              cites: [2],
              verdict: 'unsupported',
              useless: [2],
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: {
    statements: z.array(statement).max(100).describe('Every statement of the output, in order.'),
  },
  ask: (sample) => ({
    instructions: fillPrompt(prompt, {}),
    blocks: [
      ...show(sample, ['input']),
      ...showContexts(sample.contexts),
      ...show(sample, ['output']),
    ],
  }),
  conclude([{ statements }], { output, contexts }, { measure }) {
    if (statements.length === 0) return abstained('The output states nothing.');
    const found = statements.map(({ statement: text, quote, cites, verdict, useless }) => {
      const note = `${verdict} by ${cites.map((n) => `[${n}]`).join('') || 'nothing'}: ${text}`;
      const at = findQuote(quote, [{ pointer: '/output', text: output }], note);
      const known = cites.filter((n) => n >= 1 && n <= contexts.length);
      const helping = known.filter((n) => !useless.includes(n));
      return { verdict, note, at, cited: cites.length, helping: helping.length };
    });
    const faults = found.filter(({ verdict }) => verdict !== 'supported');
    const cited = found.reduce((sum, each) => sum + each.cited, 0);
    const helping = found.reduce((sum, each) => sum + each.helping, 0);
    const recall = 1 - faults.length / found.length;
    const precision = cited === 0 ? 0 : helping / cited;
    const f1 = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
    const warnings: JudgeWarning[] = found.some(({ at }) => !at) ? ['quote_not_found'] : [];
    const told = faults.map(({ note }) => note).join(' ');
    return {
      ...scored(
        { f1, recall, precision }[measure],
        `${found.length - faults.length} of ${found.length} statements are supported by what they cite, ${helping} of ${cited} citations help. ${told}`.trim(),
        { raw: faults.length, evidence: faults.map(({ at, note }) => at ?? { note }) },
      ),
      warnings,
    };
  },
});

/** Contexts with their number and id, both of which an output may cite. */
function showContexts(contexts: readonly ContextView[]): DataBlock[] {
  return contexts.map(({ id, text }, i) => ({
    name: `context ${i + 1}`,
    text: id === undefined ? text : `id ${JSON.stringify(id)}\n${text}`,
  }));
}
