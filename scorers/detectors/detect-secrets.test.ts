import { describe, expect, test } from 'vitest';
import { resolveScorers } from '../resolve.ts';
import { HARMLESS_TEXTS } from '../testing/harmless-texts.ts';
import { score } from '../testing/score.ts';
import { letters } from '../testing/worst-samples.ts';
import { UNBOUNDED } from '../work.ts';
import { detectSecrets } from './detect-secrets.ts';
import { hasBase62Checksum } from './secrets/checksum.ts';

/** What is found in a text with a certainty above 0.5, as kind and text. */
function found(output: string, params = {}): [kind: string, text: string][] {
  const [resolved] = resolveScorers([{ scorer: 'detect-secrets', params }]);
  const detection = detectSecrets.detect({ output }, resolved?.params ?? {}, UNBOUNDED);
  if (!('findings' in detection)) throw new Error(detection.reason);
  return detection.findings
    .filter(({ certainty }) => certainty > 0.5)
    .map(({ kind, start, end }) => [kind, output.slice(start, end)]);
}

// Tokens are put together here, so that no scanner of repositories takes them for real ones.
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = (length: number, signs = SIGNS) => letters(length, 7, signs);
const hex = (length: number) => random(length, '0123456789abcdef');

describe('a token is found by its form', () => {
  test.each([
    ['aws-key', `AKIA${random(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
    ['gcp-key', `AIza${random(35)}`],
    ['github-token', `github_pat_${random(22)}_${random(59)}`],
    ['gitlab-token', `glpat-${random(20)}`],
    ['slack-token', `xoxb-${random(12, '0123456789')}-${random(24)}`],
    ['stripe-key', `sk_live_${random(24)}`],
    ['openai-key', `sk-proj-${random(48)}`],
    ['anthropic-key', `sk-ant-api03-${random(93)}AA`],
    ['huggingface-token', `hf_${random(34)}`],
    ['pypi-token', `pypi-AgEIcHlwaS5vcmc${random(60)}`],
    ['twilio-key', `SK${hex(32)}`],
    ['sendgrid-key', `SG.${random(22)}.${random(43)}`],
    ['telegram-token', `${random(10, '123456789')}:AA${random(33)}`],
    ['digitalocean-token', `dop_v1_${hex(64)}`],
    ['shopify-token', `shpat_${hex(32)}`],
    ['assay-key', `assay_live_${random(38)}`],
  ])('%s', (kind, token) => {
    for (const text of [`The key is ${token}.`, `KEY="${token}"`, `https://x.io/?t=${token}&a=1`]) {
      expect(found(text)).toContainEqual([kind, token]);
    }
  });
});

test('a checksum that holds makes a token certain', async () => {
  const token = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
  expect(hasBase62Checksum(token)).toBe(true);
  expect(await score('detect-secrets', { output: token })).toMatchObject({
    value: expect.closeTo(0.01, 9),
  });
  const madeUp = token.replace('wWP', 'wWQ');
  expect(await score('detect-secrets', { output: madeUp })).toMatchObject({
    value: expect.closeTo(0.4, 9),
  });
});

const KEY_LINE = (word: string) => `-----${word} RSA PRIVATE KEY-----`;

test('a private key is found whole, escaped and cut', () => {
  const body = `${random(64)}\n${random(64)}\n${random(20)}==`;
  const whole = `${KEY_LINE('BEGIN')}\n${body}\n${KEY_LINE('END')}`;
  expect(found(`Here:\n${whole}\nKeep it.`)).toEqual([['private-key', whole]]);
  const escaped = `${KEY_LINE('BEGIN')}\\n${body.replaceAll('\n', '\\n')}\\n${KEY_LINE('END')}`;
  expect(found(`{"private_key":"${escaped}"}`)).toEqual([['private-key', escaped]]);
  const cut = `${KEY_LINE('BEGIN')}\n${body}`;
  expect(found(cut)).toEqual([['private-key', cut]]);
  expect(found(`${KEY_LINE('BEGIN')}\n...\n${KEY_LINE('END')}`)).toEqual([]);
});

test('a JSON Web Token is found where its header decodes', () => {
  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'u_8812', role: 'admin' })}.${random(43)}`;
  expect(found(`Authorization: Bearer ${token}`)).toEqual([['jwt', token]]);
  expect(found(`${part({ typ: 'nothing' })}.${part({ a: 1 })}.${random(43)}`)).toEqual([]);
});

test('the password in a string to connect by is found', () => {
  const url = 'postgres://app:t7Gq-wolf92@db.acme.io:5432/main';
  expect(found(`DATABASE_URL=${url}`)).toContainEqual(['connection-string', url]);
  expect(found('Server=sql.acme.io;User Id=sa;Password=Vq8_ten!rain;')).toEqual([
    ['connection-string', 'Vq8_ten!rain'],
  ]);
});

test('a random value of something called a secret is found', () => {
  const value = random(32);
  expect(found(`client_secret: "${value}"`)).toEqual([['secret-value', value]]);
  expect(found(`export SESSION_TOKEN=${value}`)).toEqual([['secret-value', value]]);
  expect(found("password = 'kR7!vents92'")).toEqual([['password', 'kR7!vents92']]);
  expect(found('The password is kR7!vents92.')).toEqual([['password', 'kR7!vents92']]);
});

test.each([
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
  'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  `STRIPE_KEY=sk_test_${random(24)}`,
  'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'api_key: <your-api-key>',
  `token = \${GITHUB_TOKEN}`,
  'const secret = process.env.CLIENT_SECRET_VALUE;',
  'password: changeme',
  'password: string;',
  'The password is required and must have 12 characters.',
  'postgres://user:password@localhost:5432/db',
  'mysql://root:root@127.0.0.1/test',
  'https://user:<password>@example.com/',
  'cache_key = "9fceb02d0ae598e95dc970b74767f19372d61af8"',
  'max_tokens: 4096, next_token: "eyJvZmZzZXQiOjEwMH0"',
  'primaryKey: "customer_orders_2024_q3_archive"',
  'const token = await getAccessTokenFromSession(request);',
  'integrity: sha512-oRole9wdUYDQ6sSZ8XRsoE2oB1Lq1dxDIyIA==',
  'Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_RIGHT_HERE',
  'Authorization: Basic dXNlcjpwYXNzd29yZA==',
  ...HARMLESS_TEXTS,
])('no secret is found in: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('allowed texts are no finding, and what was found is not quoted', async () => {
  const key = `AIza${random(35)}`;
  expect(found(key, { allow: [key] })).toEqual([]);
  expect(JSON.stringify(await score('detect-secrets', { output: key }))).not.toContain(key);
});
