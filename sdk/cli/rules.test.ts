import type { TraceRule } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { writeRule } from './rule-file.ts';

const answers: TraceRule = {
  name: 'answers',
  version: 3,
  description: 'Answers of support.',
  level: 'trace',
  filter: { attributes: { 'service.name': { in: ['support-bot'] } } },
  share: 0.1,
  scorers: ['detect-refusal'],
  fingerprint: 'sha256:00',
  createdAt: '2026-01-01T00:00:00Z',
};
const yaml = writeRule(answers);
const other = 'name: other\nlevel: model-call\nscorers: [detect-pii]\n';

const api = {
  'GET /v1/rules': { items: [answers], nextCursor: null },
  'GET /v1/rules/answers': answers,
  'POST /v1/rules': async (request: Request) => ({
    ...((await request.json()) as object),
    version: 1,
  }),
  'POST /v1/rules/answers/versions': { ...answers, version: 4 },
  'POST /v1/rules/preview': {
    seen: 200,
    looked: 100,
    matched: 10,
    estimate: 20,
    examples: [{ traceId: 'a', spanId: 'b', name: 'chat gpt-4o' }],
  },
};

test('rules push makes new rules, adds versions to those that changed, and leaves the others', async () => {
  const files = {
    'rules/answers.yaml': yaml.replace('share: 0.1', 'share: 0.5'),
    'rules/other.yaml': other,
  };
  const changed = await fakeSystem({ routes: api, files }).assay('rules', 'push', 'rules/');
  expect(changed.stdout).toBe(
    'rules/answers.yaml  added answers@4\nrules/other.yaml    created other@1\n',
  );
  const same = fakeSystem({ routes: api, files: { 'answers.yaml': yaml } });
  expect((await same.assay('rules', 'push', 'answers.yaml')).stdout).toContain('unchanged');
  const dry = fakeSystem({ routes: api, files });
  expect((await dry.assay('rules', 'push', 'rules/', '--dry-run')).code).toBe(0);
  expect(dry.asked.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('rules preview says how many spans of the last hour match', async () => {
  const machine = fakeSystem({ routes: api, files: { 'answers.yaml': yaml } });
  const { stdout } = await machine.assay('rules', 'preview', 'answers.yaml');
  expect(stdout).toBe('answers  20 of 200 spans  chat gpt-4o\n');
});

test('rules pull writes a file for each rule, which push reads back', async () => {
  const machine = fakeSystem({ routes: api });
  const { stdout } = await machine.assay('rules', 'pull');
  expect(stdout).toBe('rules/answers.yaml  written answers@3\n');
  expect((await machine.assay('rules', 'list')).stdout).toContain('answers@3  trace  10%');
});
