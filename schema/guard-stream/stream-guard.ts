import { LIMITS } from '../limits.ts';
import type {
  GuardOnError,
  GuardRequest,
  GuardResult,
  GuardStage,
  GuardStreamMode,
  GuardStreamReport,
} from '../types.ts';
import { redactedCall, requestOfCall } from './call-part.ts';
import { type QueuedChunk, releaseChunks } from './chunk-queue.ts';
import type { Dialect } from './dialect.ts';
import { addBlock, addFailure, addFindings, addResult, reportOf } from './part-report.ts';
import { createStreamParts, type Part, textOf } from './stream-parts.ts';
import type { TextPart } from './text-part.ts';

/** What a check is asked. */
export type StreamCheck = Pick<
  GuardRequest,
  'stage' | 'text' | 'toolCalls' | 'tokens' | 'streamed'
>;

export interface StreamGuardOptions {
  mode: GuardStreamMode;
  /** Characters that a window holds back. */
  holdBack: number;
  stage: GuardStage;
  onError: GuardOnError;
  /** Told from the chunks if undefined. */
  dialect?: Dialect | undefined;
  /** Tokens of earlier calls. */
  tokens?: Readonly<Record<string, string>> | undefined;
  /** Asks the guard. If it rejects, `onError` decides. */
  check(asked: StreamCheck): Promise<GuardResult>;
}

/** A guard over one stream. Its calls must not overlap. */
export interface StreamGuard {
  /** @returns the chunks that may go out now, in order */
  push(chunk: unknown): Promise<unknown[]>;
  /** Ends the stream. @returns the rest of the chunks */
  end(): Promise<unknown[]>;
  /** Whether nothing more may go out. */
  isBlocked(): boolean;
  report(): GuardStreamReport;
}

/** Characters that a window holds back unless told otherwise. */
export const HOLD_BACK = 256;

/**
 * Guards a stream of chunks.
 *
 * Chunks wait in one queue, so that all of them stay in order: one leaves it when everything in it was
 * checked as the mode asks, with what is redacted replaced. A chunk in which there is nothing to check
 * goes out as it came.
 */
export function createStreamGuard(options: StreamGuardOptions): StreamGuard {
  const { mode, stage, onError } = options;
  const parts = createStreamParts(stage, options.holdBack, options.dialect);
  const queue: QueuedChunk[] = [];
  let tokens = { ...options.tokens };
  let isBlocked = false;
  let isWhole = false;

  async function check(asked: StreamCheck): Promise<GuardResult | Error> {
    if (isTooLong(asked.text ?? '')) {
      return new Error(`The text is longer than ${LIMITS.textBytes} bytes of UTF-8.`);
    }
    const known = Object.keys(tokens).length === 0 ? {} : { tokens };
    try {
      return await options.check({ ...asked, ...known });
    } catch (cause) {
      return cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  function block(part: Part, decidedBy: string | null, by: 'check' | 'failure'): void {
    isBlocked = true;
    addBlock(part.report, decidedBy, by);
  }

  /** A check that failed: its part did not pass, whatever follows. */
  function fail(part: Part, cause: Error): void {
    part.hasPassed = true;
    addFailure(part.report, cause);
    if (onError === 'block' && mode !== 'observe') block(part, null, 'failure');
  }

  async function checkWindows(part: Part, text: TextPart): Promise<void> {
    for (let window = text.due(); window !== undefined && !isBlocked; window = text.due()) {
      const result = await check({ stage, text: window.text, streamed: 'part' });
      if (result instanceof Error) {
        fail(part, result);
        text.pass(window);
        continue;
      }
      const cleared = text.cleared();
      const settled = text.settle(window, result);
      addFindings(part.report, settled.findings, cleared);
      keepTokens(result.tokens, settled.replaced);
      if (settled.isBlocked) block(part, result.decidedBy, 'check');
    }
  }

  /** Checks all of a part. */
  async function finish(part: Part): Promise<void> {
    if (part.isDone || isBlocked) return;
    part.isDone = true;
    const { content, report } = part;
    if (textOf(part) === '') return;
    const asked =
      content.kind === 'text' ? { stage, text: textOf(part) } : requestOfCall(content.call);
    const result = await check(mode === 'observe' ? { ...asked, streamed: 'observed' } : asked);
    if (result instanceof Error) {
      fail(part, result);
      if (content.kind === 'text') content.text.pass();
      return;
    }
    addFindings(report, result.findings, content.kind === 'text' ? content.text.cleared() : 0);
    addResult(report, result, !part.hasPassed);
    if (result.action === 'block') {
      if (mode !== 'observe') block(part, result.decidedBy, 'check');
      return;
    }
    keepTokens(
      result.tokens,
      result.replacements.map(({ replacement }) => replacement),
    );
    if (content.kind === 'text') content.text.finish(result.replacements);
    else content.call.redacted = redactedCall(result);
  }

  /** Tokens that have gone out keep what they stand for; others may be given again. */
  function keepTokens(given: GuardResult['tokens'], replaced: readonly string[]): void {
    for (const token of replaced) {
      const original = given?.[token];
      if (original !== undefined) tokens = { ...tokens, [token]: original };
    }
  }

  async function pushOne(chunk: unknown): Promise<unknown[]> {
    const { places, ended } = parts.take(chunk);
    if (mode === 'observe') return [chunk];
    queue.push({ chunk, places });
    if (mode === 'buffer') return [];
    for (const { part } of places) {
      if (part.content.kind === 'text' && !part.isDone) await checkWindows(part, part.content.text);
    }
    for (const part of ended) await finish(part);
    return isBlocked ? [] : releaseChunks(queue);
  }

  return {
    async push(chunk) {
      const out: unknown[] = [];
      for (const piece of mode === 'window' ? parts.divide(chunk) : [chunk]) {
        if (!isBlocked) out.push(...(await pushOne(piece)));
      }
      return out;
    },
    async end() {
      for (const part of parts.all()) await finish(part);
      isWhole = !isBlocked;
      return isBlocked ? [] : releaseChunks(queue);
    },
    isBlocked: () => isBlocked,
    report() {
      const reports = parts.all().filter((part) => textOf(part) !== '');
      return reportOf(
        reports.map(({ report }) => report),
        { mode, isWhole, tokens },
      );
    },
  };
}

function isTooLong(text: string): boolean {
  if (text.length * 3 <= LIMITS.textBytes) return false;
  return text.length > LIMITS.textBytes || utf8Length(text) > LIMITS.textBytes;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
