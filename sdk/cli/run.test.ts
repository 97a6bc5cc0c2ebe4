import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { fakeSystem, problem } from '../testing/fake-system.ts';
import { COMMANDS } from './commands.ts';

test('help names every command, and tells the options of one', async () => {
  const { assay } = fakeSystem();
  const { code, stdout } = await assay();
  expect(code).toBe(0);
  for (const { name } of COMMANDS) expect(stdout).toContain(`  ${name}`);
  for (const argv of [
    ['help', 'login'],
    ['login', '--help'],
    ['login', '-h'],
  ]) {
    expect((await assay(...argv)).stdout).toContain('--base-url URL');
  }
});

test.each([
  [['bach'], 'Did you mean “batch”?'],
  [['results', 'bat_1'], 'Did you mean “batches results”?'],
  [['tai'], 'Did you mean “tail”?'],
  [['batches', 'reslts', 'bat_1'], 'Did you mean “batches results”?'],
  [
    ['batch', 'a.jsonl', '--min-passrate', '1'],
    'has no option --min-passrate. Did you mean “min-pass-rate”?',
  ],
  [['score', '-q', 'x'], 'has no option -q.'],
])('a mistyped command or option is told the right one: %j', async (argv, hint) => {
  const { code, stderr } = await fakeSystem().assay(...argv);
  expect([code, stderr]).toEqual([2, expect.stringContaining(hint)]);
});

test('what cannot be understood is an error that says where to look', async () => {
  const { assay } = fakeSystem();
  expect(await assay('scor')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'assay: Unknown command “scor”. Did you mean “score”?\nSee: assay help\n',
  });
  expect((await assay('help', 'scor')).code).toBe(2);
  expect((await assay('scorers', '--nope')).stderr).toContain('See: assay help scorers');
  expect((await assay('scorers', 'a', 'b')).stderr).toContain('Unexpected argument “b”');
});

test('what the API refuses is told with a link and the request id, and as JSON where that was asked for', async () => {
  const { assay } = fakeSystem({
    routes: { 'GET /v1/scorers/x': () => problem(404, 'scorer_not_found', 'No \u001b[2Jx.') },
  });
  const told = await assay('scorers', 'x');
  expect(told).toMatchObject({ code: 2, stdout: '' });
  // A terminal is not steered by what the server says.
  expect(told.stderr).toBe(
    'assay: Title. No [2Jx.\nsee https://assay.test/docs/errors#scorer_not_found\nrequest req_1\n',
  );
  const { stderr } = await assay('scorers', 'x', '--json');
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'scorer_not_found', requestId: 'req_1' },
  });
});

test('what nobody foresaw is told without a stack, unless it is asked for', async () => {
  const run = async (env: Record<string, string>) => {
    const { assay, system } = fakeSystem({ files: { 'a.json': '{}' }, env });
    system.files.bytes = () => {
      throw new TypeError('broken');
    };
    return (await assay('score', 'a.json', '-s', 'bleu')).stderr;
  };
  expect(await run({})).toBe(
    'assay: broken\nThis is a bug in the CLI. Set ASSAY_DEBUG=1 to see the stack trace.\n',
  );
  expect(await run({ ASSAY_DEBUG: '1' })).toContain('    at ');
});

test('its version is that of the package', async () => {
  const { assay } = fakeSystem();
  expect(await assay('--version')).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
});

test.each([
  [['batches', 'list'], { ASSAY_BASE_URL: 'http://user:sEcret@127.0.0.1:9', ASSAY_API_KEY: 'k' }],
  [
    ['batches', 'list', '--json'],
    { ASSAY_BASE_URL: 'http://user:sEcret@127.0.0.1:9', ASSAY_API_KEY: 'k' },
  ],
  [['batches', 'list'], { ASSAY_BASE_URL: 'http://user:sEcret@127.0.0.1:9' }],
  [['login', '--base-url', 'http://user:sEcret@127.0.0.1:9'], {}],
  [['login', '--base-url', 'user:sEcret@127.0.0.1:9'], {}],
])('a password in an address is refused, and shown nowhere: %j', async (argv, env) => {
  const { code, stdout, stderr } = await fakeSystem({ env }).assay(...argv);
  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain('sEcret');
  expect(stderr).toContain('…@127.0.0.1:9');
});
