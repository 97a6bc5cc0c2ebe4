import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readText, stopServer } from './loopback-http.ts';

/** Models on 127.0.0.1 that all say the same. */
export async function startScriptedWriter(
  content: string,
): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { model } = JSON.parse(await readText(request));
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model },
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
        usage: { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, stop: () => stopServer(server) };
}
