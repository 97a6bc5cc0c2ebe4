import type { MaybePromise } from './maybe-promise.ts';

/** Compiling needs something that is loaded on first use. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  readonly load: () => Promise<unknown>;

  constructor(load: () => Promise<unknown>) {
    super('call whenLoaded around what resolves scorers: some compile with what is loaded first');
    this.load = load;
  }
}

/**
 * Resolves scorers, again where one of them needs something loaded first. At once where all is there.
 *
 * @param resolve what can be begun anew
 */
export function whenLoaded<Resolved>(resolve: () => Resolved): MaybePromise<Resolved> {
  try {
    return resolve();
  } catch (cause) {
    if (!(cause instanceof NotLoaded)) throw cause;
    return cause.load().then(() => whenLoaded(resolve));
  }
}
