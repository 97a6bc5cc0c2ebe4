import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../parts/failure.tsx';
import { ROUTES } from '../routes.ts';
import { may } from '../session/session.ts';
import { path } from './location.ts';
import { match } from './match.ts';
import type { Page, Route } from './route.ts';
import { useTitle } from './use-title.ts';

/** Loads the code of the page of the address while its visitor is signed in. */
export function preloadPage(): void {
  const route = ROUTES.find((each) => match(each.path, path.value) !== undefined);
  // A failure is shown when the page is.
  route?.load().catch(() => undefined);
}

/** The page of the address. */
export function ShownPage() {
  for (const route of ROUTES) {
    const parameters = match(route.path, path.value);
    if (parameters === undefined) continue;
    if (route.scope && !may(route.scope)) return <NotAllowed scope={route.scope} />;
    return <Loaded key={route.path} route={route} parameters={parameters} />;
  }
  return <NotFound />;
}

interface LoadedProps {
  route: Route;
  parameters: Record<string, string>;
}

/** Loads the code of a page, when it is opened first. */
function Loaded({ route, parameters }: LoadedProps) {
  useTitle(route.title);
  const loaded = useSignal<{ page: Page } | { error: unknown } | undefined>(undefined);
  useEffect(() => {
    route.load().then(
      ({ default: page }) => {
        loaded.value = { page };
      },
      (error: unknown) => {
        loaded.value = { error };
      },
    );
  }, [route, loaded]);
  if (loaded.value === undefined) return <p class="loading">Loading …</p>;
  if ('error' in loaded.value) return <Failure error={loaded.value.error} />;
  const { page: Shown } = loaded.value;
  return <Shown parameters={parameters} />;
}

function NotAllowed({ scope }: { scope: string }) {
  useTitle('Not allowed');
  return (
    <section class="page">
      <h1>This key cannot show this page</h1>
      <p>
        It lacks the scope <code>{scope}</code>. Sign in with a key that has it.
      </p>
      {may('review') && (
        <p>
          This is the key of a reviewer: go to <a href="/reviews">your review queues</a>.
        </p>
      )}
      {may('audit') && (
        <p>
          This is the key of an auditor: go to <a href="/audit">the audit log</a>.
        </p>
      )}
    </section>
  );
}

function NotFound() {
  useTitle('Not found');
  return (
    <section class="page">
      <h1>There is no such page</h1>
      <p>
        Go to the <a href="/">overview</a>.
      </p>
    </section>
  );
}
