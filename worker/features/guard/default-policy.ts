import type { GuardPolicyContent } from '@assay/schema/types.ts';

/** The name of the preset. A project's own policy cannot have it. */
export const DEFAULT_POLICY_NAME = 'default';

/** Counts up when the preset changes. */
export const DEFAULT_POLICY_VERSION = 1;

// Contacts and names belong in many answers; account and identity numbers hardly ever.
const PERSONAL = {
  address: 'flag',
  'date-of-birth': 'flag',
  email: 'flag',
  'ip-address': 'flag',
  'mac-address': 'flag',
  person: 'flag',
  phone: 'flag',
} as const;

/**
 * What applies without any set-up: attacks are blocked, secrets and account numbers are redacted on
 * their way out, and what only people can weigh is flagged.
 */
export const DEFAULT_POLICY_CONTENT: GuardPolicyContent = {
  rules: [
    { scorer: 'detect-injection', action: 'block', stages: ['input', 'tool-result'] },
    { scorer: 'detect-secrets', action: 'redact' },
    { scorer: 'detect-pii', action: 'flag', stages: ['input', 'tool-result'] },
    { scorer: 'detect-pii', action: 'redact', kinds: PERSONAL, stages: ['output', 'tool-call'] },
    { scorer: 'detect-invisible-text', action: 'flag' },
    { scorer: 'detect-urls', action: 'flag', stages: ['output', 'tool-call'] },
    { scorer: 'detect-toxicity', action: 'flag', stages: ['input', 'output'] },
    // Without a system prompt in `messages` there is nothing to compare with.
    {
      scorer: { scorer: 'detect-canary', onMissing: 'skip' },
      action: 'block',
      stages: ['output', 'tool-call'],
    },
  ],
};
