import { sessionState } from './session/session.ts';
import { SignIn } from './session/sign-in.tsx';
import { Shell } from './shell/shell.tsx';

/** The dashboard: the pages for those who are signed in. */
export function App() {
  const state = sessionState.value;
  if (state.status === 'signed-in') return <Shell />;
  return (
    <SignIn
      isBusy={state.status === 'signing-in'}
      message={state.status === 'signed-out' ? state.message : undefined}
    />
  );
}
