/**
 * A model of the Vercel AI SDK behind `assayMiddleware`: verdicts beside the answers, and answers that
 * wait for theirs. The model is scripted, so that this runs anywhere; any other takes its place. With
 * `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/vercel-ai.ts
 */
import { Assay } from '@assay/sdk';
import { assayMiddleware } from '@assay/sdk/ai';
import { generateText, isStepCount, streamText, tool, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import * as z from 'zod';

const assay = new Assay();
const question = 'What does express shipping cost?';
const tools = {
  search: tool({
    inputSchema: z.object({ query: z.string() }),
    execute: () => 'Express shipping costs 12.90 EUR and takes one to two working days.',
  }),
};

// In the background: the answer is there at once, its verdict as soon as there is one.
const pending: Promise<unknown>[] = [];
const watched = wrapLanguageModel({
  model: assistant('Our page says “Express shipping costs 9.90 EUR”.'),
  middleware: assayMiddleware({
    assay,
    // What `search` found is what the answer must go on.
    contextTools: ['search'],
    scorers: ['quoted-spans', { scorer: 'length', params: { unit: 'words', max: 60 } }],
    onVerdict: (verdict, { answer }) => {
      console.log(`  ${verdict.id}: ${verdict.passed ? 'pass' : 'fail'}, “${answer?.text}”`);
      for (const { name, reason } of verdict.scores) console.log(`    ${name}: ${reason}`);
    },
    // A program that ends must wait; on Workers it is `(scoring) => ctx.waitUntil(scoring)`, elsewhere
    // it may be omitted.
    waitUntil: (scoring) => pending.push(scoring),
  }),
});
const { text } = await generateText({
  model: watched,
  tools,
  stopWhen: isStepCount(3),
  prompt: question,
});
console.log(`in the background: ${text}`);
await Promise.all(pending);

// Blocking: what does not pass is held back, and something else said.
const guarded = wrapLanguageModel({
  model: assistant('It costs 12.90 EUR, and arrives tomorrow, guaranteed.'),
  middleware: assayMiddleware({
    assay,
    mode: 'blocking',
    scorers: [{ scorer: 'not-contains', params: { values: ['guaranteed'] } }],
    fallback: 'Let me ask a colleague.',
  }),
});
const { textStream } = streamText({
  model: guarded,
  tools,
  stopWhen: isStepCount(3),
  prompt: question,
});
console.log(`blocking: ${(await Array.fromAsync(textStream)).join('')}`);

/** Searches once, and then says what it is told to. */
function assistant(answer: string) {
  const usage = {
    inputTokens: { total: 40, noCache: 40, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 12, text: 12, reasoning: undefined },
  };
  const call = {
    type: 'tool-call',
    toolCallId: 'call_1',
    toolName: 'search',
    input: JSON.stringify({ query: question }),
  } as const;
  const calls = { unified: 'tool-calls', raw: 'tool_calls' } as const;
  const stops = { unified: 'stop', raw: 'stop' } as const;
  return new MockLanguageModelV4({
    provider: 'acme.chat',
    modelId: 'acme-large',
    doGenerate: async ({ prompt }) => {
      const hasSearched = prompt.at(-1)?.role === 'tool';
      return hasSearched
        ? { content: [{ type: 'text', text: answer }], finishReason: stops, usage, warnings: [] }
        : { content: [call], finishReason: calls, usage, warnings: [] };
    },
    doStream: async ({ prompt }) => {
      const hasSearched = prompt.at(-1)?.role === 'tool';
      const words = answer.split(/(?<= )/);
      const said = words.map((delta) => ({ type: 'text-delta', id: '1', delta }) as const);
      return {
        stream: simulateReadableStream({
          chunks: [
            { type: 'stream-start', warnings: [] },
            ...(hasSearched
              ? ([
                  { type: 'text-start', id: '1' },
                  ...said,
                  { type: 'text-end', id: '1' },
                  { type: 'finish', finishReason: stops, usage },
                ] as const)
              : ([call, { type: 'finish', finishReason: calls, usage }] as const)),
          ],
        }),
      };
    },
  });
}
