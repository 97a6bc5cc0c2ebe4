/**
 * A regular expression that is made when it is first used. Properties of Unicode (`\p{L}`) take the
 * engine up to a millisecond each: once to check a literal as it reads the script, even where nothing
 * runs it, and once more to make it. In all of them together that was a fifth of starting.
 *
 * @param source as between the slashes of a literal
 */
export function lazyPattern(source: string, flags: string): () => RegExp {
  let pattern: RegExp | undefined;
  return () => {
    pattern ??= new RegExp(source, flags);
    return pattern;
  };
}
