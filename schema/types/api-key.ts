export type Scope = 'score' | 'read' | 'suites' | 'admin';

export interface ApiKeyInput {
  name: string;
  scopes: Scope[];
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
