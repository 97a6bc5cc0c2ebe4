/** What PostgreSQL refuses in a text, and where. */
export class PostgresFault extends Error {
  override readonly name = 'PostgresFault';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** As PostgreSQL reports what it cannot go on with. */
export function faultNear(
  message: string,
  text: string,
  start: number,
  end: number,
): PostgresFault {
  const near = start >= text.length ? 'at end of input' : `at or near "${text.slice(start, end)}"`;
  return new PostgresFault(`${message} ${near}`, start);
}
