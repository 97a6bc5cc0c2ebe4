import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OpenTelemetry } from '@ai-sdk/otel';
import { generateText, isStepCount, registerTelemetry, stepCountIs, tool } from 'ai';
import * as z from 'zod';
import { QUESTION, startModel, startTracing } from './world.mjs';

const tracing = await startTracing();
registerTelemetry(new OpenTelemetry({ tracer: tracing.tracer }));
const model = await startModel();
await generateText({
  model: createOpenAICompatible({ name: 'loopback', baseURL: model.url })('gpt-4o-mini'),
  instructions: 'Answer in one sentence.',
  prompt: QUESTION,
  tools: {
    weather: tool({
      description: 'The weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: async () => '12 degrees',
    }),
  },
  stopWhen: (isStepCount ?? stepCountIs)(3),
});
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
