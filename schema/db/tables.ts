/** Every table, for drizzle-kit and the stores. */
export * from './api-keys.ts';
export * from './batches.ts';
export * from './calibrations.ts';
export * from './custom-scorers.ts';
export * from './datasets.ts';
export * from './guard-policies.ts';
export * from './idempotency.ts';
export * from './judging.ts';
export * from './labels.ts';
export * from './log-outbox.ts';
export * from './projects.ts';
export * from './questions.ts';
export * from './reviews.ts';
export * from './scorer-definitions.ts';
export * from './suites.ts';
export * from './verdicts.ts';
export * from './webhooks.ts';
