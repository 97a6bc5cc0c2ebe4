import type { JsonValue } from '@assay/schema/types.ts';
import type { ModelCapabilities } from '../define.ts';
import type { Completed, Judge, JudgeCall, NotCompleted } from '../judging/judge.ts';

/** What a scripted judge says: text, JSON, a failure, or what it makes of the call. */
export type Line =
  | string
  | { [key: string]: JsonValue }
  | NotCompleted
  | Partial<Completed>
  | ((call: JudgeCall) => Line);

/** A judge that says its lines in order, over and over, and remembers what it was asked. */
export interface ScriptedJudge extends Judge {
  calls: JudgeCall[];
}

/** @param lines said in order; after the last comes the first again */
export function scriptedJudge(
  lines: readonly Line[],
  overrides: Partial<Judge> = {},
): ScriptedJudge {
  const calls: JudgeCall[] = [];
  return {
    calls,
    admit: () => ({ warnings: [] }),
    nonce: () => '0123456789abcdef',
    async complete(call) {
      const line = lines[calls.length % lines.length] ?? '';
      calls.push(call);
      return say(line, call);
    },
    remember: async (_model, _key, _mode, make) => ({ value: (await make()).value, cached: false }),
    ...overrides,
  };
}

function say(line: Line, call: JudgeCall): Completed | NotCompleted {
  if (typeof line === 'function') return say(line(call), call);
  const completed: Completed = {
    ok: true,
    text: '',
    reasoningText: null,
    finish: 'stop',
    model: call.model,
    modelVersion: 'v1',
    usage: { inputTokens: 100, outputTokens: 10 },
    costUsd: 0.001,
    latencyMs: 5,
    logprobs: null,
  };
  if (typeof line === 'string') return { ...completed, text: line };
  if ('ok' in line && line.ok === false) return line as NotCompleted;
  if ('text' in line) return { ...completed, ...(line as Partial<Completed>) };
  return { ...completed, text: JSON.stringify(line) };
}

/**
 * A judge's capabilities for `runScorers`, with an embedder that knows the letters of a text and a
 * reranker to which a text is relevant that holds the query.
 */
export function scriptedModels(judge: Judge): ModelCapabilities {
  return {
    judge,
    embed: async (texts) => ({
      ok: true,
      vectors: texts.map(letterCounts),
      usage: { inputTokens: texts.length, outputTokens: 0 },
      costUsd: 0,
      cached: false,
    }),
    rerank: async (query, texts) => ({
      ok: true,
      relevances: texts.map((text) => (text.toLowerCase().includes(query.toLowerCase()) ? 1 : 0)),
      usage: { inputTokens: texts.length, outputTokens: 0 },
      costUsd: 0,
      cached: false,
    }),
  };
}

function letterCounts(text: string): number[] {
  const counts = Array.from({ length: 27 }, () => 0);
  for (const character of text.toLowerCase()) {
    const letter = character.charCodeAt(0) - 97;
    const place = letter >= 0 && letter < 26 ? letter : 26;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
