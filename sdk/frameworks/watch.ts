/**
 * The same stream; calls `onPart` with each part, without delay or buffering. Cancelling it cancels
 * the source.
 *
 * @param onEnd called once with whether the stream ended normally, and was not cancelled or
 * interrupted
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
