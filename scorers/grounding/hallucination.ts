import * as z from 'zod';
import { findSkipped } from '../judging/coverage.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { fillPrompt } from '../judging/prompt.ts';
import { scored } from '../outcome.ts';
import { claimsAnswer, claimsPrompt, findClaims, showForClaims } from './claims.ts';

/**
 * Whether the output makes things up: `faithfulness` seen from its other side. The judge is asked
 * the same, claim by claim. A claim is hallucinated when the contexts contradict it or do not hold
 * it; with `counts: 'contradicted'`, only when they contradict it. The value is one less the share
 * of claims that are hallucinated, so that 1 is best; `raw` is that share. Evidence is the
 * hallucinated claims, with what the contexts say instead.
 *
 * An output without claims hallucinates nothing: 1, where `faithfulness` abstains. A quote that
 * is not in the contexts gives the warning `quote_not_found`.
 *
 * Source: S. Es et al., "Ragas", 2024 (claims, then verdicts); intrinsic (contradicted) and
 * extrinsic (absent) hallucination as told apart by Z. Ji et al., "Survey of Hallucination", 2023.
 */
export const hallucination = defineJudge({
  id: 'hallucination',
  aliases: { 'hallucination-free': {}, 'hallucination-contradicted': { counts: 'contradicted' } },
  version: 2,
  group: 'grounding',
  summary:
    '1 minus the share of the output’s claims that the contexts contradict or do not contain.',
  source: 'Es et al. 2024 (Ragas); Ji et al. 2023',
  needs: ['output', 'contexts'],
  params: () =>
    z.strictObject({
      counts: z
        .enum(['unsupported', 'contradicted'])
        .default('unsupported')
        .describe(
          'Which claims count as hallucinated: absent and contradicted ones, or only contradicted ones.',
        ),
    }),
  threshold: 1,
  degenerate: 1,
  examples: () => [
    {
      title: 'One claim of two contradicts the context',
      sample: {
        output: 'The Eiffel Tower stands in Paris. It was completed in 1899.',
        contexts: ['The Eiffel Tower in Paris was completed in 1889.'],
      },
      answers: [
        {
          reasoning: 'The city is right, the year is not.',
          claims: [
            {
              claim: 'The Eiffel Tower stands in Paris.',
              quote: 'The Eiffel Tower in Paris',
              verdict: 'supported',
            },
            {
              claim: 'The Eiffel Tower was completed in 1899.',
              quote: 'completed in 1889',
              verdict: 'contradicted',
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
  conclude([{ claims, noClaim }], sample, { counts }) {
    const skipped = findSkipped(show(sample, ['output']), claims, noClaim);
    if (claims.length === 0) {
      return { ...scored(1, 'The output makes no claim.', { raw: 0 }), skipped };
    }
    const { others, warnings } = findClaims(claims, sample.contexts);
    const made = others.filter(
      ({ verdict }) => counts === 'unsupported' || verdict === 'contradicted',
    );
    const share = made.length / claims.length;
    const faults = made.map(({ note }) => note).join(' ');
    return {
      ...scored(
        1 - share,
        `${made.length} of ${claims.length} claims are hallucinated. ${faults}`.trim(),
        { raw: share, evidence: made.map(({ evidence, note }) => evidence ?? { note }) },
      ),
      warnings,
      skipped,
    };
  },
});
