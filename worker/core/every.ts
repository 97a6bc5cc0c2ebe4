/** Does work again and again, so many milliseconds apart, until the returned function is called. */
export type Every = (ms: number, work: () => void) => () => void;
