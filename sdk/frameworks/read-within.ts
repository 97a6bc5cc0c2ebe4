/**
 * The text of an answer; undefined, with the rest left unread, when it has more bytes than `maxBytes`.
 *
 * @param signal leaves the rest unread too
 * @throws the reason of the signal
 */
export async function readWithin(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  // Not awaited: of a body that was cloned it settles only when the other copy ends too.
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > maxBytes) {
      stop();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
