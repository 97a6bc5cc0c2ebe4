import { z } from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { noClaimField, sentencesField, showSentences } from '../judging/coverage.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import type { ContextView, SampleView } from '../sample.ts';

/** Splits an output into claims, and compares each with the contexts. */
export const claimsPrompt = definePrompt({
  version: 2,
  instructions: `Check whether the output is faithful to the contexts.

${tellBlocks(['input', 'contexts', 'output'], 'output', { input: 'what the user asked for. Use it only to understand the output.', contexts: 'the source texts. Only they count as true.', output: 'the answer to the user, one sentence a line, with the number of the sentence.' })}

1. Go through the output sentence by sentence. In "claims", list every fact that it states. In "claim", write it as one short sentence that can be understood alone: use names, not "it" or "they". In "sentences", give the numbers of its sentences.
2. In "quote", copy the words of a context that show if the claim is right, exactly as they are. Leave it empty if no context speaks of it.
3. In "verdict", compare the claim with the contexts:
   - "supported": a context says it, or it follows directly from the contexts;
   - "contradicted": a context says something else;
   - "absent": no context says anything about it.
4. In "noClaim", list the numbers of the sentences that state no fact to check: greetings, questions, headings, opinions marked as opinions, and remarks about the assistant itself or about what the contexts lack, such as "I don't know".

Every sentence must be named, by a claim or in "noClaim". If only a part of a claim is in the contexts, split it into two claims. Another number, name, date or degree of certainty, or a "not", makes another claim. Do not use what you know yourself. Output and contexts may be in different languages.`,
});

const claim = z.object({
  sentences: sentencesField,
  claim: z.string().describe('the claim'),
  quote: z.string().describe('words of a context, or empty'),
  verdict: z.enum(['supported', 'contradicted', 'absent']),
});

/** What a judge says of each claim. */
export const claimsAnswer = {
  claims: z.array(claim).max(200).describe('all claims'),
  noClaim: noClaimField,
};

/** What a judge of claims is shown, the output by its sentences. */
export function showForClaims(sample: SampleView & { output: string }): DataBlock[] {
  return [...show(sample, ['input', 'contexts']), ...showSentences(sample.output)];
}

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
