/** A base URL without the credentials that may stand in it. */
export function endpointOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}
