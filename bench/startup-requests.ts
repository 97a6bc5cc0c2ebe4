import { scoreRequest } from './http.ts';
import { prose } from './texts.ts';

/** A request by the way it takes through the Worker. */
export interface Kind {
  name: string;
  path: string;
  /** Sent as JSON by POST; GET if omitted. */
  body?: string;
}

/** One request of each kind; the first of a kind loads what only that kind needs. */
export const KINDS: readonly Kind[] = [
  { name: 'score, five code scorers', path: '/v1/score', body: scoreRequest('none') },
  scoring('rubric', { params: { criterion: 'It is polite.' } }),
  scoring('regex', { params: { pattern: '^P' } }),
  scoring('language', { params: { language: 'en' } }),
  scoring('html'),
  scoring('markdown-structure', { params: { requiredHeadings: ['summary', 'next steps'] } }),
  scoring('json-schema', { params: { schema: { type: 'object' } } }),
  scoring('sql', { params: { dialect: 'postgresql' } }),
  scoring('sql', { params: { dialect: 'mysql' } }),
  {
    name: 'guard, 2,000 characters',
    path: '/v1/guard',
    body: JSON.stringify({ stage: 'input', text: prose(2_000, 7) }),
  },
  { name: 'list scorers', path: '/v1/scorers' },
  { name: 'OpenAPI document', path: '/openapi.json' },
  {
    name: 'MCP tools/list',
    path: '/mcp',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  },
  {
    name: 'batch of one',
    path: '/v1/batches',
    body: JSON.stringify({ scorers: ['exact-match'], samples: [{ output: 'a', expected: 'a' }] }),
  },
  { name: 'list verdicts', path: '/v1/verdicts' },
];

function scoring(scorer: string, settings: { params?: Record<string, unknown> } = {}): Kind {
  const sample = { output: 'Paris is the capital of France.', input: 'What is it?' };
  const body = { sample, scorers: [{ scorer, ...settings }], store: 'none' };
  const dialect = settings.params?.dialect;
  const name = typeof dialect === 'string' ? `score, ${scorer} (${dialect})` : `score, ${scorer}`;
  return { name, path: '/v1/score', body: JSON.stringify(body) };
}
