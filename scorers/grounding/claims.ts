import { z } from 'zod';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import type { ContextView } from '../sample.ts';

/** Splits an output into claims, and compares each with the contexts. */
export const claimsPrompt = definePrompt({
  version: 1,
  instructions: `Check whether the output is faithful to the contexts.

1. Split the output into its claims: short statements of fact that each can be true or false alone. Resolve pronouns. Leave out questions, greetings, opinions that are marked as such, and statements about the assistant itself or about what the contexts lack.
2. Compare each claim with the contexts alone, not with what you know:
   - "supported": the contexts say it, or it follows from them directly;
   - "contradicted": the contexts say otherwise;
   - "absent": the contexts say neither.
3. For each claim that is supported or contradicted, copy the words of the context that show it, exactly as they stand there.

Take a claim as it is written: a different number, name, date, negation or degree of certainty is a different claim. The input, where there is one, only tells what the output answers.`,
});

const claim = z.object({
  claim: z.string().describe('The claim, complete in itself.'),
  quote: z.string().describe('The words of the context that show it; empty when absent.'),
  verdict: z.enum(['supported', 'contradicted', 'absent']),
});

/** What a judge says of each claim. */
export const claimsAnswer = {
  claims: z.array(claim).max(200).describe('Every claim of the output, in its order.'),
};

/**
 * Finds the claims' quotes in the contexts.
 *
 * @returns the claims that the contexts support and the others, each with its evidence, and the
 * warning `quote_not_found` where a quote stands nowhere
 */
export function findClaims(
  claims: readonly z.output<typeof claim>[],
  contexts: readonly ContextView[],
) {
  const texts = contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text }));
  const found = claims.map((each) => {
    const note = `${each.verdict}: ${each.claim}`;
    return { ...each, note, evidence: findQuote(each.quote, texts, note) };
  });
  const isMissing = found.some(({ verdict, evidence }) => verdict !== 'absent' && !evidence);
  const warnings: JudgeWarning[] = isMissing ? ['quote_not_found'] : [];
  return {
    supported: found.filter(({ verdict }) => verdict === 'supported'),
    others: found.filter(({ verdict }) => verdict !== 'supported'),
    warnings,
  };
}
