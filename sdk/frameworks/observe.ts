/** Stands for the text of an answer that nobody read to its end. */
export const LEFT = Symbol('left');

/**
 * A body that is read as it goes by: it goes no faster and no slower, and whoever cancels it cancels the
 * one it comes from.
 *
 * @returns the body to pass on, and its text once it has ended; undefined for the text of one with more
 *   bytes than `maxBytes`, `LEFT` where it was cancelled or broke off
 */
export function observe(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): { body: ReadableStream<Uint8Array>; text: Promise<string | undefined | typeof LEFT> } {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let settle = (_text: string | undefined | typeof LEFT) => {};
  const whole = new Promise<string | undefined | typeof LEFT>((resolve) => {
    settle = resolve;
  });
  let text = '';
  let bytes = 0;
  const observed = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            settle(bytes > maxBytes ? undefined : text + decoder.decode());
            controller.close();
            return;
          }
          bytes += value.length;
          if (bytes > maxBytes) text = '';
          else text += decoder.decode(value, { stream: true });
          controller.enqueue(value);
        } catch (cause) {
          settle(LEFT);
          controller.error(cause);
        }
      },
      async cancel(reason) {
        settle(LEFT);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { body: observed, text: whole };
}
