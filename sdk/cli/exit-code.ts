/** Exit codes for continuous integration: 0 passed, 1 the gate failed, 2 undecided or error. */
export const EXIT = { passed: 0, failed: 1, error: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
