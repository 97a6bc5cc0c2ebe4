import type { ServerEvent } from './transport.ts';

type Bytes = ReadableStream<Uint8Array> | null;

/**
 * Each line of NDJSON, parsed as it comes.
 *
 * @throws Error when the empty line is missing that proves the stream whole
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

/** The lines of a text in UTF-8, without their ends, whichever way it was cut on the way. */
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

/** What a stream holds; not every browser can iterate over one itself. */
export async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever leaves early wants no more of it.
    await reader.cancel().catch(() => {});
  }
}
