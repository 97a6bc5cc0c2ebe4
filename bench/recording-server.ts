import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readText, stopServer } from './loopback-http.ts';

/** A part of a JSON Schema that a function's arguments are made by. */
interface Schema {
  type?: string;
  enum?: readonly unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** The body of a chat completion, as far as it is looked at. */
export interface ChatBody {
  messages: readonly { content: string }[];
  tools?: readonly { function: { name: string; parameters: Schema } }[];
}

/** A server that plays OpenAI's API: it calls the function that it is offered, and embeds anything. */
export interface RecordingServer {
  baseUrl: string;
  /** From now on lists in its answers are made of these texts, and what it is sent is kept anew. */
  begin(texts: readonly string[]): void;
  heard(): readonly ChatBody[];
  stop(): Promise<void>;
}

export async function startRecordingServer(): Promise<RecordingServer> {
  let texts: readonly string[] = [];
  let heard: ChatBody[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await readText(request));
    response.setHeader('Content-Type', 'application/json');
    if (request.url?.endsWith('/embeddings')) {
      const data = [{ object: 'embedding', index: 0, embedding: [1, 0] }];
      response.end(JSON.stringify({ object: 'list', model: 'bench', data, usage: {} }));
      return;
    }
    heard.push(body);
    response.end(JSON.stringify(callOf(body, texts)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    begin(said) {
      texts = said;
      heard = [];
    },
    heard: () => heard,
    stop: () => stopServer(server),
  };
}

function callOf({ tools = [] }: ChatBody, texts: readonly string[]) {
  const [tool] = tools;
  if (tool === undefined) throw new RangeError('no function was offered');
  const { name, parameters } = tool.function;
  const call = { name, arguments: JSON.stringify(instanceOf(parameters, texts)) };
  const message = {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: call }],
  };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'bench',
    choices: [{ index: 0, finish_reason: 'stop', message }],
  };
}

/** A value of a schema; a list has one item for each of the texts. */
function instanceOf(schema: Schema, texts: readonly string[]): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, each]) => [
          name,
          instanceOf(each, texts),
        ]),
      );
    case 'array':
      return texts.map((text) => instanceOf(schema.items ?? {}, [text]));
    case 'string':
      return texts[0] ?? '';
    case 'boolean':
      return true;
    default:
      return 1;
  }
}
