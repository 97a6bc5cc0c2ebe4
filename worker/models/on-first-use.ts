import type { Provider } from './provider.ts';

/**
 * A provider whose code is loaded by its first call: most isolates ask no model.
 *
 * @param known what is asked of it before it is called
 */
export function onFirstUse(
  known: Pick<Provider, 'isFree' | 'endpoint'>,
  load: () => Promise<Provider>,
): Provider {
  let loading: Promise<Provider> | undefined;
  const provider = () => {
    loading ??= load();
    return loading;
  };
  return {
    ...known,
    complete: async (request) => (await provider()).complete(request),
    embed: async (request) => (await provider()).embed(request),
    rerank: async (request) => (await provider()).rerank(request),
    forward: async (request) => (await provider()).forward(request),
    listModels: async (signal) => (await provider()).listModels(signal),
  };
}
