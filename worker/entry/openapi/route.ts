import type { App } from '../context.ts';
import { documentJson } from './document.at-build.ts';

/** The OpenAPI document, and the pages that render it. */
export function registerOpenApi(app: App): void {
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= documentJson();
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  app.get('/', (c) => c.redirect('/docs/'));
}
