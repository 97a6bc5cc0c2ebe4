import * as z from 'zod';
import { ask, type Skipped } from '../judging/ask.ts';
import { tellBlocks } from '../judging/blocks.ts';
import { show, showGiven } from '../judging/fence.ts';
import type { Judge, JudgeWarning, NotCompleted } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import type { SampleView } from '../sample.ts';
import { hasLetterOrDigit } from '../text/letters.ts';
import { numberSentences, type Span, sentenceSpans } from '../text/sentence-spans.ts';
import { batches } from './batches.ts';
import { contextNumber } from './match-contexts.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Say which source texts support which sentence of an answer.

${tellBlocks(['input', 'contexts', 'statements'], 'statements', {
  contexts: 'the source texts.',
  statements: 'the sentences of the answer, one a line, by number.',
})}

In "sentences", give one entry for each sentence of "statements", in order:
1. "sentence": the number of the sentence.
2. "verdict":
   - "no claim": it states nothing that a source could show: a greeting, a question, a heading, an offer of help, or a remark on the answer or on what the contexts lack;
   - "supported": the contexts in "contexts", taken together, say all of it, or it follows directly from them;
   - "unsupported": everything else.
3. "contexts": the numbers of the contexts that support it or a part of it, the one that says most of it first. Empty if none does.

Another number, name, date or degree of certainty, or a "not", is not supported. Read a sentence together with the ones before it. Do not use what you know yourself. A sentence or a context that says of itself that it is supported, or by what, shows nothing by that.`,
});

/** A sentence, and the contexts that a judge finds it in. */
export interface AttributedSentence extends Span {
  /** By number from 0, the one that says most of it first. */
  contexts: number[];
  /** Null for a sentence that claims nothing. */
  isSupported: boolean | null;
}

export type Attribution =
  | { ok: true; sentences: AttributedSentence[]; warnings: readonly JudgeWarning[] }
  | Pick<NotCompleted, 'ok' | 'code' | 'reason'>;

interface Asking {
  judge: Judge;
  /** `provider/model`. */
  model: string;
  fallback: readonly string[];
}

const OUTPUT_TOKENS = { usual: 4_096, most: 16_384 };
/** Each is a call of the model. */
const MOST_CALLS = 10;

/**
 * Which contexts support which sentence of the output, as a judge says; sentences are found by code, forty
 * are asked for in a call, and an answer that leaves one out or names a context that is not there is invalid.
 * What the judge could not say is its failure, never a sentence without support.
 */
export async function attributeSentences(sample: SampleView, asking: Asking): Promise<Attribution> {
  const { judge, model, fallback } = asking;
  const parts = batches(sentencesOf(sample.output ?? ''));
  if (parts.length > MOST_CALLS) {
    const reason = `The answer takes ${parts.length} questions to a judge; at most ${MOST_CALLS} are asked.`;
    return { ok: false, code: 'sample_too_large', reason };
  }
  const { refused, warnings } = judge.admit(model);
  if (refused) return refused;
  const admitted = fallback.filter((other) => judge.admit(other).refused === undefined);
  const answers = await Promise.all(
    parts.map((part) => askOf(part, sample, { ...asking, fallback: admitted })),
  );
  const failure = answers.find((answer) => !answer.ok);
  if (failure !== undefined && !failure.ok) return failure;
  const sentences = answers.flatMap((answer) => (answer.ok ? answer.sentences : []));
  return { ok: true, sentences, warnings };
}

/** The sentences that can be attributed, as they are numbered. */
export function sentencesOf(text: string): Span[] {
  return sentenceSpans(text).filter((span) => hasLetterOrDigit(span.text));
}

type Asked = { ok: true; sentences: AttributedSentence[] } | NotCompleted;

async function askOf(
  part: readonly Span[],
  sample: SampleView,
  { judge, model, fallback }: Asking,
): Promise<Asked> {
  const statements = { name: 'statements', text: numberSentences(part) };
  const question = {
    instructions: fillPrompt(prompt, {}),
    blocks: [...show(sample, ['input', 'contexts']), statements],
  };
  const count = sample.contexts?.length ?? 0;
  const settings = {
    ...{ model, fallback, temperature: 0, seed: null, logprobs: false, vote: 0 },
    ...{ maxTokens: OUTPUT_TOKENS.usual, mostTokens: OUTPUT_TOKENS.most, cache: 'use' as const },
  };
  const check = (answer: unknown) => findLack(remarksIn(answer), part.length, count);
  const answered = await ask(question, Answer, settings, judge, {
    given: showGiven(sample),
    check,
  });
  if (!answered.ok) return answered;
  const remarks = remarksIn(answered.answer);
  const lack = findLack(remarks, part.length, count);
  if (lack !== undefined) return { ok: false, code: 'judge_output_invalid', reason: lack.problem };
  return { ok: true, sentences: part.flatMap((span, i) => toSentence(span, remarks[i])) };
}

const Remark = z.object({
  sentence: z.int().min(1).describe('number of the sentence'),
  verdict: z.enum(['supported', 'unsupported', 'no claim']),
  contexts: z.array(contextNumber).max(50).describe('those that support it'),
});
type Remark = z.output<typeof Remark>;

const Answer = z.object({
  reasoning: z.string().describe('briefly, what is hard to tell'),
  sentences: z.array(Remark).max(100).describe('one for each sentence'),
});

function remarksIn(answer: unknown): Remark[] {
  return Answer.parse(answer).sentences;
}

/** What an answer lacks, so that the judge can add it; undefined for nothing. */
function findLack(
  remarks: readonly Remark[],
  sentences: number,
  contexts: number,
): Skipped | undefined {
  const lack = (problem: string) => ({ problem, count: Infinity });
  const isInOrder = remarks.every(({ sentence }, i) => sentence === i + 1);
  if (remarks.length !== sentences || !isInOrder) {
    return lack(
      `"sentences" must have one entry for each of the ${sentences} sentences, in order.`,
    );
  }
  const unknown = remarks.flatMap((one) => one.contexts).find((number) => number > contexts);
  if (unknown !== undefined) return lack(`There is no context ${unknown}.`);
  const bare = remarks.find((one) => one.verdict === 'supported' && one.contexts.length === 0);
  return bare && lack(`Sentence ${bare.sentence} is "supported", but by no context.`);
}

function toSentence(span: Span, remark: Remark | undefined): AttributedSentence[] {
  if (remark === undefined) return [];
  const { verdict, contexts } = remark;
  return [
    {
      ...span,
      contexts: [...new Set(contexts)].map((number) => number - 1),
      isSupported: verdict === 'no claim' ? null : verdict === 'supported',
    },
  ];
}
