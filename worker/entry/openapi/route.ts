import type { Route } from '../context.ts';
import { documentText } from './document-text.asset.ts';

let document: string | undefined;

/** The OpenAPI document, and the pages that render it. */
export const OPENAPI: readonly Route[] = [
  {
    route: 'GET /openapi.json',
    async respond(c) {
      document ??= await documentText(c.env.ASSETS);
      return c.body(document, 200, { 'Content-Type': 'application/json' });
    },
  },
  { route: 'GET /', respond: (c) => c.redirect('/docs/') },
];
