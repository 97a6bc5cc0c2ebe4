// What short texts need; longer ones are rare, and making room for them is little beside their work.
const SHARED = 4_096;

export type Scratch = (length: number) => Int32Array;

/**
 * Room for numbers that a call needs only while it runs: short calls share it, as making a typed array
 * takes longer than using a short one.
 *
 * @returns room for at least so many numbers, zero at first and afterwards as the last user left them
 */
export function createScratch(): Scratch {
  let shared: Int32Array | undefined;
  return (length) => {
    if (length > SHARED) return new Int32Array(length);
    shared ??= new Int32Array(SHARED);
    return shared;
  };
}
