/** Middleware for the Vercel AI SDK (`ai`, from version 7): verdicts on what a model answers. */
import type { Context } from '@assay/schema/types.ts';
import type { LanguageModelMiddleware } from 'ai';
import type { Assay } from './client.ts';
import {
  type AnswerCheckOptions,
  AnswerWithheldError,
  createAnswerCheck,
  type Ruling,
  type Subject,
  type WaitUntil,
} from './frameworks/answer-check.ts';
import { brokenOff, finishOf, holdBack, partsOfText, STOPPED } from './frameworks/answer-stream.ts';
import { type CallParams, sampleOf } from './frameworks/call-sample.ts';
import {
  type AnswerCollector,
  collectAnswer,
  type GenerateResult,
  type ModelAnswer,
  type StreamResult,
  type Wrapped,
} from './frameworks/model-answer.ts';
import { watch } from './frameworks/watch.ts';

export type { AnswerCheckOptions, CallParams, ModelAnswer };
export { AnswerWithheldError };

/** What verdicts and errors are about. */
export interface ModelCall {
  /** What the model was called with. */
  params: CallParams;
  /** What it answered; undefined where that could not be put together, as when it is too large. */
  answer: ModelAnswer | undefined;
}

export interface AssayMiddlewareOptions extends AnswerCheckOptions<ModelCall> {
  /** The client that asks for verdicts. */
  assay: Pick<Assay, 'score'>;
  /**
   * Blocking: the text in place of an answer that did not pass, or a function that gives it. Left out,
   * the call throws an `AnswerWithheldError`.
   */
  fallback?: string | ((ruling: FallbackCause) => string | Promise<string>) | undefined;
  /** What the model had to go on, of a call; `providerOptions.assay.contexts` says it with the call. */
  contexts?: ((params: CallParams) => ContextList | Promise<ContextList>) | undefined;
  /** Tools that fetch what the model goes on: their results since the last user message are contexts. */
  contextTools?: readonly string[] | undefined;
  /**
   * `answers`, when left out, leaves out the steps that go on with tools, but for what they say to the
   * user when blocking; `all` scores each.
   */
  steps?: 'answers' | 'all' | undefined;
  /** The model as `provider/model`, by which a judge of its own family warns; the model's own name when left out. */
  generator?: string | undefined;
  /** Keeps a platform alive until a background verdict is there, such as `waitUntil` of Workers or Vercel. */
  waitUntil?: WaitUntil | undefined;
}

/** How an answer ends that is not all the model would have said. */
const BROKEN = new Set<ModelAnswer['finishReason']>(['error', 'interrupted']);

type ContextList = readonly (string | Context)[];

/** Why a fallback is asked for. */
export interface FallbackCause extends ModelCall {
  /** null when Assay gave none. */
  verdict: Ruling['verdict'];
}

/**
 * Scores what a language model answers, generated or streamed.
 *
 * @throws AssayError `invalid_option`
 * @example
 * const model = wrapLanguageModel({
 *   model: openai('gpt-5'),
 *   middleware: assayMiddleware({ assay, scorers: ['faithfulness'], contextTools: ['search'] }),
 * });
 */
export function assayMiddleware(options: AssayMiddlewareOptions): LanguageModelMiddleware {
  const check = createAnswerCheck(options);
  const { assay, contexts, contextTools = [], steps = 'answers' } = options;

  function subjectOf(
    { params, model }: Pick<Wrapped, 'params' | 'model'>,
    collector: AnswerCollector,
    whole: Promise<boolean>,
  ): Subject<ModelCall> {
    const about: ModelCall = { params, answer: undefined };
    return {
      assay: () => assay,
      about,
      signal: params.abortSignal,
      async sample() {
        if (!(await whole) || (collector.hasFailed() && !check.isBlocking)) return undefined;
        const answer = collector.answer();
        about.answer = answer;
        const { finishReason, modelId = model.modelId } = answer;
        const hasText = answer.text.trim() !== '';
        const isWhole = finishReason !== undefined && !BROKEN.has(finishReason);
        const isAnswer = isWhole && (!answer.goesOn || steps === 'all');
        // What a blocking check lets out it has seen, be it an answer or what a model says on the way.
        const isHeldText = check.isBlocking && hasText;
        if (!isAnswer && !isHeldText) return undefined;
        if (!hasText && answer.hasFiles) return undefined;
        return sampleOf(params, answer, {
          contexts: (await contexts?.(params)) ?? [],
          contextTools,
          generator: options.generator ?? `${model.provider.split('.')[0]}/${modelId}`,
        });
      },
    };
  }

  async function fallbackText({ verdict }: Ruling, call: ModelCall): Promise<string> {
    const { fallback } = options;
    if (fallback === undefined) throw new AnswerWithheldError(verdict);
    return typeof fallback === 'string' ? fallback : fallback({ verdict, ...call });
  }

  return {
    specificationVersion: 'v4',
    async wrapGenerate({ doGenerate, params, model }): Promise<GenerateResult> {
      if (!check.isDue()) return doGenerate();
      const collector = collectAnswer();
      const result = await doGenerate();
      collector.addResult(result);
      const subject = subjectOf({ params, model }, collector, Promise.resolve(true));
      if (!check.isBlocking) {
        check.inBackground(subject, options.waitUntil);
        return result;
      }
      const ruling = await check.rule(subject);
      if (ruling.action === 'pass') return result;
      const text = await fallbackText(ruling, subject.about);
      return replaced(result, text);
    },
    async wrapStream({ doStream, params, model }): Promise<StreamResult> {
      if (!check.isDue()) return doStream();
      const collector = collectAnswer();
      const result = await doStream();
      let end = (_isWhole: boolean) => {};
      const whole = new Promise<boolean>((resolve) => {
        end = resolve;
      });
      const subject = subjectOf({ params, model }, collector, whole);
      if (!check.isBlocking) {
        // Begun at once, so that it runs in the trace of the call and the platform knows of it.
        check.inBackground(subject, options.waitUntil);
        return { ...result, stream: watch(result.stream, collector.add, end) };
      }
      const stream = holdBack(result.stream, collector.add, async (held) => {
        end(true);
        const finish = finishOf(held);
        // Of a text that broke off nobody knows whether it would pass.
        if (!finish && collector.hasFailed()) return [brokenOff(held)];
        const ruling = await check.rule(subject);
        if (ruling.action === 'pass') return held;
        return partsOfText(await fallbackText(ruling, subject.about), finish);
      });
      return { ...result, stream };
    },
  };
}

/** The result with another text; what else tells the withheld one is left out. */
function replaced(result: GenerateResult, text: string): GenerateResult {
  const { usage, warnings, request, response } = result;
  return {
    content: [{ type: 'text', text }],
    finishReason: STOPPED,
    usage,
    warnings,
    ...(request && { request }),
    ...(response && { response: { ...response, body: undefined } }),
  };
}
