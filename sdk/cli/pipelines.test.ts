import type { Pipeline, PipelineInput } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { readPipeline, writePipeline } from './pipeline-file.ts';

const support: Pipeline = {
  name: 'support',
  version: 3,
  description: 'What answers questions of support.',
  targets: [
    { name: 'small', model: 'openai/gpt-5-mini' },
    { name: 'large', model: 'openai/gpt-5', parameters: { temperature: 0 } },
  ],
  route: {
    rules: [{ name: 'long', when: { characters: { min: 8_000 } }, use: { targets: ['large'] } }],
  },
  otherwise: { targets: ['small', 'large'] },
  judge: { suite: 'support', share: 0.1 },
  fingerprint: 'sha256:00',
  createdAt: '2026-01-01T00:00:00Z',
};
const yaml = writePipeline(support).replace('share: 0.1', 'share: 0.5');
const other = 'name: other\ntargets:\n  - name: small\n    model: openai/gpt-5-mini\n';

/** An API that has `support@3`; `changed` names the pipelines whose files differ. */
function api(changed: string[]) {
  return {
    'POST /v1/pipelines/preview': async (request: Request) => {
      const next = (await request.json()) as PipelineInput;
      const newest = next.name === 'support' ? support : null;
      return { isChanged: changed.includes(next.name), newest, next };
    },
    'POST /v1/pipelines': async (request: Request) => ({
      ...((await request.json()) as object),
      version: 1,
    }),
    'POST /v1/pipelines/support/versions': { ...support, version: 4 },
    'GET /v1/pipelines': { items: [support], nextCursor: null },
    'GET /v1/pipelines/support': support,
  };
}

const saved = ({ asked }: ReturnType<typeof fakeSystem>) =>
  asked.filter(({ method, url }) => method === 'POST' && !url.endsWith('/preview'));

describe('pipelines push', () => {
  test('shows what changes, makes new pipelines, and adds versions to those that changed', async () => {
    const files = { 'pipelines/support.yaml': yaml, 'pipelines/other.yml': other };
    const machine = fakeSystem({ routes: api(['support', 'other']), files });
    const { code, stdout, stderr } = await machine.assay('pipelines', 'push', 'pipelines/');
    expect(code).toBe(0);
    expect(stdout).toContain('created other@1');
    expect(stdout).toContain('added support@4');
    expect(stderr).toBe(
      'support@3\n  judge:\n    suite: support\n-   share: 0.1\n+   share: 0.5\n\n\n',
    );
    expect(saved(machine)).toHaveLength(2);
  });

  test('with --dry-run or --check saves nothing; --check fails when something would change', async () => {
    const machine = fakeSystem({ routes: api(['support']), files: { 'support.yaml': yaml } });
    const dry = await machine.assay('pipelines', 'push', 'support.yaml', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: 'support.yaml  differs from support@3\n' });
    expect((await machine.assay('pipelines', 'push', 'support.yaml', '--check')).code).toBe(1);
    expect(saved(machine)).toEqual([]);
    const same = fakeSystem({ routes: api([]), files: { 'support.yaml': yaml } });
    const pushed = await same.assay('pipelines', 'push', 'support.yaml', '--check');
    expect(pushed).toMatchObject({ code: 0, stderr: '' });
  });

  test('names the line of a field that the API refuses, and saves none of the files', async () => {
    const refusal = {
      ...{ status: 400, code: 'invalid_request', title: 'T', detail: 'D' },
      errors: [{ pointer: '/targets/0/model', message: 'cannot be asked' }],
    };
    const headers = { 'Content-Type': 'application/problem+json' };
    const machine = fakeSystem({
      routes: {
        ...api(['support']),
        'POST /v1/pipelines/preview': () => Response.json(refusal, { status: 400, headers }),
      },
      files: { 'other.yaml': other },
    });
    const { code, stderr } = await machine.assay('pipelines', 'push', 'other.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('other.yaml:4: /targets/0/model cannot be asked');
    expect(saved(machine)).toEqual([]);
  });

  test('refuses a file that is no pipeline before anything is sent', async () => {
    const files = { 'a.yaml': 'name: a\n', 'b.yaml': '- 1\n' };
    const machine = fakeSystem({ routes: api([]), files });
    const first = await machine.assay('pipelines', 'push', 'a.yaml');
    expect(first.stderr).toContain('a.yaml: /targets must be a list of targets.');
    const second = await machine.assay('pipelines', 'push', 'b.yaml');
    expect(second.stderr).toContain('b.yaml is not a pipeline: `name` and `targets` are required.');
    expect(machine.asked).toEqual([]);
  });
});

