/**
 * Takes the key from `#key=…`, and removes it from the address and the history at once. Browsers do
 * not send the part after `#` to the server.
 *
 * @returns null if the address has none
 */
export function takeKeyFromAddress(): string | null {
  const { hash, pathname, search } = window.location;
  const key = new URLSearchParams(hash.slice(1)).get('key');
  if (key !== null) window.history.replaceState(null, '', pathname + search);
  return key;
}
