/** A condition could not be evaluated. Its message says why, after "could not be evaluated: ". */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}
