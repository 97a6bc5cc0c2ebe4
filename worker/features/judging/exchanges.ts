import type { JudgeExchange } from '@assay/schema/types.ts';
import type { Completed, JudgeCall, NotCompleted } from '@assay/scorers/judging/judge.ts';
import { isStorable } from '../../store/pack.ts';

/** Records what judges are asked about one sample, and answer. */
export interface ExchangeRecord {
  called(scorer: string, call: JudgeCall, completed: Completed | NotCompleted): void;
  cached(scorer: string, model: string, modelVersion: string | null): void;
  /** What was recorded, in order. */
  all(): JudgeExchange[];
}

/** Records nothing. */
export const NO_RECORD: ExchangeRecord = { called() {}, cached() {}, all: () => [] };

export function createExchangeRecord(): ExchangeRecord {
  const exchanges: JudgeExchange[] = [];
  return {
    called(scorer, call, completed) {
      exchanges.push(storable(exchangeOf(scorer, call, completed)));
    },
    cached(scorer, model, modelVersion) {
      exchanges.push({ ...empty(scorer, model), modelVersion, cached: true });
    },
    all: () => exchanges,
  };
}

function exchangeOf(
  scorer: string,
  call: JudgeCall,
  completed: Completed | NotCompleted,
): JudgeExchange {
  const messages = call.messages.map(({ role, content }) => ({ role, content }));
  const asked = { ...empty(scorer, call.model), messages, usage: completed.usage ?? null };
  if (completed.ok) {
    const { model, modelVersion, text, reasoningText } = completed;
    return { ...asked, model, modelVersion, answer: text, reasoning: reasoningText };
  }
  const { code, reason, answer } = completed;
  return { ...asked, answer: answer ?? null, error: { code, message: reason } };
}

function empty(scorer: string, model: string): JudgeExchange {
  return {
    ...{ scorer, model, modelVersion: null, messages: [], answer: null, reasoning: null },
    ...{ cached: false, usage: null, error: null },
  };
}

/** What does not fit into a row is recorded without its texts. */
function storable(exchange: JudgeExchange): JudgeExchange {
  if (isStorable(JSON.stringify(JSON.stringify(exchange)))) return exchange;
  const error = {
    code: 'verdict_too_large',
    message: 'The prompt and the answer are too large to keep.',
  };
  return { ...exchange, messages: [], answer: null, reasoning: null, error };
}
