import { path } from '../router/location.ts';
import { ROUTES } from '../routes.ts';
import { isRestricted, may } from '../session/session.ts';

/** Links to the pages that the key may see. */
export function Navigation() {
  const offered = ROUTES.filter(
    ({ isInNavigation, scope }) => isInNavigation && (scope ? may(scope) : !isRestricted()),
  );
  return (
    <nav aria-label="Pages">
      <ul>
        {offered.map(({ path: to, title }) => (
          <li key={to}>
            <a href={to} aria-current={isWithin(to) ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
        <li>
          <a href="/docs/">API</a>
        </li>
      </ul>
    </nav>
  );
}

function isWithin(to: string): boolean {
  return to === '/' ? path.value === '/' : `${path.value}/`.startsWith(`${to}/`);
}
