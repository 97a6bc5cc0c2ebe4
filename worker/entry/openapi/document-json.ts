import { ASSAY_VERSION } from '../../core/version.ts';
import { DOCUMENTED_ROUTES } from '../operations/list.ts';
import { describeRoutes } from './document.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate, as JSON. */
export function documentJson(): string {
  return JSON.stringify(wholeDocument());
}

function wholeDocument() {
  const { paths, schemas } = describeRoutes(DOCUMENTED_ROUTES);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Assay',
      description:
        'Evaluate the output of language models. Send a sample, choose scorers or a suite, and get one score per scorer and whether the sample passes.',
      version: ASSAY_VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The deployment that served this document.' }],
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
  { name: 'Scoring', description: 'Score samples.' },
  { name: 'Guard', description: 'Check prompts and answers before they go on.' },
  { name: 'Pipelines', description: 'Named ways of a request through the gateway.' },
  {
    name: 'Gateway',
    description:
      'Ask models in OpenAI’s shape: `baseURL` is `/openai/v1`. Errors have OpenAI’s shape too.',
  },
  { name: 'Rules', description: 'Which live traces are scored, and by what.' },
  { name: 'Monitors', description: 'Sequential tests over streams of scores, and their alarms.' },
  { name: 'Schedules', description: 'What runs every so often.' },
  { name: 'Alerts', description: 'What moved, and the channels that receive it.' },
  { name: 'Batches', description: 'Score many samples through the queue.' },
  { name: 'Experiments', description: 'Variants × samples × repeats, generated and scored.' },
  { name: 'Probes', description: 'What changes an answer that should not.' },
  { name: 'Webhooks', description: 'Get notified when a batch has ended.' },
  { name: 'Scorers', description: 'Find scorers, and define your own.' },
  { name: 'Verdicts', description: 'Find, read and delete stored verdicts.' },
  { name: 'Log', description: 'Verify that nothing stored was changed since.' },
  { name: 'Suites', description: 'Manage named, versioned sets of scorers.' },
  { name: 'Keys', description: 'Manage API keys.' },
  { name: 'Project', description: 'Control which models can judge, and see what they cost.' },
  { name: 'Health', description: 'Liveness and readiness probes.' },
];
