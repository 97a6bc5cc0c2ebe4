/**
 * An application of OpenAI's client that OpenInference instruments: nothing here knows of Assay. With
 * `npm run dev` in another terminal, a rule, and the variables that it prints:
 *
 *   export OTEL_EXPORTER_OTLP_ENDPOINT="$ASSAY_BASE_URL/otlp"
 *   export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer $ASSAY_API_KEY"
 *   OPENAI_BASE_URL=http://localhost:11434/v1 MODEL=qwen3 node examples/instrumented/openinference.ts
 */
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import OpenAI from 'openai';
import { provider } from './tracing.ts';

const instrumentation = new OpenAIInstrumentation({ tracerProvider: provider });
// A program of ES modules cannot be instrumented by itself.
instrumentation.manuallyInstrument(OpenAI);

const { OPENAI_BASE_URL, OPENAI_API_KEY = 'unused', MODEL = 'gpt-4o-mini' } = process.env;
const openai = new OpenAI({ baseURL: OPENAI_BASE_URL, apiKey: OPENAI_API_KEY });
const tracer = provider.getTracer('weather');
const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'The weather of a city.',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  },
];

type Complete = (
  messages: OpenAI.ChatCompletionMessageParam[],
) => Promise<OpenAI.ChatCompletionMessage | undefined>;

/** Whole answers. */
const complete: Complete = async (messages) => {
  const answer = await openai.chat.completions.create({ model: MODEL, messages, tools });
  return answer.choices[0]?.message;
};

/** Answers that are read while they come. */
const completeInParts: Complete = async (messages) => {
  const stream = openai.chat.completions.stream({
    ...{ model: MODEL, messages, tools },
    stream_options: { include_usage: true },
  });
  return stream.finalMessage();
};

await answer('POST /answers', complete);
await answer('POST /answers/stream', completeInParts);
await provider.shutdown();

/** Gives the model what it asks for, and prints what it says then. */
async function answer(name: string, ask: Complete): Promise<void> {
  await tracer.startActiveSpan(name, async (span) => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'system', content: 'Answer in one sentence.' },
      { role: 'user', content: 'How warm is it in Oslo?' },
    ];
    const first = await ask([...messages]);
    for (const { id } of first?.tool_calls ?? []) {
      if (first !== undefined) messages.push(first);
      messages.push({ role: 'tool', tool_call_id: id, content: '12 degrees' });
    }
    const last = messages.length > 2 ? await ask([...messages]) : first;
    console.log(`${span.spanContext().traceId} ${last?.content}`);
    span.end();
  });
}
