const ADDRESS = /^https?:\/\/[^/]/;
// What a URL holds before its host. A password may have any character, a slash too.
const USER = /^([a-z][a-z0-9+.-]*:\/\/)?.*@/is;

/** What is wrong with the address of an API; undefined when it can be asked. Never shows a password. */
export function baseUrlFault(text: string): string | undefined {
  const shown = text.replace(USER, '$1…@');
  if (!ADDRESS.test(text))
    return `must be an address such as https://assay.example.com, not ${shown}`;
  // Requests carry the API key in the header that a user name and password would go into.
  if (shown !== text) return `must not contain a user name or password, as ${shown} does`;
  return undefined;
}
