import { openAPIRouteHandler } from 'hono-openapi';
import { ASSAY_VERSION } from '../core/version.ts';
import type { App } from './context.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate, and the pages that render it. */
export function registerOpenApi(app: App): void {
  app.get(
    '/openapi.json',
    openAPIRouteHandler(app, {
      documentation: {
        info: {
          title: 'Assay',
          version: ASSAY_VERSION,
          description:
            'Verdicts on what language models write. Send a sample, name scorers or a suite, get one score each, and whether it passes.',
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        servers: [{ url: '/', description: 'The deployment that this document is from.' }],
        components: {
          securitySchemes: {
            bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `assay_live_…`.' },
          },
        },
        tags: [
          { name: 'Scoring', description: 'Ask for verdicts.' },
          { name: 'Batches', description: 'Many samples, through the queue.' },
          { name: 'Webhooks', description: 'Word when a batch has ended.' },
          { name: 'Scorers', description: 'What can be asked for.' },
          { name: 'Verdicts', description: 'What was answered.' },
          { name: 'Suites', description: 'Named, versioned sets of scorers.' },
          { name: 'Keys', description: 'Who may ask.' },
          { name: 'Project', description: 'Which models may judge, and what they cost.' },
          { name: 'Health', description: 'For probes.' },
        ],
      },
    }),
  );
  app.get('/', (c) => c.redirect('/docs/'));
}
