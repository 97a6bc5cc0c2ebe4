import { signal } from '@preact/signals';

const query = window.matchMedia('(max-width: 700px)');

/** Whether the screen is as narrow as a phone's. */
export const isNarrow = signal(query.matches);

query.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});
