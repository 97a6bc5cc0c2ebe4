import { inject } from 'vitest';

// CI draws the same cases in every run, so that what fails there is what changed.
const seed = inject('casesSeed');
if (seed !== null) (await import('fast-check')).configureGlobal({ seed });
