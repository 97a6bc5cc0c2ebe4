import type { AiBinding } from '../core/env.ts';

/** What the binding was asked. */
interface Asked {
  model: string;
  input: Record<string, unknown>;
  signal: AbortSignal | undefined;
}

/** One answer: a value, an error to throw, or a response for `returnRawResponse`. */
type Answer = object | Error | (() => object | Promise<object>);

/** A binding of Workers AI that gives these answers in turn, the last one ever after. */
export function fakeAi(...answers: Answer[]): AiBinding & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async run(model, input, options) {
      asked.push({ model, input: { ...input }, signal: options?.signal });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      const given = typeof answer === 'function' ? await answer() : answer;
      if (given instanceof Error) throw given;
      return given;
    },
    models: async () => [
      { name: '@cf/meta/llama-3.1-8b-instruct-fp8-fast', task: { name: 'Text Generation' } },
      { name: '@cf/baai/bge-m3', task: { name: 'Text Embeddings' } },
      { name: '@cf/openai/whisper', task: { name: 'Automatic Speech Recognition' } },
    ],
  };
}

/** A stream as the binding gives it: `data:` lines of JSON, or the texts as they are. */
export function aiStream(...events: (object | string)[]): Response {
  const lines = events.map(
    (event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`,
  );
  return new Response(lines.join(''), { headers: { 'Content-Type': 'text/event-stream' } });
}

/** An error as the binding gives it with `returnRawResponse`. */
export function aiError(status: number, internalCode: number, description: string): Response {
  return Response.json({ internalCode, description, name: 'AiError' }, { status });
}
