import { replaceAt, withoutLogprobs } from './dialect.ts';
import { type Place, textOf } from './stream-parts.ts';

/** A chunk that waits until everything in it is cleared. */
export interface QueuedChunk {
  chunk: unknown;
  places: readonly Place[];
}

/** Takes the chunks that may go out from the start of the queue, with what is redacted replaced. */
export function releaseChunks(queue: QueuedChunk[]): unknown[] {
  const waiting = queue.findIndex(({ places }) => !places.every(isCleared));
  const free = queue.splice(0, waiting === -1 ? queue.length : waiting);
  return free.map(({ chunk, places }) => {
    const sent = places.reduce(rewrite, chunk);
    return sent === chunk ? chunk : withoutLogprobs(sent);
  });
}

function isCleared({ part, end, isWhole }: Place): boolean {
  const { content, isDone } = part;
  if (content.kind === 'call' || isWhole) return isDone;
  return content.text.cleared() >= end;
}

function rewrite(chunk: unknown, place: Place): unknown {
  const sent = sentAt(place);
  if (sent === undefined) return chunk;
  return replaceAt(chunk, place.path, place.isValue ? JSON.parse(sent) : sent);
}

/** What stands at a place after the guard; undefined if it stays as it is. */
function sentAt({ part, start, end, isWhole }: Place): string | undefined {
  const { content } = part;
  if (content.kind === 'call') {
    const { redacted } = content.call;
    if (redacted === undefined) return undefined;
    // The first of its chunks has all of the arguments: they cannot be told apart any more.
    return isWhole || start === 0 ? redacted : '';
  }
  const text = textOf(part);
  const [from, to] = isWhole ? [0, text.length] : [start, end];
  const sent = content.text.released(from, to);
  return sent === text.slice(from, to) ? undefined : sent;
}
