/** Repeats work at an interval in milliseconds until the returned function is called. */
export type Every = (ms: number, work: () => void) => () => void;
