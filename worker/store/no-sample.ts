/** What stands in the place of a sample of which only the scores were kept. */
export const NO_SAMPLE = '{}';
