/** An OpenAI-compatible server on loopback: it asks for the weather first, and answers once it has it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const QUESTION = 'How warm is it in Oslo?';
export const ANSWER = 'It is 12 degrees in Oslo.';
export const ANSWERING_MODEL = 'gpt-4o-mini-2024-07-18';

const usage = { prompt_tokens: 20, completion_tokens: 8, total_tokens: 28 };
const call = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Oslo"}' },
};

interface Asked {
  messages: { role: string }[];
  tools?: unknown[];
  stream?: boolean;
}

export async function startWeatherModel(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const asked: Asked = JSON.parse(Buffer.concat(chunks).toString());
  const isFirst = asked.tools !== undefined && !asked.messages.some(({ role }) => role === 'tool');
  const message = isFirst ? { content: null, tool_calls: [call] } : { content: ANSWER };
  const reason = isFirst ? 'tool_calls' : 'stop';
  if (asked.stream === true) return stream(message, reason, response);
  const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: reason };
  const choices = [{ ...choice, logprobs: null }];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...about('chat.completion'), choices, usage }));
}

function stream(message: object, reason: string, response: ServerResponse): void {
  const events = [
    { choices: [{ index: 0, delta: { role: 'assistant', ...deltaOf(message) } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: reason }] },
    { choices: [], usage },
  ].map((part) => JSON.stringify({ ...about('chat.completion.chunk'), ...part }));
  response.setHeader('content-type', 'text/event-stream');
  response.end([...events, '[DONE]'].map((data) => `data: ${data}\n\n`).join(''));
}

/** In a stream, a call of a tool says where it stands in the list. */
function deltaOf(message: object): object {
  return 'tool_calls' in message ? { ...message, tool_calls: [{ index: 0, ...call }] } : message;
}

const about = (object: string) => ({
  ...{ id: 'chatcmpl-1', object },
  ...{ created: 1_760_000_000, model: ANSWERING_MODEL },
});
