import type { Env } from '../core/env.ts';
import { appWith } from './app.ts';
import { type CallOptions, jsonOf, requestOf } from './client.ts';

const answering = {
  fetch: async () =>
    Response.json({ error: { message: 'Nothing is played here.' } }, { status: 503 }),
};

/** A Worker that may ask the Workers behind the service bindings SMALL and LARGE. */
export const BOUND = {
  ASSAY_BINDINGS: 'SMALL, LARGE',
  SMALL: answering,
  LARGE: answering,
} as unknown as Partial<Env>;

const app = appWith(BOUND);

/** Calls that Worker as `call` does the one of all tests. */
export function call(path: string, options: CallOptions = {}): Promise<Response> {
  return app.fetch(...requestOf(path, options));
}

export async function callJson<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  return jsonOf(await call(path, options));
}
