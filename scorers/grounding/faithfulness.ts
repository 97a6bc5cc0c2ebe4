import * as z from 'zod';
import { findSkipped } from '../judging/coverage.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { fillPrompt } from '../judging/prompt.ts';
import { abstained, scored } from '../outcome.ts';
import { claimsAnswer, claimsPrompt, findClaims, showForClaims } from './claims.ts';

/**
 * Whether what the output states is in the contexts. The judge splits the output into claims and
 * calls each supported, contradicted or absent, quoting the contexts. The value is the share of
 * claims that are supported; `raw` is the number of those that are not. Evidence is, for each
 * claim, the quoted span, those that are not supported first.
 *
 * An output without claims (a question, a refusal, nothing at all) has nothing to be unfaithful in
 * and nothing to be faithful in: the scorer abstains. A quote that is not in the contexts
 * gives the warning `quote_not_found`.
 *
 * Source: S. Es et al., "Ragas", 2024 (claims, then verdicts; here in one call); the three verdicts
 * as in DeepEval's Faithfulness and in natural language inference.
 */
export const faithfulness = defineJudge({
  id: 'faithfulness',
  aliases: {
    'context-faithfulness': {},
    'response-groundedness': {},
    'rag-groundedness': {},
    'retrieval-groundedness': {},
  },
  version: 2,
  group: 'grounding',
  summary: 'The share of the output’s claims that the contexts support.',
  source: 'Es et al. 2024 (Ragas)',
  needs: ['output', 'contexts'],
  params: () => z.strictObject({}),
  threshold: 0.8,
  degenerate: 'abstain',
  examples: () => [
    {
      title: 'One claim of two is not in the context',
      sample: {
        input: 'When was the Eiffel Tower built?',
        output: 'It was built in 1889 and is painted every five years.',
        contexts: ['The Eiffel Tower was completed in 1889.'],
      },
      answers: [
        {
          reasoning: 'The year is there; nothing is said of painting.',
          claims: [
            {
              claim: 'The Eiffel Tower was built in 1889.',
              quote: 'completed in 1889',
              verdict: 'supported',
            },
            {
              claim: 'The Eiffel Tower is painted every five years.',
              quote: '',
              verdict: 'absent',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [claimsPrompt],
  answer: claimsAnswer,
  ask: (sample) => ({
    instructions: fillPrompt(claimsPrompt, {}),
    blocks: showForClaims(sample),
  }),
  conclude([{ claims, noClaim }], sample) {
    const skipped = findSkipped(show(sample, ['output']), claims, noClaim);
    if (claims.length === 0) {
      return { ...abstained('The output makes no claim to check.'), skipped };
    }
    const { supported, others, warnings } = findClaims(claims, sample.contexts);
    const faults = others.map(({ note }) => note).join(' ');
    return {
      ...scored(
        supported.length / claims.length,
        `${supported.length} of ${claims.length} claims are supported by the contexts. ${faults}`.trim(),
        {
          raw: others.length,
          evidence: [...others, ...supported].map(({ evidence, note }) => evidence ?? { note }),
        },
      ),
      warnings,
      skipped,
    };
  },
});
