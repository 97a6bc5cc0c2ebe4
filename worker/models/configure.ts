import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import * as z from 'zod';
import { ConfigurationError } from '../core/configuration-error.ts';
import type { Env } from '../core/env.ts';
import type { WorkerBinding } from './bindings.ts';
import { onFirstUse } from './on-first-use.ts';
import { endpointOf } from './openai/endpoint.ts';
import { type Price, Prices } from './prices.ts';
import type { Provider } from './provider.ts';

/** The models of a deployment. */
export interface Models {
  defaults: DefaultModels;
  providers: ReadonlyMap<string, Provider>;
  prices: Record<string, Price>;
  /** Milliseconds after which a call without an answer is asked a second time; undefined for never. */
  hedgeAfterMs: number | undefined;
  /** How long answers are kept, in milliseconds. */
  cacheMs: number;
}

/** What reaches the world outside. */
export interface Reach {
  fetch: typeof fetch;
  nowMs(): number;
}

const ProviderName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const ProviderSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** Name of the variable or secret that holds its key. */
  apiKeyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  isFree: z.boolean().optional(),
});
const Providers = z.record(ProviderName, ProviderSettings);

const LOCAL = 'local';
const WORKERS_AI = 'workers-ai';
const BINDING = 'binding';
const DAY_MS = 86_400_000;

/**
 * The providers and defaults that the variables name.
 *
 * @throws Error naming the variable that cannot be understood
 */
export function configureModels(env: Env, reach: Reach): Models {
  const providers = new Map<string, Provider>();
  const variables = env as unknown as Record<string, unknown>;
  for (const [name, settings] of Object.entries(readJson('ASSAY_PROVIDERS', Providers, env))) {
    const key = settings.apiKeyVariable && variables[settings.apiKeyVariable];
    if (settings.apiKeyVariable && typeof key !== 'string') {
      throw new ConfigurationError(
        `ASSAY_PROVIDERS: the API key of ${name} must be in ${settings.apiKeyVariable}, which is not set`,
      );
    }
    providers.set(
      name,
      openAiCompatible(name, settings, typeof key === 'string' ? key : undefined, reach),
    );
  }
  const baseUrl = env.ASSAY_JUDGE_BASE_URL;
  if (baseUrl) {
    const settings = parse('ASSAY_JUDGE_BASE_URL', ProviderSettings, { baseUrl });
    providers.set(LOCAL, openAiCompatible(LOCAL, settings, env.ASSAY_JUDGE_API_KEY, reach));
  }
  const bindings = readBindings(env);
  if (bindings.size > 0) {
    const load = () =>
      import('./bindings.ts').then(({ createBindings }) => createBindings(bindings, reach.nowMs));
    providers.set(BINDING, onFirstUse({ isFree: true }, load));
  }
  const ai = env.AI;
  if (ai) {
    const load = () =>
      import('./workers-ai.ts').then(({ createWorkersAi }) => createWorkersAi(ai, reach.nowMs));
    providers.set(WORKERS_AI, onFirstUse({ isFree: false }, load));
  }

  const named = (variable: string, text: string | undefined): string[] =>
    listed(text).map((model) => qualify(variable, model, providers));
  const [judge] = named('ASSAY_JUDGE_MODEL', env.ASSAY_JUDGE_MODEL);
  const [embedding] = named('ASSAY_EMBEDDING_MODEL', env.ASSAY_EMBEDDING_MODEL);
  const [reranking] = named('ASSAY_RERANKING_MODEL', env.ASSAY_RERANKING_MODEL);
  return {
    providers,
    prices: readJson('ASSAY_PRICES', Prices, env),
    hedgeAfterMs: readNumber('ASSAY_JUDGE_HEDGE_MS', env),
    cacheMs: (readNumber('ASSAY_JUDGE_CACHE_DAYS', env) ?? 30) * DAY_MS,
    defaults: {
      ...(judge ? { judge } : {}),
      ...(embedding ? { embedding } : {}),
      ...(reranking ? { reranking } : {}),
      fallback: named('ASSAY_JUDGE_FALLBACK', env.ASSAY_JUDGE_FALLBACK),
    },
  };
}

/** The Workers that may be asked as models, by the name of their service binding. */
function readBindings(env: Env): Map<string, WorkerBinding> {
  const variables = env as unknown as Record<string, unknown>;
  return new Map(
    listed(env.ASSAY_BINDINGS).map((name) => {
      const binding = variables[name];
      if (isWorkerBinding(binding)) return [name, binding];
      throw new ConfigurationError(
        `ASSAY_BINDINGS: ${name} is no service binding of this Worker; add it to wrangler.toml`,
      );
    }),
  );
}

function isWorkerBinding(value: unknown): value is WorkerBinding {
  return typeof value === 'object' && value !== null && 'fetch' in value;
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function openAiCompatible(
  name: string,
  { baseUrl, isFree }: z.output<typeof ProviderSettings>,
  apiKey: string | undefined,
  { fetch: fetcher, nowMs }: Reach,
): Provider {
  const url = baseUrl.replace(/\/+$/, '');
  const { hostname } = new URL(url);
  const isOwn = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const settings = { name, baseUrl: url, apiKey, isFree: isFree ?? isOwn };
  return onFirstUse({ isFree: settings.isFree, endpoint: endpointOf(url) }, async () => {
    const { createOpenAiCompatible } = await import('./openai/openai-compatible.ts');
    return createOpenAiCompatible(settings, fetcher, nowMs);
  });
}

/** A model's name with its provider: where there is only the local server, names are its own. */
function qualify(
  variable: string,
  model: string,
  providers: ReadonlyMap<string, Provider>,
): string {
  const provider = model.slice(0, model.indexOf('/'));
  if (providers.has(provider)) return model;
  if (providers.has(LOCAL)) return `${LOCAL}/${model}`;
  throw new ConfigurationError(
    `${variable}: the provider of "${model}" is not configured (configured: ${[...providers.keys()].join(', ') || 'none'})`,
  );
}

type Variable = 'ASSAY_PROVIDERS' | 'ASSAY_PRICES';

function readJson<Value>(variable: Variable, schema: z.ZodType<Value>, env: Env): Value {
  let json: unknown;
  try {
    json = JSON.parse(env[variable] || '{}');
  } catch {
    throw new ConfigurationError(`${variable} is not JSON`);
  }
  return parse(variable, schema, json);
}

function parse<Value>(variable: string, schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigurationError(`${variable}: ${issue?.path.join('.')} ${issue?.message}`);
}

function readNumber(variable: 'ASSAY_JUDGE_HEDGE_MS' | 'ASSAY_JUDGE_CACHE_DAYS', env: Env) {
  const text = env[variable];
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  if (!(number > 0))
    throw new ConfigurationError(`${variable} must be a number above 0, not "${text}"`);
  return number;
}
