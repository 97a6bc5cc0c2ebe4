/**
 * The text of a request or a response; undefined, leaving the rest unread, if it has more than `maxBytes`.
 *
 * @param signal also stops reading
 * @throws the reason of the signal
 */
export async function readWithin(
  { body }: Pick<Response, 'body'>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reader = body?.getReader();
  if (!reader) return '';
  // Not awaited: for a cloned body, it resolves only when the other copy has ended, too.
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
