export type Scope = 'score' | 'read' | 'suites' | 'review' | 'audit' | 'admin';

/** Who a key with the scope `review` stands for. */
export interface ReviewerInput {
  /** Name of the person; labels are given under it. */
  reviewer: string;
  /** Names of the queues that the key opens. */
  queues: string[];
  /** Whether the person decides where reviewers differ. */
  mayAdjudicate?: boolean;
}

export interface ApiKeyInput {
  name: string;
  scopes: Scope[];
  /** Required with the scope `review`, which stands alone. */
  review?: ReviewerInput;
  expiresAt?: string;
}

export interface ApiKeyRotation {
  overlapSeconds?: number;
}

/** An API key as listed after its creation, without the key itself. */
export interface ApiKey {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  review: ReviewerInput | null;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

/** The key that sent the request, and its project. */
export interface CurrentKey {
  id: string;
  name: string | null;
  scopes: Scope[];
  expiresAt: string | null;
  project: CurrentProject;
}

export interface CurrentProject {
  id: string;
  name: string | null;
}

/** A new API key. This response is the only one that contains the key itself. */
export interface CreatedApiKey extends ApiKey {
  key: string;
}
