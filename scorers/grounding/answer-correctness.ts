import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { findSkipped, noClaimField, sentencesField, showSentences } from '../judging/coverage.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { abstained, scored } from '../outcome.ts';
import type { SampleView } from '../sample.ts';
import { expectedTexts } from './expected-texts.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Compare what the output states with what the expected answer states.

${tellBlocks(['input', 'expected', 'output'], 'output', { expected: 'the right answer. Take it as true. If there are several, use the one that is closest to the output.' })}

Each sentence has its own number.

1. In "claims", list every fact that one of them states, each fact once. In "claim", write it as one short sentence that can be understood alone. Read a short answer together with the input. In "sentences", give the numbers of all sentences that state it.
2. In "verdict", say who states it:
   - "both": the output states it, and the expected answer states or implies it;
   - "output": only the output states it, or the expected answer says something else;
   - "expected": only the expected answer states it.
3. In "quote", copy the words that state it: from the expected answer for "expected", else from the output.
4. In "noClaim", list the numbers of sentences that state no fact: greetings, questions, offers of help. Name every sentence, in a claim or in "noClaim".

Other words for the same fact are "both". Another number, name or date, or a "not", is another fact: list both facts. If the output refuses or says "I don't know", it states no fact: list those of the expected answer. The texts may be in different languages.`,
});

const claim = z.object({
  sentences: sentencesField,
  claim: z.string().describe('the fact'),
  quote: z.string().describe('words that state it'),
  verdict: z.enum(['both', 'output', 'expected']),
});

/**
 * How far the facts of the output are those of the expected answer. The judge splits both into
 * claims: those of both are true positives (TP), those of the output alone false positives (FP),
 * those of the expected answer alone missing (FN). The value is F1 = TP / (TP + (FP + FN) / 2);
 * `mode` asks for precision TP / (TP + FP) or recall TP / (TP + FN) instead. `raw` is FP + FN.
 * Evidence is the false and the missing claims.
 *
 * Several texts in `expected` are alternatives. An output that says nothing is worth 0; where no
 * side makes a claim, or the one that counts makes none, the scorer abstains. A quote that is not
 * found gives the warning `quote_not_found`.
 *
 * Source: Ragas, AnswerCorrectness (without its share of embedding similarity) and
 * FactualCorrectness (its modes).
 */
export const answerCorrectness = defineJudge({
  id: 'answer-correctness',
  aliases: {
    factuality: {},
    'model-graded-factuality': {},
    'factual-correctness': {},
    'answer-accuracy': {},
    correctness: {},
  },
  version: 2,
  group: 'grounding',
  summary: 'F1 of the output’s claims against those of the expected answer.',
  source: 'Ragas AnswerCorrectness, FactualCorrectness',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      mode: z
        .enum(['f1', 'precision', 'recall'])
        .default('f1')
        .describe('Which mistakes count: both kinds, false claims, or missing ones.'),
    }),
  threshold: 0.5,
  degenerate: 0,
  examples: () => [
    {
      title: 'One claim right, one wrong, one missing',
      sample: {
        input: 'Who wrote Emma, and when?',
        output: 'Jane Austen wrote Emma in 1820.',
        expected: 'Jane Austen, in 1815.',
      },
      answers: [
        {
          reasoning: 'The author agrees, the year does not.',
          claims: [
            { claim: 'Jane Austen wrote Emma.', quote: 'Jane Austen wrote Emma', verdict: 'both' },
            { claim: 'Emma is of 1820.', quote: 'in 1820', verdict: 'output' },
            { claim: 'Emma is of 1815.', quote: 'in 1815', verdict: 'expected' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt],
  answer: { claims: z.array(claim).max(200).describe('all claims'), noClaim: noClaimField },
  ask: (sample) => ({
    instructions: fillPrompt(prompt, {}),
    blocks: [
      ...show(sample, ['input', ...alternatives(sample)]),
      ...showSentences(compared(sample)),
    ],
  }),
  conclude([{ claims, noClaim }], sample, { mode }) {
    const texts = { expected: expectedTexts(sample), output: quotable(sample, ['output']) };
    const found = claims.map(({ claim, quote, verdict }) => {
      const note = `${NOTES[verdict]}: ${claim}`;
      const side = verdict === 'expected' ? texts.expected : texts.output;
      return { verdict, note, evidence: findQuote(quote, side, note) };
    });
    const having = (verdict: keyof typeof NOTES) =>
      found.filter((each) => each.verdict === verdict);
    const [right, wrong, missing] = [having('both'), having('output'), having('expected')];
    const counted = {
      f1: right.length + (wrong.length + missing.length) / 2,
      precision: right.length + wrong.length,
      recall: right.length + missing.length,
    }[mode];
    const skipped = findSkipped(compared(sample), claims, noClaim);
    const warnings = found.some(({ evidence }) => !evidence) ? (['quote_not_found'] as const) : [];
    if (counted === 0) {
      return { ...abstained('There is no claim to compare.'), warnings, skipped };
    }
    const faults = [...wrong, ...missing];
    const told = faults.map(({ note }) => note).join(' ');
    return {
      ...scored(
        right.length / counted,
        `${right.length} claims right, ${wrong.length} not expected, ${missing.length} missing. ${told}`.trim(),
        {
          raw: faults.length,
          evidence: faults.map(({ evidence, note }) => evidence ?? { note }),
        },
      ),
      warnings,
      skipped,
    };
  },
});

/** The expected answer, where it is one of several: these are not accounted for. */
function alternatives({ references }: SampleView): 'references'[] {
  return references?.length === 1 ? [] : ['references'];
}

/** The texts whose every sentence is accounted for. */
function compared(sample: SampleView): DataBlock[] {
  return show(sample, alternatives(sample).length > 0 ? ['output'] : ['references', 'output']);
}

const NOTES = { both: 'right', output: 'not expected', expected: 'missing' } as const;
