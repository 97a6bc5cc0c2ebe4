import { useLayoutEffect, useRef } from 'preact/hooks';
import { path } from '../router/location.ts';
import { SECTIONS } from '../router/route.ts';
import { ROUTES } from '../routes.ts';
import { isRestricted, may } from '../session/session.ts';

/** Links to the pages that the key may see, by section. */
export function Navigation() {
  const offered = ROUTES.filter(
    ({ section, scope }) => section && (scope ? may(scope) : !isRestricted()),
  );
  const nav = useRef<HTMLElement>(null);
  const shown = path.value;
  // What does not fit is scrolled to: the link of the page that is shown is always in sight.
  useLayoutEffect(() => {
    const link = shown && nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (!link || !nav.current) return;
    const { left, top, width, height } = nav.current.getBoundingClientRect();
    const box = link.getBoundingClientRect();
    nav.current.scrollLeft += box.left - left - (width - box.width) / 2;
    nav.current.scrollTop += box.top - top - (height - box.height) / 2;
  }, [shown]);
  return (
    <nav class="pages" aria-label="Pages" ref={nav}>
      {SECTIONS.map((section) => {
        const links = offered.filter((route) => route.section === section);
        if (links.length === 0) return null;
        const heading = `pages-${section.toLowerCase()}`;
        return (
          <div key={section}>
            <p id={heading}>{section}</p>
            <ul aria-labelledby={heading}>
              {links.map(({ path: to, title }) => (
                <li key={to}>
                  <a href={to} aria-current={isWithin(to) ? 'page' : undefined}>
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      <ul aria-label="Documentation">
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
