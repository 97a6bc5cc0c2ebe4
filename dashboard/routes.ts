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
];
