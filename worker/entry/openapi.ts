import { ASSAY_VERSION } from '../core/version.ts';
import type { App } from './context.ts';
import { describeRoutes } from './openapi-document.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate, and the pages that render it. */
export function registerOpenApi(app: App): void {
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(documentOf(app));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  app.get('/', (c) => c.redirect('/docs/'));
}

function documentOf(app: App) {
  const { paths, schemas } = describeRoutes(app);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Assay',
      description:
        'Verdicts on what language models write. Send a sample, name scorers or a suite, get one score each, and whether it passes.',
      version: ASSAY_VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The deployment that this document is from.' }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `assay_live_…`.' },
      },
      schemas,
    },
    tags: TAGS,
    paths,
  };
}

const TAGS = [
  { name: 'Scoring', description: 'Ask for verdicts.' },
  { name: 'Batches', description: 'Many samples, through the queue.' },
  { name: 'Webhooks', description: 'Word when a batch has ended.' },
  { name: 'Scorers', description: 'What can be asked for.' },
  { name: 'Verdicts', description: 'What was answered.' },
  { name: 'Suites', description: 'Named, versioned sets of scorers.' },
  { name: 'Keys', description: 'Who may ask.' },
  { name: 'Project', description: 'Which models may judge, and what they cost.' },
  { name: 'Health', description: 'For probes.' },
];
