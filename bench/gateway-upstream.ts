import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** How long the upstream waits before an answer, and between the tokens of a stream, in milliseconds. */
export const ANSWER_MS = 20;
export const TOKEN_MS = 3;
/** The pace of the model `slow`, about that of a person who reads. */
export const SLOW_TOKEN_MS = 50;
export const SLOW_TOKENS = 120;

const SENTENCE = 'The warranty of the bicycle covers the frame and the fork for two years. ';
const WORDS = SENTENCE.repeat(18)
  .trim()
  .split(/(?<= )/);

/** Tokens of an answer. */
export const TOKENS = WORDS.length;

/**
 * Starts an OpenAI-compatible server that answers every chat with the same text, at the pace of a model. It has a
 * thread of its own, so that it does not wait for whoever measures it.
 */
export async function startUpstream(): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const thread = new Worker(import.meta.filename);
  const port = await new Promise<number>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    stop: async () => {
      await thread.terminate();
    },
  };
}

function serve(): void {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { stream: isStream, model } = JSON.parse(body);
      const pace = model === 'slow' ? SLOW : FAST;
      void answer(isStream === true ? pace : undefined, response);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    parentPort?.postMessage(port);
  });
}

/** The tokens of a stream, and the milliseconds between them. */
interface Pace {
  words: readonly string[];
  tokenMs: number;
}

const FAST: Pace = { words: WORDS, tokenMs: TOKEN_MS };
const SLOW: Pace = { words: Array(SLOW_TOKENS).fill('the '), tokenMs: SLOW_TOKEN_MS };

const about = { id: 'chatcmpl-bench', created: 1, model: 'bench' };

/** @param pace of a stream; undefined for an answer that is none */
async function answer(pace: Pace | undefined, response: ServerResponse): Promise<void> {
  await wait(ANSWER_MS);
  if (pace !== undefined) {
    await stream(pace, response);
    return;
  }
  const message = { role: 'assistant', content: WORDS.join('') };
  const usage = { prompt_tokens: 40, completion_tokens: TOKENS, total_tokens: 40 + TOKENS };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ ...about, object: 'chat.completion', choices, usage }));
}

async function stream({ words, tokenMs }: Pace, response: ServerResponse): Promise<void> {
  const send = (delta: object, finish_reason: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    response.write(
      `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices })}\n\n`,
    );
  };
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  send({ role: 'assistant', content: '' });
  for (const content of words) {
    if (response.destroyed) return;
    send({ content });
    await wait(tokenMs);
  }
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (!isMainThread) serve();
