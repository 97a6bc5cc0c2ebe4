import type { ServerEvent } from './transport.ts';

type Bytes = ReadableStream<Uint8Array> | null;

/**
 * Parses each line of NDJSON as it arrives.
 *
 * @throws Error if the final empty line is missing, which marks the stream as complete
 */
export async function* readLines(body: Bytes): AsyncGenerator<unknown> {
  let isWhole = false;
  for await (const line of splitLines(body)) {
    isWhole = line.trim() === '';
    if (!isWhole) yield JSON.parse(line);
  }
  if (!isWhole) throw new Error('the stream ended before it was complete');
}

/** Server-sent events whose data is JSON. Source: WHATWG HTML, section 9.2.6. */
export async function* readEvents(body: Bytes): AsyncGenerator<ServerEvent> {
  let event = 'message';
  let data: string[] = [];
  for await (const line of splitLines(body)) {
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (line === '') {
      if (data.length > 0) yield { event, data: JSON.parse(data.join('\n')) };
      event = 'message';
      data = [];
    }
  }
}

/** The lines of a UTF-8 stream, without line ends, however its chunks are split. */
async function* splitLines(body: Bytes): AsyncGenerator<string> {
  if (body === null) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(body)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Iterates over a stream; not every browser supports this natively. */
export async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // If the consumer stops early, the rest is cancelled.
    await reader.cancel().catch(() => {});
  }
}
