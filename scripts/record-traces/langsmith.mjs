process.env.LANGSMITH_TRACING = 'true';
process.env.LANGSMITH_OTEL_ENABLED = 'true';
process.env.LANGSMITH_OTEL_ONLY = 'true';
process.env.LANGSMITH_API_KEY = 'unused';
const { initializeOTEL } = await import('langsmith/experimental/otel/setup');
const { QUESTION, startModel, startTracing, TOOL } = await import('./world.mjs');
const tracing = await startTracing();
initializeOTEL({ globalTracerProvider: tracing.provider });
const { Client } = await import('langsmith');
const client = new Client({ apiUrl: 'http://127.0.0.1:9', apiKey: 'unused' });
const { traceable } = await import('langsmith/traceable');
const { wrapOpenAI } = await import('langsmith/wrappers');
const { default: OpenAI } = await import('openai');
const model = await startModel();
const openai = wrapOpenAI(new OpenAI({ apiKey: 'unused', baseURL: model.url }), { client });
const search = traceable(
  async () => [{ page_content: 'Oslo: 12 degrees.', metadata: { id: 'doc-7' } }],
  {
    client,
    name: 'search',
    run_type: 'retriever',
  },
);
const answer = traceable(
  async ({ question }) => {
    const messages = [{ role: 'user', content: question }];
    await search(question);
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
    const last = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [...messages],
      tools: [TOOL],
    });
    return last.choices[0].message.content;
  },
  { client, name: 'answer', metadata: { session_id: 'session-1', user_id: 'user-1' } },
);
await answer({ question: QUESTION });
await client.awaitPendingTraceBatches();
model.close();
process.stdout.write(JSON.stringify(await tracing.finish()));
