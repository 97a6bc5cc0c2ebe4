import { computed, signal } from '@preact/signals';

interface Place {
  path: string;
  search: string;
}

const place = signal<Place>(current());

function current(): Place {
  return { path: window.location.pathname, search: window.location.search };
}

/** The path of the address. */
export const path = computed(() => place.value.path);

/** The query of the address: filters live here, so that a link shows what its sender saw. */
export const query = computed<URLSearchParams>(() => new URLSearchParams(place.value.search));

/** Shows another page. With `replace`, it takes the place of the current one in the history. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to === place.value.path + place.value.search) return;
  const isOtherPage = new URL(to, window.location.href).pathname !== place.value.path;
  if (replace) window.history.replaceState(null, '', to);
  else window.history.pushState(null, '', to);
  place.value = current();
  if (isOtherPage) window.scrollTo(0, 0);
}

/** Changes parameters of the query; undefined or an empty text removes one. */
export function setQuery(
  changes: Record<string, string | undefined>,
  options?: { replace: boolean },
) {
  const next = new URLSearchParams(place.value.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  navigate(`${place.value.path}${text && `?${text}`}`, options);
}

/** Follows the browser's history, and links to pages of the dashboard. */
export function startRouter(): void {
  window.addEventListener('popstate', () => {
    place.value = current();
  });
  document.addEventListener('click', (event) => {
    const to = destinationOf(event);
    if (to === undefined) return;
    event.preventDefault();
    navigate(to);
  });
}

/** Where a click leads within the dashboard; undefined if the browser has to follow it. */
function destinationOf(event: MouseEvent): string | undefined {
  const isPlain =
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return undefined;
  const link = event.target.closest('a');
  if (link === null || link.target !== '' || link.hasAttribute('download')) return undefined;
  const { origin, pathname, search, hash } = new URL(link.href);
  const isOurs = origin === window.location.origin && !/^\/(docs|v1)(\/|$)/.test(pathname);
  return isOurs && hash === '' ? pathname + search : undefined;
}
