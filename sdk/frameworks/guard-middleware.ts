import type {
  GuardPolicyContent,
  GuardRequest,
  GuardResult,
  GuardStreamReport,
} from '@assay/schema/types.ts';
import type { LanguageModelMiddleware } from 'ai';
import type { Assay } from '../client.ts';
import { GuardBlockedError } from '../guard-blocked-error.ts';
import { type GuardStreamOptions, guardStream, isFault } from '../guard-stream.ts';
import { chunksOf } from '../read-stream.ts';
import { partsOfText, STOPPED } from './answer-stream.ts';
import type { CallParams } from './call-sample.ts';
import { contentOfParts, guardPrompt, openTexts, partsOfContent } from './guard-model.ts';
import type { GenerateResult, StreamPart, StreamResult } from './model-answer.ts';
import { streamOf } from './stream-of.ts';

export interface GuardMiddlewareOptions
  extends Pick<GuardStreamOptions, 'mode' | 'holdBack' | 'onError' | 'store'> {
  /** Called with what the guard made of each answer. */
  onReport?: ((report: GuardStreamReport) => unknown) | undefined;
  /**
   * Called if a prompt went to the model unchecked, because Assay could not be reached and `onError`
   * is not `block`. Defaults to logging to the console.
   */
  onUnchecked?: ((cause: unknown) => unknown) | undefined;
  /** The client to check with. */
  assay: Pick<Assay, 'guard'>;
  /** A policy by `name` or `name@3`, or its rules. Defaults to the preset `default`. */
  policy?: string | GuardPolicyContent | undefined;
  /**
   * The text to answer instead, or a function that returns it. If omitted, the call throws, and a
   * stream ends with, a `GuardBlockedError`. In the mode `window` it follows what has gone out.
   */
  fallback?: string | ((cause: GuardBlockedError) => string | Promise<string>) | undefined;
}

/**
 * Guards a language model at both ends. What users and tools say is checked before the model is asked,
 * which gets it with its redactions; text, reasoning and tool calls of the answer are checked before
 * they go on, also while it streams.
 *
 * @throws GuardBlockedError if the policy blocks and there is no `fallback`
 * @example
 * const model = wrapLanguageModel({
 *   model: openai('gpt-5'),
 *   middleware: guardMiddleware({ assay, policy: 'support', fallback: 'I cannot help with that.' }),
 * });
 */
export function guardMiddleware(options: GuardMiddlewareOptions): LanguageModelMiddleware {
  const { assay, policy, mode, holdBack, store, fallback, onError, onReport } = options;
  const { onUnchecked = reportUnchecked } = options;
  const blocked = new WeakMap<CallParams, GuardBlockedError>();
  const tokensOf = new WeakMap<CallParams, GuardResult['tokens']>();
  const common = {
    ...(policy === undefined ? {} : { policy }),
    ...(store === undefined ? {} : { store }),
  };

  function guardAnswer(params: CallParams, given: Pick<GuardStreamOptions, 'mode'>) {
    const tokens = tokensOf.get(params);
    const known = tokens === undefined ? {} : { tokens };
    const signal = params.abortSignal;
    const guarded = guardStream<unknown>({
      ...{ assay, holdBack, onError, dialect: 'ai-sdk', signal },
      ...common,
      ...known,
      ...given,
    });
    if (onReport) void guarded.report.then(onReport);
    return guarded;
  }

  async function textInstead(cause: unknown): Promise<string> {
    if (!(cause instanceof GuardBlockedError) || fallback === undefined) throw cause;
    return typeof fallback === 'string' ? fallback : fallback(cause);
  }

  return {
    specificationVersion: 'v4',
    async transformParams({ params }) {
      const signal = params.abortSignal;
      const ask = (request: GuardRequest) => assay.guard({ ...request, ...common }, { signal });
      const guarded = await guardPrompt(params.prompt, ask).catch((cause: unknown) => {
        if (isFault(cause) || onError === 'block' || signal?.aborted) throw cause;
        onUnchecked(cause);
        return { prompt: params.prompt, blocked: undefined, tokens: undefined };
      });
      const transformed = { ...params, prompt: guarded.prompt };
      if (guarded.blocked) blocked.set(transformed, new GuardBlockedError(guarded.blocked));
      tokensOf.set(transformed, guarded.tokens);
      return transformed;
    },
    async wrapGenerate({ doGenerate, params }): Promise<GenerateResult> {
      const cause = blocked.get(params);
      if (cause) return answerOf(await textInstead(cause));
      const result = await doGenerate();
      const guarded = guardAnswer(params, { mode: 'buffer' });
      try {
        const parts = await collect(streamOf(partsOfContent(result.content)).pipeThrough(guarded));
        const content = contentOfParts(result.content, parts);
        const { response } = result;
        // The body of the response repeats what was redacted.
        return {
          ...result,
          content,
          ...(response && { response: { ...response, body: undefined } }),
        };
      } catch (failure) {
        const { usage } = result;
        return { ...answerOf(await textInstead(failure)), usage };
      }
    },
    async wrapStream({ doStream, params }): Promise<StreamResult> {
      const cause = blocked.get(params);
      if (cause) return { stream: streamOf(partsOfText(await textInstead(cause), undefined)) };
      const result = await doStream();
      return {
        ...result,
        stream: withFallback(result.stream, guardAnswer(params, { mode }), textInstead),
      };
    },
  };
}

function reportUnchecked(cause: unknown): void {
  console.error('The guard did not check a prompt.', cause);
}

/** A guarded stream that ends with the fallback, or with an error part, if it is blocked. */
function withFallback(
  source: ReadableStream<StreamPart>,
  guarded: ReadableWritablePair<unknown, unknown>,
  textInstead: (cause: unknown) => Promise<string>,
): ReadableStream<StreamPart> {
  const open = openTexts();
  const reader = source.pipeThrough(guarded).getReader();
  return new ReadableStream<StreamPart>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          // The guard keeps the shape of what it passes on.
          const part = value as StreamPart;
          open.add(part);
          controller.enqueue(part);
        } catch (cause) {
          const rest = await textInstead(cause).then(
            (text) => partsOfText(text, undefined),
            (error): StreamPart[] => [{ type: 'error', error }],
          );
          for (const part of [...open.ends(), ...rest]) controller.enqueue(part);
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function answerOf(text: string): GenerateResult {
  const [, , , finish] = partsOfText(text, undefined);
  if (finish?.type !== 'finish') throw new TypeError('A text ends with its finish.');
  const { usage } = finish;
  return { content: [{ type: 'text', text }], finishReason: STOPPED, usage, warnings: [] };
}

async function collect(stream: ReadableStream<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const chunk of chunksOf(stream)) all.push(chunk);
  return all;
}
