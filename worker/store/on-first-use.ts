/** What every member of a store that can be loaded late is: a function that answers later. */
type Later = { [Name in string]: (...given: never[]) => Promise<unknown> };

/**
 * A store whose code is loaded by its first call: most isolates only score, and what is not read costs
 * no start. It has no properties of its own, so extend one with `Object.create`, not with a spread.
 */
export function onFirstUse<Store extends { [Name in keyof Store]: Later[string] }>(
  load: () => Promise<Store>,
): Store {
  let loading: Promise<Store> | undefined;
  const call = async (name: keyof Store, given: never[]) => {
    loading ??= load();
    return (await loading)[name](...given);
  };
  return new Proxy({} as Store, {
    get(_, name) {
      // Whatever is awaited is asked for `then`, which no store has.
      if (name === 'then') return undefined;
      return (...given: never[]) => call(name as keyof Store, given);
    },
  });
}
