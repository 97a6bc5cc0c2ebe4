const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * The platform's fetch, through the proxy that the environment names: HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY, also in small letters. Node.js itself reads them only when it is told to.
 */
export function proxiedFetch(
  env: Readonly<Record<string, string | undefined>>,
): typeof globalThis.fetch {
  if (!VARIABLES.some((name) => env[name])) return (...request) => globalThis.fetch(...request);
  let ready: Promise<typeof globalThis.fetch> | undefined;
  return async (...request) => {
    ready ??= throughProxy();
    return (await ready)(...request);
  };
}

async function throughProxy(): Promise<typeof globalThis.fetch> {
  // Few need it, and it takes a while to load.
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent();
  // The same interface by another name: undici is what Node's own fetch is made of.
  const fetchBy = fetch as unknown as typeof globalThis.fetch;
  return (input, init) => fetchBy(input, Object.assign({}, init, { dispatcher }));
}
