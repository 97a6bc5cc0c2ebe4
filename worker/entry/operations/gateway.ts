import {
  GatewayAnswer,
  GatewayModel,
  GatewayModels,
  GatewayRequest,
} from '@assay/schema/gateway.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import { findModel, listModels } from '../../features/gateway/list-models.ts';
import { answerOpenAi } from '../gateway/answer-openai.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const body = json(GatewayRequest, {
  limits: {
    bytes: LIMITS.gatewayBytes,
    levels: LIMITS.gatewayNestingDepth,
  },
});

const problems = [
  'model_not_found',
  'model_not_allowed',
  'budget_exceeded',
  'models_unconfigured',
  'provider_rejected',
  'provider_unavailable',
  'provider_answer_invalid',
  'provider_answer_cut',
  'provider_timeout',
] as const;

/** What clients of OpenAI ask, with `/openai/v1` as their base URL. */
export const GATEWAY = [
  operation({
    id: 'createChatCompletion',
    scope: 'score',
    route: 'POST /openai/v1/chat/completions',
    tag: 'Gateway',
    hasOpenAiErrors: true,
    summary: 'Ask a model for a chat completion',
    description:
      'Request, answer, stream and errors are those of OpenAI’s API reference. `model` is `provider/model`. What is not known here is sent on as it is. The answer carries `assay`, a stream in its last chunk.',
    body,
    isIdempotent: true,
    answers: { status: 200, description: 'The answer.', schema: GatewayAnswer },
    mediaTypes: ['text/event-stream'],
    problems,
    respond: (c, asked, services) => answerOpenAi(c, 'chat/completions', asked.body, services),
  }),
  operation({
    id: 'createResponse',
    scope: 'score',
    route: 'POST /openai/v1/responses',
    tag: 'Gateway',
    hasOpenAiErrors: true,
    summary: 'Ask a model for a response',
    description:
      'Request, answer, stream and errors are those of OpenAI’s API reference, for providers that offer responses. A stream carries `assay` in the response of its last event.',
    body,
    isIdempotent: true,
    answers: { status: 200, description: 'The answer.', schema: GatewayAnswer },
    mediaTypes: ['text/event-stream'],
    problems,
    respond: (c, asked, services) => answerOpenAi(c, 'responses', asked.body, services),
  }),
  operation({
    id: 'createEmbedding',
    scope: 'score',
    route: 'POST /openai/v1/embeddings',
    tag: 'Gateway',
    hasOpenAiErrors: true,
    summary: 'Ask a model for embeddings',
    description: 'Request, answer and errors are those of OpenAI’s API reference.',
    body,
    isIdempotent: true,
    answers: { status: 200, description: 'The answer.', schema: GatewayAnswer },
    problems,
    respond: (c, asked, services) => answerOpenAi(c, 'embeddings', asked.body, services),
  }),
  operation({
    id: 'listModels',
    scope: 'any',
    route: 'GET /openai/v1/models',
    tag: 'Gateway',
    hasOpenAiErrors: true,
    summary: 'List the models that the project may ask',
    description:
      'As the configured providers list them, each as `provider/model`, without those that the project does not allow.',
    answers: { status: 200, description: 'The models.', schema: GatewayModels },
    problems: ['models_unconfigured'],
    run: ({ projectId, context }, services) => listModels(projectId, context, services),
  }),
  operation({
    id: 'getModel',
    scope: 'any',
    route: 'GET /openai/v1/models/:model',
    tag: 'Gateway',
    hasOpenAiErrors: true,
    summary: 'Get a model',
    parameters: { model: '`provider/model`, with the slash written as %2F.' },
    answers: { status: 200, description: 'The model.', schema: GatewayModel },
    problems: ['model_not_found', 'model_not_allowed', 'models_unconfigured'],
    run: ({ projectId, path }, services) => findModel(projectId, path.model, services),
  }),
] as const;
