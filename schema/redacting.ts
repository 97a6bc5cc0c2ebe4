/** Detectors that find what can be replaced. */
export const REDACTING = [
  'detect-pii',
  'detect-secrets',
  'detect-banned-terms',
  'detect-urls',
  'detect-canary',
] as const;
