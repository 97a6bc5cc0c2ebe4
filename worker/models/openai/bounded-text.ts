/**
 * The text of a body, read as it comes.
 *
 * @returns undefined if it has more bytes than it may; the rest is not read
 * @throws what reading throws if the connection ends early
 */
export async function boundedText(
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<string | undefined> {
  const reader = body?.getReader();
  if (reader === undefined) return '';
  // A connection that ends early rejects this too; the read below reports it.
  reader.closed.catch(() => {});
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
