/** How many words of a text are looked at by themselves: a foul sentence in a long text is not lost in it. */
export const WINDOW = 20;
