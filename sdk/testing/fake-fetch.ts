import { Assay, type AssayOptions } from '../index.ts';

export interface Seen {
  url: string;
  init: RequestInit | undefined;
}

/** A client whose requests are noted and answered by a function, which is told how many came before. */
export function assayWith(
  answer: (index: number, init: RequestInit | undefined) => Response | Promise<Response>,
  options: AssayOptions = {},
) {
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    seen.push({ url: String(url), init });
    return answer(seen.length - 1, init);
  };
  const baseUrl = 'https://example.com/assay/';
  return { seen, fetch, assay: new Assay({ baseUrl, apiKey: 'assay_live_x', fetch, ...options }) };
}

export function problemAnswer(status: number, code: string, more: object = {}): Response {
  const problem = {
    type: `/docs/errors#${code}`,
    title: 'Title',
    detail: 'Detail.',
    status,
    code,
    retryable: false,
    requestId: 'req_1',
    ...more,
  };
  return Response.json(problem, {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}
