import type { GuardRequest, GuardResult, Message } from '@assay/schema/types.ts';

/** A text that goes to a model. */
export interface GuardedText {
  stage: 'input' | 'tool-result';
  text: string;
}

export interface GuardedTexts {
  /** The texts with their redactions, in order. */
  texts: string[];
  /** One per stage that has texts, until one blocks. */
  results: GuardResult[];
  /** The result that blocks; undefined if none does. */
  blocked: GuardResult | undefined;
  tokens: GuardResult['tokens'];
}

export type AskGuard = (request: GuardRequest) => Promise<GuardResult>;

/** Checks texts on their way to a model, those of one stage in one request. */
export async function guardTexts(
  texts: readonly GuardedText[],
  ask: AskGuard,
): Promise<GuardedTexts> {
  const guarded: GuardedTexts = {
    texts: texts.map(({ text }) => text),
    results: [],
    blocked: undefined,
    tokens: undefined,
  };
  for (const stage of ['input', 'tool-result'] as const) {
    const indexes = [...texts.keys()].filter((i) => texts[i]?.stage === stage);
    if (indexes.length === 0) continue;
    const role = stage === 'input' ? ('user' as const) : ('tool' as const);
    const messages = indexes.map((i): Message => ({ role, content: texts[i]?.text ?? '' }));
    const { tokens } = guarded;
    const result = await ask({ stage, messages, ...(tokens ? { tokens } : {}) });
    guarded.results.push(result);
    if (result.action === 'block') return { ...guarded, blocked: result };
    guarded.tokens = result.tokens ?? tokens;
    for (const [k, i] of indexes.entries()) {
      const message = result.messages?.[k];
      const content = message && 'content' in message ? message.content : undefined;
      if (typeof content === 'string') guarded.texts[i] = content;
    }
  }
  return guarded;
}
