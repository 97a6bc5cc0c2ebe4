import type { Kinds } from '../define-detector.ts';
import { hasBase62Checksum } from './checksum.ts';

/** How the keys and tokens of one provider look. */
export interface TokenForm {
  kind: string;
  /** What such a token begins with; a token that begins otherwise is not tried. */
  begins: readonly string[];
  /** The whole token, anchored where it begins. All repeats have a bound. */
  pattern: RegExp;
  certainty: number;
  /** Whether its own checksum holds; a token that fails it was made up, or is cut. */
  check?(token: string): boolean;
}

const form = (
  kind: string,
  begins: string,
  pattern: string,
  certainty: number,
  check?: TokenForm['check'],
): TokenForm => ({
  kind,
  begins: begins.split(' '),
  pattern: new RegExp(`(?:${pattern})(?![A-Za-z0-9_])`, 'y'),
  certainty,
  ...(check ? { check } : {}),
});

/** The tokens of providers that can be told by how they begin. Made on first use. */
export const makeTokenForms = (): TokenForm[] => [
  form('aws-key', 'AKIA ASIA ABIA ACCA', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}', 0.95),
  form('gcp-key', 'AIza', 'AIza[\\w-]{35}', 0.95),
  form('gcp-key', 'GOCSPX-', 'GOCSPX-[\\w-]{28}', 0.97),
  form('gcp-key', 'ya29.', 'ya29\\.[\\w-]{40,400}', 0.85),
  form(
    'github-token',
    'ghp_ gho_ ghu_ ghs_ ghr_',
    'gh[pousr]_[A-Za-z0-9]{36}',
    0.99,
    hasBase62Checksum,
  ),
  form('github-token', 'github_pat_', 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}', 0.98),
  form(
    'gitlab-token',
    'glpat- gldt- glrt- glcbt- glptt- glft- glsoat-',
    'gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\\w-]{20,64}(?:\\.[0-9a-z]{2,9}){0,2}',
    0.95,
  ),
  form('slack-token', 'xox', 'xox[abeoprs]-(?:\\d{1,20}-){1,4}[A-Za-z0-9-]{10,100}', 0.95),
  form('slack-token', 'xapp-', 'xapp-\\d-[A-Z0-9]{8,20}-\\d{10,16}-[a-f0-9]{40,80}', 0.95),
  form('stripe-key', 'sk_live_ rk_live_', '[sr]k_live_[A-Za-z0-9]{16,120}', 0.97),
  form('stripe-key', 'sk_test_ rk_test_', '[sr]k_test_[A-Za-z0-9]{16,120}', 0.45),
  form('stripe-key', 'whsec_', 'whsec_[A-Za-z0-9+/=]{24,80}', 0.9),
  form('anthropic-key', 'sk-ant-', 'sk-ant-(?:api|admin|oat|ort)\\d{2}-[\\w-]{60,130}', 0.98),
  form('openrouter-key', 'sk-or-', 'sk-or-v1-[0-9a-f]{64}', 0.98),
  form(
    'openai-key',
    'sk-proj- sk-svcacct- sk-admin- sk-None-',
    'sk-(?:proj|svcacct|admin|None)-[\\w-]{20,220}',
    0.95,
  ),
  form(
    'openai-key',
    'sk-',
    'sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{48}|sk-[A-Za-z0-9]{32}',
    0.93,
  ),
  form('groq-key', 'gsk_', 'gsk_[A-Za-z0-9]{52}', 0.97),
  form('xai-key', 'xai-', 'xai-[A-Za-z0-9]{64,96}', 0.97),
  form('perplexity-key', 'pplx-', 'pplx-[A-Za-z0-9]{40,64}', 0.95),
  form('replicate-key', 'r8_', 'r8_[A-Za-z0-9]{37}', 0.95),
  form('huggingface-token', 'hf_', 'hf_[A-Za-z0-9]{34,40}', 0.95),
  form('langsmith-key', 'lsv2_', 'lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}', 0.98),
  form('npm-token', 'npm_', 'npm_[A-Za-z0-9]{36}', 0.99, hasBase62Checksum),
  form('pypi-token', 'pypi-', 'pypi-AgE[\\w-]{50,250}', 0.98),
  form('rubygems-key', 'rubygems_', 'rubygems_[0-9a-f]{48}', 0.98),
  form('docker-token', 'dckr_', 'dckr_(?:pat|oat)_[\\w-]{24,40}', 0.97),
  form('twilio-key', 'SK', 'SK[0-9a-f]{32}', 0.85),
  form('sendgrid-key', 'SG.', 'SG\\.[\\w-]{16,32}\\.[\\w-]{32,64}', 0.98),
  form('mailgun-key', 'key-', 'key-[0-9a-f]{32}', 0.85),
  form('digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', 'do[opr]_v1_[0-9a-f]{64}', 0.98),
  form('shopify-token', 'shpat_ shpca_ shppa_ shpss_', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}', 0.97),
  form('square-token', 'sq0', 'sq0[a-z]{3}-[\\w-]{22,43}', 0.95),
  form('databricks-token', 'dapi', 'dapi[0-9a-f]{32}(?:-\\d)?', 0.93),
  form('dropbox-token', 'sl.', 'sl\\.[\\w-]{100,250}', 0.9),
  form('linear-key', 'lin_', 'lin_(?:api|oauth)_[A-Za-z0-9]{40,64}', 0.97),
  form('notion-token', 'ntn_ secret_', '(?:ntn_|secret_)[A-Za-z0-9]{43,50}', 0.93),
  form('postman-key', 'PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}', 0.98),
  form('new-relic-key', 'NRAK-', 'NRAK-[A-Z0-9]{27}', 0.97),
  form('grafana-token', 'glsa_', 'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}', 0.97),
  form('vault-token', 'hvs. hvb. s.', 'hv[sb]\\.[\\w-]{24,200}', 0.93),
  form('doppler-token', 'dp.', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9.]{40,80}', 0.97),
  form('pulumi-token', 'pul-', 'pul-[0-9a-f]{40}', 0.97),
  form('supabase-key', 'sbp_', 'sbp_[0-9a-f]{40}', 0.97),
  form('planetscale-token', 'pscale_', 'pscale_(?:tkn|pw|oauth)_[\\w.=-]{32,64}', 0.97),
  form('netlify-token', 'nfp_', 'nfp_[A-Za-z0-9]{36,44}', 0.95),
  form('airtable-token', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', 0.98),
  form('atlassian-token', 'ATATT3', 'ATATT3[\\w=-]{100,250}', 0.98),
  form('figma-token', 'figd_', 'figd_[\\w-]{38,50}', 0.97),
  form('sentry-token', 'sntrys_', 'sntrys_[\\w+/=-]{60,250}', 0.97),
  form('nuget-key', 'oy2', 'oy2[a-z0-9]{43}', 0.93),
  form(
    'age-key',
    'AGE-SECRET-KEY-1',
    'AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
    0.99,
  ),
  form('assay-key', 'assay_', 'assay_live_[0-9A-Za-z]{38}', 0.98),
  form('facebook-token', 'EAA', 'EAA[A-Za-z0-9]{90,250}', 0.85),
];

/** The same for tokens that begin with anything: tried at each long word. */
export const makeLooseForms = (): TokenForm[] => [
  form('telegram-token', '', '\\d{8,10}:AA[\\w-]{33}', 0.96),
  form('discord-token', '', '[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,40}', 0.92),
  form('mailchimp-key', '', '[0-9a-f]{32}-us\\d{1,2}', 0.92),
  form('terraform-token', '', '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{60,70}', 0.98),
  form('azure-key', '', '[\\w~.-]{3}8Q~[\\w~.-]{31,34}', 0.93),
];

/** Every kind of secret, and what a reason calls it. */
export const secretNames = (): Kinds => {
  const kinds = [...makeTokenForms(), ...makeLooseForms()].map(({ kind }) => kind);
  return Object.fromEntries(
    [...new Set([...kinds, ...OTHER_KINDS])].map((kind) => {
      const name = NAMES[kind] ?? kind.replaceAll('-', ' ');
      return [kind, [name, `${name}s`]];
    }),
  );
};

/** Kinds that are found by what stands around them. */
export const OTHER_KINDS = [
  'private-key',
  'jwt',
  'connection-string',
  'basic-auth',
  'bearer-token',
  'webhook-url',
  'password',
  'secret-value',
] as const;

const NAMES: Readonly<Record<string, string>> = { jwt: 'JSON Web Token' };
