import type { App } from '../context.ts';
import { documentText } from './document-text.asset.ts';

/** The OpenAPI document, and the pages that render it. */
export function registerOpenApi(app: App): void {
  let document: string | undefined;
  app.get('/openapi.json', async (c) => {
    document ??= await documentText(c.env.ASSETS);
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  app.get('/', (c) => c.redirect('/docs/'));
}
