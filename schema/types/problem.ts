/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  retryable: boolean;
  requestId: string;
  errors?: ProblemField[];
}

export interface ProblemField {
  pointer: string;
  message: string;
}
