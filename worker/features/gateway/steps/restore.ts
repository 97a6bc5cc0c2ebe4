import { DIALECTS } from '@assay/schema/guard-stream/dialects.ts';
import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import type { Exchange } from '../exchange.ts';
import { rewriteTexts } from '../openai/answer-texts.ts';
import { requestedJson } from '../openai/requested-json.ts';
import type { Step } from '../step.ts';
import { type Originals, restoreStream } from './restore-stream.ts';

/**
 * Puts back what `guardInput` replaced by tokens, in texts and in the arguments of tool calls; other
 * tokens stay. In JSON the originals are escaped. A stream is held back only where a bracket can begin a
 * token.
 */
export function restore(): Step {
  return {
    name: 'restore',
    async after(exchange, answer) {
      const originals = originalsOf(exchange);
      const changed = rewriteTexts(exchange.endpoint, answer, ({ kind, text }) =>
        restoreTokens(text, originals[kind]),
      );
      return changed === answer ? {} : { answer: changed };
    },
    async onStream(exchange) {
      const dialect = exchange.endpoint === 'responses' ? 'openai-responses' : 'openai-chat';
      const stream = restoreStream(DIALECTS[dialect], originalsOf(exchange));
      return { ...stream, stopped: () => undefined, note: () => undefined };
    },
  };
}

function originalsOf(exchange: Exchange): Originals {
  const { tokens } = exchange;
  const inJson = Object.fromEntries(
    Object.entries(tokens).map(([token, original]) => [
      token,
      JSON.stringify(original).slice(1, -1),
    ]),
  );
  return { call: inJson, text: requestedJson(exchange) === undefined ? tokens : inJson };
}