describe('pipelines pull', () => {
  test('writes pipelines as files that say the same, with their steps in the order of a request', async () => {
    const machine = fakeSystem({ routes: api([]) });
    expect((await machine.assay('pipelines', 'pull')).stdout).toContain('written support@3');
    const text = machine.files.get('pipelines/support.yaml') ?? '';
    const { version: _, fingerprint: __, createdAt: ___, ...content } = support;
    expect(readPipeline(text, 'support.yaml').pipeline).toEqual(content);
    expect(text.match(/^\w+/gm)).toEqual([
      ...['name', 'description', 'route', 'otherwise', 'targets', 'judge'],
    ]);
  });

  test('leaves a file that says the same as it is, with its comments', async () => {
    const file = `# Ours.\n${writePipeline(support)}`;
    const machine = fakeSystem({ routes: api([]), files: { 'here/ours.yaml': file } });
    const pulled = await machine.assay('pipelines', 'pull', 'support', '--out', 'here', '--json');
    expect(JSON.parse(pulled.stdout)).toMatchObject([{ change: 'unchanged' }]);
    expect(machine.files.get('here/ours.yaml')).toBe(file);
  });
});

test('pipelines list tells each in its newest version', async () => {
  const { stdout } = await fakeSystem({ routes: api([]) }).assay('pipelines', 'list');
  expect(stdout).toBe('support@3  2 targets  1 rule  What answers questions of support.\n');
});

describe('pipelines route', () => {
  const result = {
    ...{ pipeline: 'support', version: 3, rule: null, strategy: 'fallback', parameters: {} },
    targets: support.targets.map(({ name, model }) => ({ name, model })),
    considered: [
      { rule: 'canary', isMatch: false, because: 'the conversation is not in the share of 5%' },
      { rule: 'bills', isMatch: null, because: 'it could not be evaluated: the model is down' },
    ],
    ...{ intent: null, costUsd: 0 },
  };

  test('says which targets would be asked in which order, and what each rule decided', async () => {
    const machine = fakeSystem({ routes: { 'POST /v1/pipelines/support/route': result } });
    const asked = ['-m', 'Hello', '--metadata', 'tier=gold', '--header', 'X-Team=a=b'];
    const { stdout } = await machine.assay('pipelines', 'route', 'support', ...asked);
    expect(stdout).toBe(`support@3: no rule, so otherwise
  canary  does not match  the conversation is not in the share of 5%
  bills   not evaluated   it could not be evaluated: the model is down

fallback
  1.  small  openai/gpt-5-mini
  2.  large  openai/gpt-5
`);
    expect(JSON.parse(machine.asked[0]?.body ?? '')).toEqual({
      body: { messages: [{ role: 'user', content: 'Hello' }], metadata: { tier: 'gold' } },
      headers: { 'x-team': 'a=b' },
    });
  });

  test('reads a request from a file, and refuses what is none', async () => {
    const files = { 'request.json': '{"input":"Hello"}', 'list.json': '[]' };
    const machine = fakeSystem({ routes: { 'POST /v1/pipelines/support/route': result }, files });
    await machine.assay('pipelines', 'route', 'support', 'request.json', '--json');
    expect(JSON.parse(machine.asked[0]?.body ?? '')).toEqual({
      body: { input: 'Hello' },
      headers: {},
    });
    for (const [argv, said] of [
      [['list.json'], 'list.json is not a request'],
      [[], 'Pass --message or a file'],
      [['-m', 'x', '--header', 'none'], '--header must be KEY=TEXT'],
    ] as const) {
      const { code, stderr } = await machine.assay('pipelines', 'route', 'support', ...argv);
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
    }
  });
});
