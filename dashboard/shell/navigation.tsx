import { useLayoutEffect, useRef } from 'preact/hooks';
import { path } from '../router/location.ts';
import { ROUTES } from '../routes.ts';
import { isRestricted, may } from '../session/session.ts';

/** Links to the pages that the key may see. */
export function Navigation() {
  const offered = ROUTES.filter(
    ({ isInNavigation, scope }) => isInNavigation && (scope ? may(scope) : !isRestricted()),
  );
  const nav = useRef<HTMLElement>(null);
  const shown = path.value;
  // What does not fit is scrolled to: the page that is shown is always in sight.
  useLayoutEffect(() => {
    const link = shown && nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (!link || !nav.current) return;
    const { left, width } = nav.current.getBoundingClientRect();
    const box = link.getBoundingClientRect();
    nav.current.scrollLeft += box.left - left - (width - box.width) / 2;
  }, [shown]);
  return (
    <nav aria-label="Pages" ref={nav}>
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
