import { watch } from './watch.ts';

/** Marks an answer that was not read to its end. */
export const LEFT = Symbol('left');

/** undefined if the text has too many bytes. */
export type Observed = string | undefined | typeof LEFT;

/**
 * Reads a body while passing it on.
 *
 * @returns the body to pass on, and its text once it has ended: undefined if it has more than
 * `maxBytes`, `LEFT` if it was cancelled or ended early
 */
export function observe(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): { body: ReadableStream<Uint8Array>; text: Promise<Observed> } {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  let settle = (_text: Observed) => {};
  const whole = new Promise<Observed>((resolve) => {
    settle = resolve;
  });
  const add = (part: Uint8Array) => {
    bytes += part.length;
    if (bytes > maxBytes) text = '';
    else text += decoder.decode(part, { stream: true });
  };
  const end = (isWhole: boolean) => {
    if (!isWhole) settle(LEFT);
    else settle(bytes > maxBytes ? undefined : text + decoder.decode());
  };
  return { body: watch(body, add, end), text: whole };
}
