import { useMemo, useRef } from 'preact/hooks';
import { count } from '../../parts/numbers.ts';
import { navigate, query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { sampleHref } from '../batch/row-lists.ts';
import type { Neighbours } from './use-neighbours.ts';

interface SampleNavigationProps {
  batch: string;
  neighbours: Neighbours;
}

/** Leads back to the batch, and to the samples before and after this one in what is filtered. */
export function SampleNavigation({ batch, neighbours }: SampleNavigationProps) {
  const { previous, next, position, found } = neighbours;
  const search = query.value.toString();
  const back = `${pathTo('batches', batch)}${search && `?${search}`}`;
  const hrefs = {
    previous: previous && sampleHref(batch, previous, query.value),
    next: next && sampleHref(batch, next, query.value),
    back,
  };
  useSampleShortcuts(hrefs);
  return (
    <nav class="sample-navigation" aria-label="Samples">
      <a class="button" href={back}>
        <span aria-hidden="true">←</span> Batch
      </a>
      {position !== undefined && (
        <span class="muted">
          {count(position + 1)} of {found}
        </span>
      )}
      <Step href={hrefs.previous} title="Previous" shortcut="k" />
      <Step href={hrefs.next} title="Next" shortcut="j" />
    </nav>
  );
}

interface StepProps {
  href: string | undefined;
  title: string;
  shortcut: string;
}

function Step({ href, title, shortcut }: StepProps) {
  const text = (
    <>
      {title} <kbd>{shortcut}</kbd>
    </>
  );
  if (href === undefined) {
    return (
      <button type="button" class="button" disabled>
        {text}
      </button>
    );
  }
  return (
    <a class="button" href={href}>
      {text}
    </a>
  );
}

function useSampleShortcuts(hrefs: Record<'previous' | 'next' | 'back', string | undefined>): void {
  const latest = useRef(hrefs);
  latest.current = hrefs;
  const shortcuts = useMemo(() => {
    const go = (where: 'previous' | 'next' | 'back') => () => {
      const href = latest.current[where];
      if (href !== undefined) navigate(href, { replace: where !== 'back' });
    };
    return [
      { key: 'j', does: 'Next sample', run: go('next') },
      { key: 'k', does: 'Previous sample', run: go('previous') },
      { key: 'u', does: 'Back to the batch', run: go('back') },
    ];
  }, []);
  useShortcuts(shortcuts);
}
