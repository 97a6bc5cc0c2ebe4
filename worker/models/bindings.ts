import {
  createOpenAiCompatible,
  type OpenAiCompatibleSettings,
} from './openai/openai-compatible.ts';
import { ModelError, type Provider } from './provider.ts';

/** What a Worker behind a service binding is asked through. */
export interface WorkerBinding {
  fetch: typeof fetch;
}

/**
 * Workers behind service bindings that speak OpenAI's shape at `/v1`, as one provider: a model is the name
 * of a binding, or `NAME/model` for a model of that Worker.
 */
export function createBindings(
  bindings: ReadonlyMap<string, WorkerBinding>,
  nowMs: () => number,
): Provider {
  const providers = new Map(
    [...bindings].map(([name, binding]) => {
      const baseUrl = `https://${name.toLowerCase().replaceAll('_', '-')}.binding/v1`;
      const settings: OpenAiCompatibleSettings = { name, baseUrl, isFree: true };
      return [name, createOpenAiCompatible(settings, (...call) => binding.fetch(...call), nowMs)];
    }),
  );

  function behind(given: string): { provider: Provider; model: string } {
    const slash = given.indexOf('/');
    const name = slash === -1 ? given : given.slice(0, slash);
    const provider = providers.get(name);
    if (provider) return { provider, model: slash === -1 ? given : given.slice(slash + 1) };
    const known = [...providers.keys()].join(', ');
    const message = `There is no service binding ${name}. ASSAY_BINDINGS names: ${known}.`;
    throw new ModelError('judge_unknown_model', message);
  }

  return {
    isFree: true,
    async complete(request) {
      const { provider, model } = behind(request.model);
      return provider.complete({ ...request, model });
    },
    async embed(request) {
      const { provider, model } = behind(request.model);
      return provider.embed({ ...request, model });
    },
    async rerank(request) {
      const { provider, model } = behind(request.model);
      return provider.rerank({ ...request, model });
    },
    async forward(request) {
      const { provider, model } = behind(String(request.body.model));
      return provider.forward({ ...request, body: { ...request.body, model } });
    },
    listModels: async () => [...providers.keys()],
  };
}
