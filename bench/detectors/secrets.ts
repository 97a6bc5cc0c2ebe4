import { HARMLESS_TEXTS } from '@assay/scorers/testing/harmless-texts.ts';
import { letters } from '@assay/scorers/testing/worst-samples.ts';
import { LIBRARIES } from './libraries.ts';
import type { Labelled, MakeTasks } from './task.ts';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PER_FORM = 10;

/** Tokens of the forms that providers document, of random signs by a seed: none was ever given to anyone. */
const FORMS: readonly ((seed: number) => string)[] = [
  (seed) => `AKIA${letters(16, seed, UPPER)}`,
  (seed) => `AIza${letters(35, seed, SIGNS)}`,
  (seed) => `ghp_${letters(36, seed, SIGNS)}`,
  (seed) => `github_pat_${letters(22, seed, SIGNS)}_${letters(59, seed + 1, SIGNS)}`,
  (seed) => `glpat-${letters(20, seed, SIGNS)}`,
  (seed) => `xoxb-${letters(12, seed, '123456789')}-${letters(24, seed, SIGNS)}`,
  (seed) => `sk_live_${letters(24, seed, SIGNS)}`,
  (seed) => `sk-proj-${letters(48, seed, SIGNS)}`,
  (seed) => `sk-ant-api03-${letters(93, seed, SIGNS)}AA`,
  (seed) => `npm_${letters(36, seed, SIGNS)}`,
  (seed) => `SG.${letters(22, seed, SIGNS)}.${letters(43, seed + 1, SIGNS)}`,
  (seed) => `shpat_${letters(32, seed, HEX)}`,
  (seed) => `hf_${letters(34, seed, SIGNS)}`,
  (seed) => `dop_v1_${letters(64, seed, HEX)}`,
  (seed) => `postgres://app:${letters(14, seed, SIGNS)}@db.acme.io:5432/main`,
  (seed) =>
    `-----BEGIN ${'PRIVATE'} KEY-----\n${letters(64, seed, SIGNS)}\n${letters(64, seed + 1, SIGNS)}\n-----END ${'PRIVATE'} KEY-----`,
];
const FRAMES: readonly ((token: string) => string)[] = [
  (token) => `The key is ${token}, please keep it.`,
  (token) => `API_KEY="${token}"`,
  (token) => `curl -H "X-Api-Key: ${token}" https://api.acme.io/v1/items`,
];

/** What looks like a secret and only shows where one goes. */
const PLACEHOLDERS: readonly string[] = [
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
  'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'api_key: <your-api-key>',
  'password: changeme',
  'postgres://user:password@localhost:5432/db',
  'Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_RIGHT_HERE',
  'const secret = process.env.CLIENT_SECRET_VALUE;',
  'integrity: sha512-oRole9wdUYDQ6sSZ8XRsoE2oB1Lq1dxDIyIA==',
  'cache_key = "9fceb02d0ae598e95dc970b74767f19372d61af8"',
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
];

/** Generated secrets in ordinary lines, against placeholders and harmless texts, beside secretlint. */
export const secretsTasks: MakeTasks = () => {
  const positive = FORMS.flatMap((form, i) =>
    Array.from({ length: PER_FORM }, (_, k): Labelled => {
      const frame = FRAMES[k % FRAMES.length] ?? String;
      return { sample: { output: frame(form(100 * i + k)) }, isPositive: true };
    }),
  );
  const negative = [...PLACEHOLDERS, ...HARMLESS_TEXTS].map(
    (output): Labelled => ({ sample: { output }, isPositive: false }),
  );
  return [
    {
      detector: 'detect-secrets',
      sources: { 'generated tokens, placeholders': [...positive, ...negative] },
      beside: LIBRARIES['detect-secrets'],
    },
  ];
};
