import { ON_ERROR } from '@assay/schema/guard-on-error.ts';
import type { Dialect } from '@assay/schema/guard-stream/dialect.ts';
import { DIALECTS } from '@assay/schema/guard-stream/dialects.ts';
import {
  createStreamGuard,
  HOLD_BACK,
  type StreamCheck,
} from '@assay/schema/guard-stream/stream-guard.ts';
import type {
  GuardOnError,
  GuardRequest,
  GuardResult,
  GuardStage,
  GuardStreamDialect,
  GuardStreamMode,
  GuardStreamReport,
} from '@assay/schema/types.ts';
import type { Assay } from './client.ts';
import {
  AssayError,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  ValidationError,
} from './errors.ts';
import { watch } from './frameworks/watch.ts';
import { GuardBlockedError } from './guard-blocked-error.ts';

/** How to guard a stream, and what rules need beside its text. */
export interface GuardStreamOptions
  extends Pick<
    GuardRequest,
    'policy' | 'input' | 'messages' | 'contexts' | 'tokens' | 'store' | 'tags' | 'metadata'
  > {
  /** The client to check with. */
  assay: Pick<Assay, 'guard'>;
  /**
   * `window` (default) holds back the end of the text until more has come. `buffer` sends nothing
   * before the whole was checked. `observe` sends everything at once and only reports; it is refused
   * for policies that redact or block.
   */
  mode?: GuardStreamMode | undefined;
  /** Where the texts of the stream stand. Defaults to `output`. Tool calls are `tool-call`. */
  stage?: GuardStage | undefined;
  /** The shape of the chunks. Told from them if omitted. */
  dialect?: GuardStreamDialect | undefined;
  /**
   * Characters that `window` holds back: at least as many as the longest text that a rule finds.
   * Defaults to 256.
   */
  holdBack?: number | undefined;
  /**
   * What a check that fails means, for example because Assay cannot be reached. Defaults to `block`
   * at the stages `output` and `tool-call`, `allow` at the others. A request that is invalid always
   * ends the stream.
   */
  onError?: GuardOnError | undefined;
  /** Aborts checks in flight. */
  signal?: AbortSignal | undefined;
}

/** A stream that is guarded: something to pipe through, and its report. */
export interface GuardedStream<Chunk> extends ReadableWritablePair<Chunk, Chunk> {
  /** What the guard made of the stream, once it has ended, however it ended. Never rejects. */
  readonly report: Promise<GuardStreamReport>;
}

/**
 * Guards a stream of text, or of chunks of OpenAI's chat completions or Responses API, of the AI SDK,
 * or of Anthropic's messages. What is redacted is replaced; all else goes out as it came, in order.
 *
 * @throws GuardBlockedError, as an error of the stream, if the policy blocks
 * @throws ValidationError, as an error of the stream, if the policy is unknown or cannot work in `mode`
 * @example
 * const guarded = guardStream<string>({ assay, policy: 'support' });
 * for await (const text of answer.pipeThrough(guarded)) process.stdout.write(text);
 * const { action, findings } = await guarded.report;
 */
export function guardStream<Chunk = string>(options: GuardStreamOptions): GuardedStream<Chunk> {
  return guardChunks(options, options.dialect && DIALECTS[options.dialect]);
}

/** Guards a stream of chunks that `dialect` reads. @param dialect told from the chunks if undefined */
export function guardChunks<Chunk>(
  options: Omit<GuardStreamOptions, 'dialect'>,
  dialect: Dialect | undefined,
): GuardedStream<Chunk> {
  const { assay, mode = 'window', stage = 'output', holdBack = HOLD_BACK } = options;
  const leaving = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, leaving.signal])
    : leaving.signal;
  let failure: unknown;

  async function ask(asked: StreamCheck): Promise<GuardResult> {
    try {
      return await assay.guard(requestOf(options, asked), { signal });
    } catch (cause) {
      failure = cause;
      throw cause;
    }
  }

  const guard = createStreamGuard({
    mode,
    holdBack,
    stage,
    onError: options.onError ?? ON_ERROR[stage],
    dialect,
    tokens: options.tokens,
    check: ask,
  });

  /** In `observe` text goes out before its first check, so the policy is tried first. */
  async function tryPolicy(): Promise<void> {
    if (mode !== 'observe') return;
    const stages = new Set([stage, 'tool-call' as const]);
    const tries = [...stages].map((at) => ask({ stage: at, text: '', streamed: 'observed' }));
    await Promise.allSettled(tries);
    refuseFaults(failure);
  }

  async function passOn(
    chunks: Promise<unknown[]>,
    controller: TransformStreamDefaultController<Chunk>,
  ): Promise<void> {
    const cleared = await chunks;
    refuseFaults(failure);
    // A chunk with another text in it is of the same shape.
    for (const chunk of cleared) controller.enqueue(chunk as Chunk);
    if (guard.isBlocked()) throw new GuardBlockedError(guard.report(), failure);
  }

  const transform = new TransformStream<Chunk, Chunk>({
    start: tryPolicy,
    transform: (chunk, controller) => passOn(guard.push(chunk), controller),
    flush: (controller) => passOn(guard.end(), controller),
  });
  const { promise: report, resolve } = withResolvers<GuardStreamReport>();
  const readable = watch(
    transform.readable,
    () => {},
    (isWhole) => {
      if (!isWhole) leaving.abort();
      resolve(guard.report());
    },
  );
  return { readable, writable: transform.writable, report };
}

/** What a check asks for; only whole texts are stored. */
function requestOf(options: Omit<GuardStreamOptions, 'dialect'>, asked: StreamCheck): GuardRequest {
  const { policy, input, messages, contexts, store, tags, metadata } = options;
  const about = { policy, input, messages, contexts, tags, metadata };
  const kept = asked.streamed === 'part' ? {} : { store };
  const given = Object.entries({ ...about, ...kept }).filter(([, value]) => value !== undefined);
  return { ...asked, ...Object.fromEntries(given) };
}

/** Throws what no other text would change, so that a mistake is not taken for an outage. */
function refuseFaults(failure: unknown): void {
  if (isFault(failure)) throw failure;
}

export function isFault(failure: unknown): boolean {
  const kinds = [ValidationError, AuthenticationError, PermissionError, NotFoundError];
  // A text that is too large is no mistake of the options.
  return (
    kinds.some((Kind) => failure instanceof Kind) &&
    failure instanceof AssayError &&
    failure.status !== 413
  );
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
