/** What can be kept of a request, from the least to the most. */
export const KEEPS = ['nothing', 'scores', 'sample', 'exchange'] as const;
