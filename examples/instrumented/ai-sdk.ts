/**
 * An application of the AI SDK whose telemetry is scored as it comes: nothing here knows of Assay. With
 * `npm run dev` in another terminal, a rule, and the variables that it prints:
 *
 *   export OTEL_EXPORTER_OTLP_ENDPOINT="$ASSAY_BASE_URL/otlp"
 *   export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer $ASSAY_API_KEY"
 *   OPENAI_BASE_URL=http://localhost:11434/v1 MODEL=qwen3 node examples/instrumented/ai-sdk.ts
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OpenTelemetry } from '@ai-sdk/otel';
import { generateText, isStepCount, registerTelemetry, streamText, tool } from 'ai';
import * as z from 'zod';
import { provider } from './tracing.ts';

const { OPENAI_BASE_URL = '', OPENAI_API_KEY = 'unused', MODEL = 'gpt-4o-mini' } = process.env;
const tracer = provider.getTracer('weather');
registerTelemetry(new OpenTelemetry({ tracer }));

const models = createOpenAICompatible({
  name: 'openai',
  baseURL: OPENAI_BASE_URL,
  apiKey: OPENAI_API_KEY,
  includeUsage: true,
});
const asked = {
  model: models(MODEL),
  instructions: 'Answer in one sentence.',
  prompt: 'How warm is it in Oslo?',
  tools: {
    weather: tool({
      description: 'The weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: async () => '12 degrees',
    }),
  },
  stopWhen: isStepCount(3),
};

// The root is the application's own, such as that of an HTTP request.
await tracer.startActiveSpan('POST /answers', async (span) => {
  const { text } = await generateText(asked);
  console.log(`${span.spanContext().traceId} ${text}`);
  span.end();
});
await tracer.startActiveSpan('POST /answers/stream', async (span) => {
  const text = await streamText(asked).text;
  console.log(`${span.spanContext().traceId} ${text}`);
  span.end();
});
await provider.shutdown();
