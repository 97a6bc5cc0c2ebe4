import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { QUESTION, startModel, startTracing, TOOL } from './world.mjs';

const tracing = await startTracing();
const { default: OpenAI } = await import('openai');
const instrumentation = new OpenAIInstrumentation({ tracerProvider: tracing.provider });
instrumentation.setTracerProvider(tracing.provider);
instrumentation.manuallyInstrument(OpenAI);
const model = await startModel();
const openai = new OpenAI({ apiKey: 'unused', baseURL: model.url });
const messages = [
  { role: 'system', content: 'Answer in one sentence.' },
  { role: 'user', content: QUESTION },
];
await tracing.tracer.startActiveSpan(
  'answer',
  {
    attributes: {
      'openinference.span.kind': 'CHAIN',
      'input.value': QUESTION,
      'output.value': 'It is 12 degrees in Oslo.',
      'session.id': 'session-1',
      'user.id': 'user-1',
    },
  },
  async (root) => {
    const retriever = tracing.tracer.startSpan('search', {
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'input.value': QUESTION,
        'retrieval.documents.0.document.id': 'doc-7',
        'retrieval.documents.0.document.content': 'Oslo: 12 degrees.',
        'retrieval.documents.0.document.score': 0.9,
      },
    });
    retriever.end();
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
    root.end();
  },
);
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
