/** Middleware for the Vercel AI SDK (`ai`, from version 7): scores the answers of a model. */
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

export { type GuardMiddlewareOptions, guardMiddleware } from './frameworks/guard-middleware.ts';
export type { AnswerCheckOptions, CallParams, ModelAnswer };
export { AnswerWithheldError };

/** The call that a verdict or error belongs to. */
export interface ModelCall {
  /** The options of the model call. */
  params: CallParams;
  /** The answer; undefined if it could not be assembled, for example because it is too large. */
  answer: ModelAnswer | undefined;
}

export interface AssayMiddlewareOptions extends AnswerCheckOptions<ModelCall> {
  /** The client to score with. */
  assay: Pick<Assay, 'score'>;
  /**
   * Blocking: the text to use instead of an answer that did not pass, or a function that returns
   * it. If omitted, the call throws an `AnswerWithheldError`.
   */
  fallback?: string | ((ruling: FallbackCause) => string | Promise<string>) | undefined;
  /** Returns the contexts of a call. `providerOptions.assay.contexts` sets them per call. */
  contexts?: ((params: CallParams) => ContextList | Promise<ContextList>) | undefined;
  /** Retrieval tools: their results since the last user message are contexts. */
  contextTools?: readonly string[] | undefined;
  /**
   * `answers` (default) skips steps that end with tool calls, except for their text in blocking
   * mode; `all` scores every step.
   */
  steps?: 'answers' | 'all' | undefined;
  /**
   * The model as `provider/model`, used to detect self-evaluation. Defaults to the name of the
   * model.
   */
  generator?: string | undefined;
  /**
   * Keeps the runtime alive until the background verdict has arrived, such as `waitUntil` of
   * Workers or Vercel.
   */
  waitUntil?: WaitUntil | undefined;
}

/** Finish reasons of incomplete answers. */
const BROKEN = new Set<ModelAnswer['finishReason']>(['error', 'interrupted']);

type ContextList = readonly (string | Context)[];

/** Why the fallback is used. */
export interface FallbackCause extends ModelCall {
  /** null if Assay returned no verdict. */
  verdict: Ruling['verdict'];
}

/**
 * Scores the answers of a language model, generated or streamed.
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
        // In blocking mode, every text that reaches the user is checked, including text before a tool call.
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
        // Started immediately, so that it runs in the trace of the call and `waitUntil` covers it.
        check.inBackground(subject, options.waitUntil);
        return { ...result, stream: watch(result.stream, collector.add, end) };
      }
      const stream = holdBack(result.stream, collector.add, async (held) => {
        end(true);
        const finish = finishOf(held);
        // An incomplete text cannot be judged.
        if (!finish && collector.hasFailed()) return [brokenOff(held)];
        const ruling = await check.rule(subject);
        if (ruling.action === 'pass') return held;
        return partsOfText(await fallbackText(ruling, subject.about), finish);
      });
      return { ...result, stream };
    },
  };
}

/** The result with another text, without anything that reveals the withheld one. */
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
