import type { GuardPolicyContent } from '@assay/schema/types.ts';

/** The name of the preset. A project's own policy cannot have it. */
export const DEFAULT_POLICY_NAME = 'default';

/** Counts up when the preset changes. */
export const DEFAULT_POLICY_VERSION = 1;

/**
 * What is applied without any set-up: attacks and leaks of secrets are stopped, what is surely private
 * is redacted on its way out, and what only people can weigh is flagged.
 */
export const DEFAULT_POLICY_CONTENT: GuardPolicyContent = {
  rules: [
    { scorer: 'detect-injection', action: 'block', stages: ['input', 'tool-result'] },
    { scorer: 'detect-secrets', action: 'redact' },
    {
      scorer: 'detect-pii',
      action: 'flag',
      kinds: { card: 'redact', iban: 'redact', 'national-id': 'redact' },
    },
    { scorer: 'detect-invisible-text', action: 'flag' },
    { scorer: 'detect-urls', action: 'flag', stages: ['output', 'tool-call'] },
    { scorer: 'detect-toxicity', action: 'flag', stages: ['input', 'output'] },
    {
      scorer: { scorer: 'detect-canary', onMissing: 'skip' },
      action: 'block',
      stages: ['output', 'tool-call'],
    },
  ],
};
