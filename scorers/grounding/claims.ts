import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { noClaimField, sentencesField, showSentences } from '../judging/coverage.ts';
import { type DataBlock, show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt } from '../judging/prompt.ts';
import type { QuotedText } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import type { ContextView, SampleView } from '../sample.ts';
import { saysNothing } from './numbered-contexts.ts';

/** Splits an output into claims, and compares each with the contexts. */
export const claimsPrompt = definePrompt({
  version: 2,
  instructions: `Check whether the output is faithful to the contexts.

${tellBlocks(['input', 'contexts', 'output'], 'output', { input: 'the question. Use it only to understand the output.', contexts: 'the only source of truth.', output: 'the answer, one sentence a line, with its number.' })}

1. In "claims", list every fact that the output states. In "claim", write it as one short sentence that can be understood alone: names, not "it" or "they". In "sentences", give the numbers of its sentences.
2. In "quote", copy the words of a context that show if it is right. Leave it empty if there are none.
3. In "verdict", compare it with the contexts:
   - "supported": a context says it, or it follows directly from the contexts;
   - "contradicted": a context says something else;
   - "absent": no context says anything about it.
4. In "noClaim", list the numbers of sentences without a fact to check: greetings, questions, headings, opinions marked as opinions, and remarks about the assistant or about what the contexts lack, such as "I don't know".

Name every sentence, in a claim or in "noClaim". Split a claim if only a part of it is in the contexts. Another number, name, date or degree of certainty, or a "not", makes another claim. Do not use your own knowledge. The texts may be in different languages.`,
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
export function showForClaims(sample: SampleView): DataBlock[] {
  return [...show(sample, ['input', 'contexts']), ...showSentences(show(sample, ['output']))];
}

/** The same objects each time: `findQuote` folds each of them once, not once a vote. */
function quotedContexts(contexts: readonly ContextView[]): readonly QuotedText[] {
  const texts =
    known.get(contexts) ?? contexts.map(({ text }, i) => ({ pointer: `/contexts/${i}`, text }));
  known.set(contexts, texts);
  return texts;
}

const known = new WeakMap<readonly ContextView[], readonly QuotedText[]>();

/**
 * Finds the claims' quotes in the contexts.
 *
 * Contexts without a word support nothing and contradict nothing, whatever the judge says.
 *
 * @returns the claims that the contexts support and the others, each with its evidence, and the
 * warning `quote_not_found` where a quote stands nowhere
 */
export function findClaims(
  claims: readonly z.output<typeof claim>[],
  contexts: readonly ContextView[],
) {
  const texts = quotedContexts(contexts);
  const isBlank = saysNothing(contexts);
  const found = claims.map((given) => {
    const each = isBlank ? { ...given, verdict: 'absent' as const } : given;
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
