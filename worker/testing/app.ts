import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createApp } from '../app.ts';
import type { Env } from '../core/env.ts';
import type { LogLine } from '../core/log.ts';
import { createServices, type Outside, useServices } from '../services.ts';

/**
 * The app with some of its bindings, its clock or its log replaced, for faults that the platform
 * cannot be asked for.
 */
export function appWith(bindings: Partial<Env>, outside: Outside = {}) {
  const lines: LogLine[] = [];
  const testEnv: Env = { ...env, ...bindings };
  useServices(testEnv, createServices(testEnv, { log: (line) => lines.push(line), ...outside }));
  const app = createApp();

  /** Does not wait for what goes on after the answer began, as streams do; `ended` does. */
  async function begin(url: string, init?: RequestInit) {
    const context = createExecutionContext();
    const response = await app.fetch(new Request(url, init), testEnv, context);
    return { response, ended: () => waitOnExecutionContext(context) };
  }

  return {
    /** What was logged, in order. */
    lines,
    async fetch(url: string, init?: RequestInit): Promise<Response> {
      const { response, ended } = await begin(url, init);
      await ended();
      return response;
    },
    begin,
  };
}
