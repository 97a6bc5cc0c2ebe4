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

/** A new API key. This response is the only one that contains the key itself. */
export interface CreatedApiKey extends ApiKey {
  key: string;
}
