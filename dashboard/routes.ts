import type { Route } from './router/route.ts';

/** Every page; the navigation shows those that say so, in this order. */
export const ROUTES: readonly Route[] = [
  {
    path: '/',
    title: 'Overview',
    scope: 'read',
    isInNavigation: true,
    load: () => import('./pages/overview/overview.tsx'),
  },
  {
    path: '/batches/:id',
    title: 'Batch',
    scope: 'read',
    load: () => import('./pages/batch/batch.tsx'),
  },
  {
    path: '/batches/:id/samples/:index',
    title: 'Sample',
    scope: 'read',
    load: () => import('./pages/sample/sample.tsx'),
  },
  {
    path: '/batches/:id/compare/:base',
    title: 'Compare',
    scope: 'read',
    load: () => import('./pages/compare/compare.tsx'),
  },
  {
    path: '/verdicts',
    title: 'Verdicts',
    scope: 'read',
    isInNavigation: true,
    load: () => import('./pages/verdicts/verdicts.tsx'),
  },
  {
    path: '/verdicts/:id',
    title: 'Verdict',
    scope: 'read',
    load: () => import('./pages/verdicts/verdict.tsx'),
  },
  {
    path: '/playground',
    title: 'Playground',
    scope: 'score',
    isInNavigation: true,
    load: () => import('./pages/playground/playground.tsx'),
  },
  {
    path: '/scorers',
    title: 'Scorers',
    isInNavigation: true,
    load: () => import('./pages/scorers/scorers.tsx'),
  },
  { path: '/scorers/:id', title: 'Scorer', load: () => import('./pages/scorers/scorer.tsx') },
  {
    path: '/suites',
    title: 'Suites',
    scope: 'read',
    isInNavigation: true,
    load: () => import('./pages/suites/suites.tsx'),
  },
  {
    path: '/suites/:name',
    title: 'Suite',
    scope: 'read',
    load: () => import('./pages/suites/suite.tsx'),
  },
  {
    path: '/judges',
    title: 'Judges',
    scope: 'read',
    isInNavigation: true,
    load: () => import('./pages/judges/judges.tsx'),
  },
  {
    path: '/settings',
    title: 'Settings',
    scope: 'admin',
    isInNavigation: true,
    load: () => import('./pages/settings/settings.tsx'),
  },
  {
    path: '/reviews',
    title: 'Reviews',
    scope: 'review',
    isInNavigation: true,
    load: () => import('./pages/reviews/reviews.tsx'),
  },
  {
    path: '/reviews/:queue',
    title: 'Review',
    scope: 'review',
    load: () => import('./pages/review/review.tsx'),
  },
];
