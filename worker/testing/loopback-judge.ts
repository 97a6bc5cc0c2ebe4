import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MOODS, type MoodName } from './servers/moods.ts';

/** How the loopback server answers one request. */
export interface Step {
  status?: number;
  headers?: Record<string, string>;
  /** A text as it is, or anything else as JSON; a completion of `content` if omitted. */
  body?: unknown;
  /** What the model says. */
  content?: string;
  /** Answers as this server does, which may refuse what it is sent. */
  mood?: MoodName;
  /** Milliseconds before the answer begins. */
  delayMs?: number;
  /** Breaks the connection off in the middle of the answer. */
  isCut?: boolean;
  /** Breaks the connection off after so many bytes of the answer. */
  cutAt?: number;
  /** Sends nothing more after so many bytes of the answer, and keeps the connection open. */
  stallsAt?: number;
  /** Sends the answer over and over. */
  isEndless?: boolean;
  /** Milliseconds between the bytes of the answer. */
  byteDelayMs?: number;
}

/** A request as the server got it. */
export interface Heard {
  path: string;
  authorization: string | null;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the tests look at
  body: any;
  /** The status and body that it was answered with, once it was. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the tests look at
  reply?: { status: number; body: any };
  /** Whether the caller ended early before the answer was out. */
  wasAborted: boolean;
}

interface Play {
  steps: Step[];
  heard: Heard[];
  /** Requests in flight, and the most there ever were at once. */
  open: number;
  mostOpen: number;
}

/**
 * A real HTTP server on 127.0.0.1 that plays an OpenAI-compatible provider. `POST /plays/x` with
 * steps writes a play, whose base URL is then `/x/v1`; its last step repeats. `GET /plays/x` tells
 * what was heard.
 */
export async function startLoopbackJudge(): Promise<{ url: string; stop(): Promise<void> }> {
  const plays = new Map<string, Play>();
  const server = createServer((request, response) => {
    answer(request, response, plays).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  plays: Map<string, Play>,
): Promise<void> {
  const text = await read(request);
  const [, first = '', second = ''] = (request.url ?? '').split('/');
  if (first === 'plays') {
    if (request.method === 'POST') {
      plays.set(second, { steps: JSON.parse(text), heard: [], open: 0, mostOpen: 0 });
    }
    response.end(JSON.stringify(plays.get(second) ?? null));
    return;
  }
  const play = plays.get(first);
  const step = play?.steps[Math.min(play.heard.length, play.steps.length - 1)];
  if (play === undefined || step === undefined) {
    response.writeHead(404).end();
    return;
  }
  const heard: Heard = {
    path: `/${(request.url ?? '').split('/').slice(2).join('/')}`,
    authorization: request.headers.authorization ?? null,
    headers: request.headers,
    body: text === '' ? null : JSON.parse(text),
    wasAborted: false,
  };
  play.heard.push(heard);
  play.open += 1;
  play.mostOpen = Math.max(play.mostOpen, play.open);
  response.once('close', () => {
    play.open -= 1;
    heard.wasAborted = !response.writableFinished;
  });
  await perform(step, heard, play.heard.indexOf(heard), response);
}

async function perform(
  given: Step,
  heard: Heard,
  nth: number,
  response: ServerResponse,
): Promise<void> {
  const { mood, content = '' } = given;
  const step = mood ? { ...given, ...MOODS[mood].reply(heard.body, content, nth) } : given;
  if (step.delayMs) await wait(step.delayMs);
  const body = step.body ?? defaultBody(step, heard);
  heard.reply = { status: step.status ?? 200, body };
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response.writeHead(step.status ?? 200, {
    'Content-Type': 'application/json',
    ...(step.isEndless ? {} : { 'Content-Length': bytes.length }),
    ...step.headers,
  });
  const cutAt = step.cutAt ?? (step.isCut ? bytes.length / 2 : undefined);
  if (cutAt !== undefined) {
    response.write(bytes.subarray(0, cutAt));
    await wait(20);
    response.destroy();
    return;
  }
  if (step.stallsAt !== undefined) {
    response.write(bytes.subarray(0, step.stallsAt));
    return;
  }
  if (step.isEndless) {
    await repeat(bytes, response);
    return;
  }
  if (step.byteDelayMs === undefined) {
    response.end(bytes);
    return;
  }
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await wait(step.byteDelayMs);
  }
  response.end();
}

/** Writes for as long as somebody reads, and no faster. */
async function repeat(bytes: Buffer, response: ServerResponse): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  while (!response.destroyed) {
    const isTaken = response.write(bytes);
    const drained = () => new Promise<void>((resolve) => response.once('drain', resolve));
    await (isTaken ? wait(1) : Promise.race([drained(), closed]));
  }
}

function defaultBody({ content = '' }: Step, { path, body }: Heard): object {
  if (path.endsWith('/embeddings')) {
    const data = body.input.map((text: string, index: number) => ({
      index,
      embedding: [text.length, text.split(' ').length, 1],
    }));
    return { data: data.reverse(), usage: { prompt_tokens: 7 } };
  }
  return {
    model: `${body.model}-2026-01-01`,
    system_fingerprint: 'fp_1',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 120, completion_tokens: 30 },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
