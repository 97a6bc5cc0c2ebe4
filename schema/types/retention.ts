/** For how many days each class of data is kept; null keeps it until it is deleted. */
export interface RetentionDays {
  verdicts: number | null;
  samples: number | null;
  batches: number | null;
  labels: number | null;
  judgeAnswers: number | null;
  webhooks: number | null;
}

/** What one run of the scheduled job deleted. */
export interface RetentionRun {
  id: string;
  at: string;
  deleted: Record<keyof RetentionDays, number>;
  isComplete: boolean;
}

/** The retention of a project. */
export interface Retention {
  days: RetentionDays;
  updatedAt: string | null;
  lastRun: RetentionRun | null;
}
