import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { startActiveObservation, startObservation } from '@langfuse/tracing';
import { QUESTION, startModel, startTracing, TOOL } from './world.mjs';

const tracing = await startTracing(
  (exporter) =>
    new LangfuseSpanProcessor({
      exporter,
      exportMode: 'immediate',
      publicKey: 'pk',
      secretKey: 'sk',
      shouldExportSpan: () => true,
    }),
);
const { default: OpenAI } = await import('openai');
const model = await startModel();
const openai = observeOpenAI(new OpenAI({ apiKey: 'unused', baseURL: model.url }));
const messages = [{ role: 'user', content: QUESTION }];
await startActiveObservation('answer', async (root) => {
  root.update({ input: QUESTION, output: 'It is 12 degrees in Oslo.' });
  const retriever = startObservation('search', { input: QUESTION }, { asType: 'retriever' });
  retriever.update({ output: [{ id: 'doc-7', content: 'Oslo: 12 degrees.' }] }).end();
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
});
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
