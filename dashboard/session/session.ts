import { Assay, AssayError, AuthenticationError, type CurrentKey } from '@assay/sdk';
import { computed, signal } from '@preact/signals';
import { takeKeyFromAddress } from './key-from-address.ts';

export type Scope = CurrentKey['scopes'][number];

export interface Session {
  assay: Assay;
  key: CurrentKey;
  /** The key itself, for commands that a person copies. */
  secret: string;
}

/** Of this tab only: the browser forgets it when the tab is closed. */
const STORED_AS = 'assay.key';

type State =
  | { status: 'signed-out'; message?: string }
  | { status: 'signing-in' }
  | { status: 'signed-in'; session: Session };

const state = signal<State>({ status: 'signing-in' });

export const sessionState = computed(() => state.value);

/** The session of the pages, which are shown only while there is one. */
export function session(): Session {
  if (state.value.status !== 'signed-in') throw new Error('nobody is signed in');
  return state.value.session;
}

/** Whether the key may do what needs this scope; what it may not do is not offered. */
export function may(scope: Scope): boolean {
  if (state.value.status !== 'signed-in') return false;
  const { scopes } = state.value.session.key;
  return scopes.includes('admin') || scopes.includes(scope);
}

/** Whether the key opens review queues or the audit log, and nothing else. */
export function isRestricted(): boolean {
  if (state.value.status !== 'signed-in') return false;
  return state.value.session.key.scopes.every((scope) => scope === 'review' || scope === 'audit');
}

/** Signs in with a key, if the API accepts it. */
export async function signIn(secret: string): Promise<void> {
  state.value = { status: 'signing-in' };
  try {
    const assay = new Assay({ baseUrl: window.location.origin, apiKey: secret });
    const key = await assay.keys.current();
    window.sessionStorage.setItem(STORED_AS, secret);
    state.value = { status: 'signed-in', session: { assay, key, secret } };
  } catch (cause) {
    // A key that could not be checked, as during an outage, may still be good.
    if (cause instanceof AuthenticationError) window.sessionStorage.removeItem(STORED_AS);
    state.value = { status: 'signed-out', message: messageOf(cause) };
  }
}

export function signOut(message?: string): void {
  window.sessionStorage.removeItem(STORED_AS);
  state.value = { status: 'signed-out', ...(message === undefined ? {} : { message }) };
}

/** Resumes the session of this tab, or begins the one that the address asks for. */
export async function resumeSession(): Promise<void> {
  const secret = takeKeyFromAddress() ?? window.sessionStorage.getItem(STORED_AS);
  if (secret === null) state.value = { status: 'signed-out' };
  else await signIn(secret);
}

function messageOf(cause: unknown): string {
  if (cause instanceof AssayError) return cause.message;
  throw cause;
}
