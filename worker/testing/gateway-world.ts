import type { GatewayReport } from '@assay/schema/types.ts';
import OpenAI from 'openai';
import type { Env } from '../core/env.ts';
import { DEVELOPMENT_KEY } from '../features/auth/development.ts';
import type { Outside } from '../services.ts';
import { appWith } from './app.ts';
import type { Step } from './loopback-judge.ts';
import { type StagedJudge, stageJudge } from './plays.ts';

interface GatewayOptions {
  key?: string;
  bindings?: Partial<Env>;
  outside?: Outside;
  headers?: Record<string, string>;
}

/** A client of OpenAI in front of the gateway, whose provider `local` plays these steps. */
export async function gatewayOver(steps: readonly Step[], options: GatewayOptions = {}) {
  const provider = await stageJudge(...steps);
  return { provider, ...gatewayTo(provider, options) };
}

/** @param provider the provider `local`, if there is to be one */
export function gatewayTo(
  provider: StagedJudge | undefined,
  { key = DEVELOPMENT_KEY, bindings = {}, outside = {}, headers = {} }: GatewayOptions = {},
) {
  const app = appWith(
    {
      ...(provider && { ASSAY_JUDGE_BASE_URL: provider.baseUrl }),
      ASSAY_JUDGE_API_KEY: 'sk-of-the-provider',
      ...bindings,
    },
    { random: () => 0, ...outside },
  );
  const endings: (() => Promise<void>)[] = [];
  const openai = new OpenAI({
    apiKey: key,
    baseURL: 'http://localhost/openai/v1',
    maxRetries: 0,
    defaultHeaders: headers,
    async fetch(url, init) {
      const { response, ended } = await app.begin(String(url), init as RequestInit);
      endings.push(ended);
      return response;
    },
  });
  return {
    openai,
    app,
    /** Waits for what requests left to be written. */
    async ended() {
      for (const ended of endings.splice(0)) await ended();
    },
  };
}

/** A stream of these events as a step of the provider. */
export function streamStep(events: readonly unknown[], more: Partial<Step> = {}): Step {
  const texts = events.map((event) => {
    const { type } = Object(event);
    const name = typeof type === 'string' ? `event: ${type}\n` : '';
    return `${name}data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`;
  });
  return { headers: { 'Content-Type': 'text/event-stream' }, body: texts.join(''), ...more };
}

/** A chunk of a chat completion. */
export function chunkOf(delta: object, finish_reason: string | null = null, more: object = {}) {
  const choices = [{ index: 0, delta, finish_reason }];
  return {
    id: 'c-1',
    object: 'chat.completion.chunk',
    created: 7,
    model: 'm-2026',
    choices,
    ...more,
  };
}

/** The chunk that says what a stream used. */
export const USED = {
  ...{ id: 'c-1', object: 'chat.completion.chunk', created: 7, model: 'm-2026', choices: [] },
  usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
};

/** How an answer came about, as it says itself. */
export function reportOf(answer: object): GatewayReport {
  if ('assay' in answer) return answer.assay as GatewayReport;
  throw new Error('no assay field');
}

/** The error that a client throws. */
export async function failure(
  work: Promise<unknown>,
): Promise<InstanceType<typeof OpenAI.APIError>> {
  const cause = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (cause instanceof OpenAI.APIError) return cause;
  throw new Error(`no APIError but ${cause}`);
}
