import { OpenAIInstrumentation } from '@traceloop/instrumentation-openai';
import { QUESTION, startModel, startTracing, TOOL } from './world.mjs';

const tracing = await startTracing();
const { default: OpenAI } = await import('openai');
const instrumentation = new OpenAIInstrumentation({ exceptionLogger: console.error });
instrumentation.setTracerProvider(tracing.provider);
instrumentation.manuallyInstrument(OpenAI);
const model = await startModel();
const openai = new OpenAI({ apiKey: 'unused', baseURL: model.url });
const messages = [{ role: 'user', content: QUESTION }];
const first = await openai.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [...messages],
  tools: [TOOL],
});
messages.push(first.choices[0].message, {
  role: 'tool',
  tool_call_id: 'call_1',
  content: '12 degrees',
});
await openai.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [...messages],
  tools: [TOOL],
});
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
