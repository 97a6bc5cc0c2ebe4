import { lazily } from '../parts/lazily.tsx';

/** What differs between two texts, word by word. */
export const WordDiff = lazily(() => import('./word-diff.tsx'));
