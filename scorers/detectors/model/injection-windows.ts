// A short attack in a long text is found by what stands around it: so many tokens, half of them anew.
export const WINDOW = 80;
export const STRIDE = 40;
/** How much surer a window must be than a whole text: it has many chances to be wrong. */
export const HANDICAP = 0.5;
