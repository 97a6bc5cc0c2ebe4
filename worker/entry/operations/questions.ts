import { pageOf, pageQuery } from '@assay/schema/page.ts';
import {
  Question,
  QuestionFromScorer,
  QuestionInput,
  QuestionVersionInput,
} from '@assay/schema/question.ts';
import * as z from 'zod';
import { nameFromScorer, questionFromScorer } from '../../features/reviews/question-from-scorer.ts';
import {
  addQuestionVersion,
  createQuestion,
  deleteQuestion,
  getQuestion,
  listQuestions,
  listQuestionVersions,
} from '../../features/reviews/questions.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const QuestionVersions = z
  .strictObject({ items: z.array(Question).describe('The versions, newest first.') })
  .meta({ id: 'QuestionVersions' });

const reference = { name: '`name`, or `name@version`.' };

export const QUESTIONS = [
  operation({
    id: 'createQuestion',
    scope: 'suites',
    route: 'POST /v1/questions',
    tag: 'Reviews',
    summary: 'Create a question for people',
    body: json(QuestionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getQuestion(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the question.', schema: Question },
    problems: ['question_exists'],
    run: ({ projectId, body }, services) => createQuestion(projectId, body, services),
  }),
  operation({
    id: 'createQuestionFromScorer',
    scope: 'suites',
    route: 'POST /v1/questions/from-scorer',
    tag: 'Reviews',
    summary: 'Create a question from the rubric of a judge',
    description:
      'People are asked what the judge is asked: its criterion, levels or classes. If the question exists, a version is added, unless the newest has the same content: then the response is that version, with status 200.',
    body: json(QuestionFromScorer),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => nameFromScorer(body),
      state: ({ projectId, body }, services) =>
        getQuestion(projectId, nameFromScorer(body), services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Question,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['invalid_request', 'unknown_scorer'],
    async respond(c, { projectId, body }, services) {
      const { question, isNew } = await questionFromScorer(projectId, body, services);
      return c.json(question, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'listQuestions',
    scope: 'read',
    route: 'GET /v1/questions',
    tag: 'Reviews',
    summary: 'List questions by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('QuestionPage', Question) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listQuestions(projectId, query, services),
    rpc: 'questions.list',
  }),
  operation({
    id: 'getQuestion',
    scope: 'read',
    route: 'GET /v1/questions/:name',
    tag: 'Reviews',
    summary: 'Get a question',
    description: '`name` selects the newest version, `name@3` version 3.',
    parameters: reference,
    answers: { status: 200, description: 'The question version.', schema: Question },
    problems: ['question_not_found'],
    run: ({ projectId, path }, services) => getQuestion(projectId, path.name, services),
    rpc: 'questions.get',
  }),
  operation({
    id: 'listQuestionVersions',
    scope: 'read',
    route: 'GET /v1/questions/:name/versions',
    tag: 'Reviews',
    summary: 'List the versions of a question, newest first',
    parameters: { name: 'Name of the question.' },
    answers: { status: 200, description: 'The versions.', schema: QuestionVersions },
    problems: ['question_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listQuestionVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addQuestionVersion',
    scope: 'suites',
    route: 'POST /v1/questions/:name/versions',
    tag: 'Reviews',
    summary: 'Add a version to a question',
    description:
      'If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: { name: 'Name of the question.' },
    body: json(QuestionVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getQuestion(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: Question,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['question_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { question, isNew } = await addQuestionVersion(projectId, path.name, body, services);
      return c.json(question, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'deleteQuestion',
    scope: 'admin',
    route: 'DELETE /v1/questions/:name',
    tag: 'Reviews',
    summary: 'Delete a question, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: reference,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getQuestion(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The question is deleted; its labels are kept.' },
    problems: ['question_not_found'],
    async run({ projectId, path }, services) {
      await deleteQuestion(projectId, path.name, services);
      return null;
    },
  }),
] as const;
