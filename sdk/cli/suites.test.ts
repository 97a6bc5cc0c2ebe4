import type { Suite } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { readSuite } from './suite-file.ts';

const support: Suite = {
  name: 'support',
  version: 3,
  description: 'What answers of support must be.',
  scorers: ['token-f1', { scorer: 'length', params: { unit: 'words', max: 60 } }],
  policy: { rule: 'required' },
  fingerprint: 'sha256:00',
  createdAt: '2026-01-01T00:00:00Z',
};
const yaml = 'name: support\nscorers:\n  - token-f1\n  - scorer: length\n    params: { max: 60 }\n';
const other = 'name: other\nscorers: [levenshtein]\n';

/** An API that has `support@3`; `changed` names the suites whose files differ. */
function api(changed: string[], newest: Record<string, Suite | null> = { support, other: null }) {
  return {
    'POST /v1/suites/preview': async (request: Request) => {
      const { name } = (await request.json()) as { name: string };
      return { isChanged: changed.includes(name), newest: newest[name] ?? null, next: {} };
    },
    'POST /v1/suites': async (request: Request) => ({
      ...((await request.json()) as object),
      version: 1,
    }),
    'POST /v1/suites/support/versions': async () => ({ ...support, version: 4 }),
    'GET /v1/suites': { items: [support], nextCursor: null },
    'GET /v1/suites/support': support,
  };
}

describe('suites push', () => {
  test('makes new suites, adds versions to those that changed, and leaves the others', async () => {
    const files = { 'suites/support.yaml': yaml, 'suites/other.yml': other, 'suites/a.txt': '' };
    const both = fakeSystem({ routes: api(['support', 'other']), files });
    const pushed = await both.assay('suites', 'push', 'suites/');
    expect(pushed.code).toBe(0);
    expect(pushed.stdout).toContain('created other@1');
    expect(pushed.stdout).toContain('added support@4');
    const sent = both.asked.filter(({ url }) => !url.endsWith('/preview'));
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { name: 'other', scorers: ['levenshtein'] },
      { scorers: ['token-f1', { scorer: 'length', params: { max: 60 } }] },
    ]);
    const none = fakeSystem({ routes: api([]), files: { 'support.yaml': yaml } });
    expect((await none.assay('suites', 'push', 'support.yaml')).stdout).toContain(
      'unchanged support@3',
    );
    expect(none.asked).toHaveLength(1);
  });

  test('with --check saves nothing, and fails when something would change', async () => {
    const files = { 'support.yaml': yaml, 'other.yaml': other };
    const differing = fakeSystem({ routes: api(['support', 'other']), files });
    const found = await differing.assay('suites', 'push', 'support.yaml', 'other.yaml', '--check');
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('differs from support@3');
    expect(found.stdout).toContain('would be created');
    expect(differing.asked.every(({ url }) => url.endsWith('/preview'))).toBe(true);
    const same = fakeSystem({ routes: api([]), files });
    expect((await same.assay('suites', 'push', 'support.yaml', '--check')).code).toBe(0);
  });

  test('names the line of a field that the API refuses, and saves none of the files', async () => {
    const refusal = {
      status: 400,
      code: 'invalid_request',
      title: 'T',
      detail: 'D',
      errors: [{ pointer: '/scorers/1/params/max', message: 'must be a number' }],
    };
    const machine = fakeSystem({
      routes: {
        ...api(['other']),
        'POST /v1/suites/preview': async (request: Request) => {
          const { name } = (await request.json()) as { name: string };
          if (name === 'other') return { isChanged: true, newest: null, next: {} };
          return Response.json(refusal, {
            status: 400,
            headers: { 'Content-Type': 'application/problem+json' },
          });
        },
      },
      files: { 'other.yaml': other, 'support.yaml': yaml },
    });
    const { code, stderr } = await machine.assay('suites', 'push', 'other.yaml', 'support.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('support.yaml:5: /scorers/1/params/max must be a number');
    expect(machine.asked.every(({ url }) => url.endsWith('/preview'))).toBe(true);
  });

  test('refuses two files of one suite, and folders without files', async () => {
    const machine = fakeSystem({ routes: api([]), files: { 'a.yaml': yaml, 'b.yaml': yaml } });
    expect((await machine.assay('suites', 'push', 'a.yaml', 'b.yaml')).stderr).toContain(
      'b.yaml and a.yaml both define the suite “support”',
    );
    expect((await machine.assay('suites', 'push', 'empty')).stderr).toContain('empty contains no');
    expect(machine.asked).toEqual([]);
  });
});

describe('suites pull', () => {
  test('writes suites as files that say the same', async () => {
    const machine = fakeSystem({ routes: api([]) });
    const pulled = await machine.assay('suites', 'pull');
    expect(pulled).toMatchObject({ code: 0 });
    expect(pulled.stdout).toContain('written support@3');
    const { suite } = readSuite(machine.files.get('suites/support.yaml') ?? '', 'support.yaml');
    const { name, description, scorers } = support;
    expect(suite).toEqual({ name, description, scorers });
  });

  test('leaves a file that says the same as it is', async () => {
    const machine = fakeSystem({ routes: api([]) });
    await machine.assay('suites', 'pull', '--out', 'here');
    const file = `# Ours.\n${machine.files.get('here/support.yaml')}`;
    machine.files.set('here/support.yaml', file);
    const again = await machine.assay('suites', 'pull', 'support', '--out', 'here', '--json');
    expect(JSON.parse(again.stdout)).toEqual([
      { file: 'here/support.yaml', name: 'support', version: 3, change: 'unchanged' },
    ]);
    expect(machine.files.get('here/support.yaml')).toBe(file);
    machine.files.set('here/support.yaml', other);
    await machine.assay('suites', 'pull', 'support', '--out', 'here');
    expect(machine.files.get('here/support.yaml')).toContain('name: support');
  });

  test('writes the file that holds the suite, whatever it is called', async () => {
    const machine = fakeSystem({ routes: api([]), files: { 'here/notes.yaml': 'a: [' } });
    machine.files.set('here/ours.yaml', 'name: support\nscorers: [bleu]\n');
    await machine.assay('suites', 'pull', 'support', '--out', 'here');
    expect([...machine.files.keys()]).toEqual(['here/notes.yaml', 'here/ours.yaml']);
    expect(machine.files.get('here/ours.yaml')).not.toContain('[bleu]');
  });

  test('suites list tells each in its newest version', async () => {
    const machine = fakeSystem({ routes: api([]) });
    expect((await machine.assay('suites', 'list')).stdout).toContain('support@3  2 scorers  What');
  });
});
