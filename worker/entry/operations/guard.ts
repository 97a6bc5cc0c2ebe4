import { GuardRestored, GuardRestoreRequest } from '@assay/schema/guard.ts';
import {
  GuardPolicy,
  GuardPolicyInput,
  GuardPolicyVersionInput,
} from '@assay/schema/guard-policy.ts';
import { GuardStreamQuery } from '@assay/schema/guard-stream-query.ts';
import { GuardStreamReport } from '@assay/schema/guard-stream-report.ts';
import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import * as z from 'zod';
import {
  addPolicyVersion,
  createPolicy,
  deletePolicy,
  getPolicy,
  listPolicies,
  listPolicyVersions,
} from '../../features/guard/policies.ts';
import { STREAM_TYPES, streamGuarded } from '../http/guard-events.ts';
import { json, stream } from './bodies.ts';
import { GUARD_TEXT } from './guard-text.ts';
import { operation } from './operation.ts';

const GuardPolicyVersions = z
  .strictObject({ items: z.array(GuardPolicy).describe('The versions, newest first.') })
  .meta({ id: 'GuardPolicyVersions' });

export const GUARD = [
  GUARD_TEXT,
  operation({
    id: 'guardStream',
    scope: 'score',
    route: 'POST /v1/guard/stream',
    tag: 'Guard',
    summary: 'Check the stream of a model while it is sent on',
    description:
      'The body is the stream of a model: server-sent events, NDJSON or text. The response is the same stream as server-sent events, sent while the body still comes in, with what is redacted replaced. An event `assay.guard` with the result comes at the end, before `[DONE]`. If the policy blocks, the stream ends with an event `error` instead, without `[DONE]`.',
    query: GuardStreamQuery,
    body: stream(STREAM_TYPES),
    answers: {
      status: 200,
      description: 'The stream, and the result in the event `assay.guard`.',
      schema: GuardStreamReport,
    },
    mediaTypes: ['text/event-stream'],
    problems: [
      'invalid_request',
      'unknown_scorer',
      'unknown_policy',
      'request_too_large',
      'unsupported_media_type',
    ],
    respond: (c, { query }) => streamGuarded(c, query),
  }),
  operation({
    id: 'restoreTokens',
    scope: 'score',
    route: 'POST /v1/guard/restore',
    tag: 'Guard',
    summary: 'Replace tokens by their originals',
    description: 'Puts back what a policy with the redaction `tokens` replaced. Nothing is stored.',
    body: json(GuardRestoreRequest),
    answers: { status: 200, description: 'The text with its originals.', schema: GuardRestored },
    run: ({ body: { text, tokens } }) => ({ text: restoreTokens(text, tokens) }),
  }),
  operation({
    id: 'createGuardPolicy',
    scope: 'suites',
    route: 'POST /v1/guard/policies',
    tag: 'Guard',
    summary: 'Create a guard policy',
    body: json(GuardPolicyInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getPolicy(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the policy.', schema: GuardPolicy },
    problems: ['unknown_scorer', 'policy_exists'],
    run: ({ projectId, body }, services) => createPolicy(projectId, body, services),
  }),
  operation({
    id: 'listGuardPolicies',
    scope: 'read',
    route: 'GET /v1/guard/policies',
    tag: 'Guard',
    summary: 'List guard policies by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('GuardPolicyPage', GuardPolicy),
    },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listPolicies(projectId, query, services),
  }),
  operation({
    id: 'getGuardPolicy',
    scope: 'read',
    route: 'GET /v1/guard/policies/:name',
    tag: 'Guard',
    summary: 'Get a guard policy',
    description: '`name` selects the newest version, `name@3` version 3. `default` is the preset.',
    parameters: { name: '`name`, or `name@version`.' },
    answers: { status: 200, description: 'The version.', schema: GuardPolicy },
    problems: ['policy_not_found'],
    run: ({ projectId, path }, services) => getPolicy(projectId, path.name, services),
  }),
  operation({
    id: 'listGuardPolicyVersions',
    scope: 'read',
    route: 'GET /v1/guard/policies/:name/versions',
    tag: 'Guard',
    summary: 'List the versions of a guard policy, newest first',
    parameters: { name: 'Name of the policy.' },
    answers: { status: 200, description: 'The versions.', schema: GuardPolicyVersions },
    problems: ['policy_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listPolicyVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addGuardPolicyVersion',
    scope: 'suites',
    route: 'POST /v1/guard/policies/:name/versions',
    tag: 'Guard',
    summary: 'Add a version to a guard policy',
    description:
      'If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: { name: 'Name of the policy.' },
    body: json(GuardPolicyVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getPolicy(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: GuardPolicy,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['unknown_scorer', 'policy_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { policy, isNew } = await addPolicyVersion(projectId, path.name, body, services);
      return c.json(policy, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'deleteGuardPolicy',
    scope: 'admin',
    route: 'DELETE /v1/guard/policies/:name',
    tag: 'Guard',
    summary: 'Delete a guard policy, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: { name: '`name`, or `name@version`.' },
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getPolicy(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The policy is deleted.' },
    problems: ['policy_not_found'],
    async run({ projectId, path }, services) {
      await deletePolicy(projectId, path.name, services);
      return null;
    },
  }),
] as const;
