import { pageOf, pageQuery } from '@assay/schema/page.ts';
import {
  RuleVerdictCall,
  RuleVerdicts,
  ruleVerdictQuery,
  TraceRule,
  TraceRuleActivity,
  TraceRuleInput,
  TraceRulePreview,
  TraceRuleVersionInput,
} from '@assay/schema/trace-rule.ts';
import * as z from 'zod';
import { followRule } from '../../features/traces/follow-rule.ts';
import { previewTraceRule, ruleActivity } from '../../features/traces/preview-rule.ts';
import {
  addTraceRuleVersion,
  createTraceRule,
  deleteTraceRule,
  getTraceRule,
  listTraceRules,
  listTraceRuleVersions,
} from '../../features/traces/rules.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const TraceRuleVersions = z
  .strictObject({ items: z.array(TraceRule).describe('The versions, newest first.') })
  .meta({ id: 'TraceRuleVersions' });

const ruleName = z.string().min(1).describe('Name of the rule.');
const reference = { name: '`name`, or `name@version`.' };

// A rule spends what judges cost on every answer of an application: an admin decides on that.
export const TRACE_RULES = [
  operation({
    id: 'createTraceRule',
    scope: 'admin',
    route: 'POST /v1/rules',
    tag: 'Rules',
    summary: 'Create a rule for live traces',
    description:
      'Traces that are sent to `/otlp/v1/traces` and match are scored, `delaySeconds` after their last span came.',
    body: json(TraceRuleInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getTraceRule(projectId, body.name, services),
    },
    answers: { status: 201, description: 'Version 1 of the rule.', schema: TraceRule },
    problems: ['unknown_scorer', 'unknown_suite', 'trace_rule_exists'],
    run: ({ projectId, body }, services) => createTraceRule(projectId, body, services),
  }),
  operation({
    id: 'previewTraceRule',
    scope: 'admin',
    route: 'POST /v1/rules/preview',
    tag: 'Rules',
    summary: 'Preview what a rule would have scored in the last hour',
    description: 'Nothing is saved or scored. Up to 5,000 spans are looked at, the newest first.',
    body: json(TraceRuleVersionInput),
    audit: 'none',
    answers: { status: 200, description: 'The spans that match.', schema: TraceRulePreview },
    problems: ['unknown_scorer', 'unknown_suite'],
    run: ({ projectId, body }, services) => previewTraceRule(projectId, body, services),
    rpc: 'rules.preview',
    tool: {
      name: 'preview_rule',
      title: 'Preview a rule',
      description:
        'How many spans of the last hour a rule for live traces would have scored. Nothing is saved.',
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listTraceRules',
    scope: 'read',
    route: 'GET /v1/rules',
    tag: 'Rules',
    summary: 'List rules by name, each in its newest version',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('TraceRulePage', TraceRule) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listTraceRules(projectId, query, services),
    rpc: 'rules.list',
    tool: {
      name: 'list_rules',
      title: 'Rules for live traces',
      description:
        'The rules that say which live traces of the application are scored, and by what; each in its newest version.',
      input: z.strictObject({
        cursor: z.string().exactOptional().describe('`nextCursor` of the page before.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'getTraceRule',
    scope: 'read',
    route: 'GET /v1/rules/:name',
    tag: 'Rules',
    summary: 'Get a rule',
    description: '`name` selects the newest version, `name@3` version 3.',
    parameters: reference,
    answers: { status: 200, description: 'The version.', schema: TraceRule },
    problems: ['trace_rule_not_found'],
    run: ({ projectId, path }, services) => getTraceRule(projectId, path.name, services),
    rpc: 'rules.get',
  }),
  operation({
    id: 'getTraceRuleActivity',
    scope: 'read',
    route: 'GET /v1/rules/:name/activity',
    tag: 'Rules',
    summary: 'Show what a rule scored in the last hour, by the minute',
    description:
      'What was matched and not scored was over `perMinute`, or beyond the limits of a sample.',
    parameters: { name: 'Name of the rule.' },
    answers: { status: 200, description: 'The minutes.', schema: TraceRuleActivity },
    problems: ['trace_rule_not_found'],
    run: ({ projectId, path }, services) => ruleActivity(projectId, path.name, services),
    rpc: 'rules.activity',
    tool: {
      name: 'get_rule_activity',
      title: 'Activity of a rule',
      description:
        'What a rule for live traces matched, scored and could not score in the last hour, by the minute, and why.',
      input: z.strictObject({ name: ruleName }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listRuleVerdicts',
    scope: 'read',
    route: 'GET /v1/rules/:name/verdicts',
    tag: 'Rules',
    summary: 'Follow the verdicts of a rule, in the order in which they were stored',
    description:
      'Verdicts of live traces have the time of their span, and are stored later. This lists those of the last seven days as they came: ask again with `after` set to the `cursor` of the answer, and none is missed or told twice.',
    parameters: { name: 'Name of the rule.' },
    query: ruleVerdictQuery,
    callQuery: RuleVerdictCall,
    audit: { kind: 'read' },
    answers: { status: 200, description: 'The verdicts.', schema: RuleVerdicts },
    problems: ['trace_rule_not_found', 'invalid_request'],
    run: ({ projectId, path, query }, services) =>
      followRule(projectId, path.name, query, services),
    rpc: 'rules.verdicts',
    tool: {
      name: 'get_rule_verdicts',
      title: 'Verdicts of a rule',
      description:
        'The newest verdicts of live traces by a rule, or those after a `cursor`, with their scores and reasons.',
      input: z.strictObject({
        name: ruleName,
        after: z.string().exactOptional().describe('`cursor` of an earlier answer.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Most verdicts, 20 by default.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'listTraceRuleVersions',
    scope: 'read',
    route: 'GET /v1/rules/:name/versions',
    tag: 'Rules',
    summary: 'List the versions of a rule, newest first',
    parameters: { name: 'Name of the rule.' },
    answers: { status: 200, description: 'The versions.', schema: TraceRuleVersions },
    problems: ['trace_rule_not_found'],
    run: async ({ projectId, path }, services) => ({
      items: await listTraceRuleVersions(projectId, path.name, services),
    }),
  }),
  operation({
    id: 'addTraceRuleVersion',
    scope: 'admin',
    route: 'POST /v1/rules/:name/versions',
    tag: 'Rules',
    summary: 'Add a version to a rule',
    description:
      'If the content equals the newest version, no version is added: the response is that version, with status 200.',
    parameters: { name: 'Name of the rule.' },
    body: json(TraceRuleVersionInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getTraceRule(projectId, path.name, services),
    },
    answers: {
      status: 201,
      description: 'The new version.',
      schema: TraceRule,
      unchanged: 'The newest version, which already has this content.',
    },
    problems: ['unknown_scorer', 'unknown_suite', 'trace_rule_not_found'],
    async respond(c, { projectId, path, body }, services) {
      const { rule, isNew } = await addTraceRuleVersion(projectId, path.name, body, services);
      return c.json(rule, isNew ? 201 : 200);
    },
  }),
  operation({
    id: 'deleteTraceRule',
    scope: 'admin',
    route: 'DELETE /v1/rules/:name',
    tag: 'Rules',
    summary: 'Delete a rule, or one version of it',
    description:
      '`name` deletes all versions, `name@3` only version 3. A version number is never reused.',
    parameters: reference,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getTraceRule(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The rule is deleted.' },
    problems: ['trace_rule_not_found'],
    async run({ projectId, path }, services) {
      await deleteTraceRule(projectId, path.name, services);
      return null;
    },
  }),
] as const;
