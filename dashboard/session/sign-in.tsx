import { useRef } from 'preact/hooks';
import { useTitle } from '../router/use-title.ts';
import { signIn } from './session.ts';
import './sign-in.css';

interface SignInProps {
  isBusy: boolean;
  message?: string | undefined;
}

/** Asks for an API key. */
export function SignIn({ isBusy, message }: SignInProps) {
  useTitle('Sign in');
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key !== '') void signIn(key);
  };
  return (
    <main class="sign-in">
      <form class="panel" onSubmit={submit}>
        <h1>Assay</h1>
        <label for="api-key">API key</label>
        <input
          id="api-key"
          ref={input}
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder="assay_live_…"
          required
          aria-invalid={message !== undefined}
          aria-describedby="api-key-hint api-key-message"
        />
        <p id="api-key-message" class="sign-in-message" role="alert">
          {message}
        </p>
        <button type="submit" class="button primary" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
        <p id="api-key-hint" class="muted">
          The key stays in this tab until you close it or sign out. It needs the scope{' '}
          <code>read</code> to show results, and <code>score</code> to run or cancel batches.
        </p>
        <p>
          <a href="/docs/">API documentation</a>
        </p>
      </form>
    </main>
  );
}
