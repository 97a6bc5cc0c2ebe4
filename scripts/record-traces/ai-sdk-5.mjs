import { generateText, stepCountIs, tool } from 'ai5';
import { createOpenAICompatible } from 'compat5';
import * as z from 'zod';
import { QUESTION, startModel, startTracing } from './world.mjs';

const tracing = await startTracing();
const model = await startModel();
await generateText({
  model: createOpenAICompatible({ name: 'loopback', baseURL: model.url })('gpt-4o-mini'),
  system: 'Answer in one sentence.',
  prompt: QUESTION,
  tools: {
    weather: tool({
      description: 'The weather of a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: async () => '12 degrees',
    }),
  },
  stopWhen: stepCountIs(3),
  experimental_telemetry: {
    isEnabled: true,
    tracer: tracing.tracer,
    functionId: 'weather',
    metadata: { userId: 'user-1', sessionId: 'session-1' },
  },
});
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
