/**
 * The same stream, each part shown to `onPart` as it goes by: nothing waits, nothing is kept, and whoever
 * cancels it cancels the one it comes from.
 *
 * @param onEnd told once: whether the stream came to its end, and was not left or broken off
 */
export function watch<Part>(
  stream: ReadableStream<Part>,
  onPart: (part: Part) => void,
  onEnd: (isWhole: boolean) => void,
): ReadableStream<Part> {
  const reader = stream.getReader();
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            onEnd(true);
            controller.close();
            return;
          }
          onPart(value);
          controller.enqueue(value);
        } catch (cause) {
          onEnd(false);
          controller.error(cause);
        }
      },
      async cancel(reason) {
        onEnd(false);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
