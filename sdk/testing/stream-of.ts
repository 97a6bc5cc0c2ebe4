/** A stream of the given chunks. */
export function streamOf<Chunk>(chunks: Iterable<Chunk>): ReadableStream<Chunk> {
  const rest = chunks[Symbol.iterator]();
  return new ReadableStream<Chunk>({
    pull(controller) {
      const { done, value } = rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
