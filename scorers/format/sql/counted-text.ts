/** What a parser reads of its input. */
export interface ParserInput {
  readonly length: number;
  charCodeAt(at: number): number;
  charAt(at: number): string;
  substr(from: number, length?: number): string;
  substring(from: number, to?: number): string;
  slice(from?: number, to?: number): string;
  trim(): ParserInput;
}

/** A parser looked at its input more often than it may. */
export class TooManyLooks extends Error {
  override readonly name = 'TooManyLooks';
}

/**
 * A text that counts how often it is looked at. A parser that goes back and tries again, without
 * bound on some texts, gets no further than so many looks.
 *
 * @throws TooManyLooks (each method does) once the looks are used up
 */
export function countedText(text: string, mostLooks: number): ParserInput & { looks(): number } {
  let looks = 0;
  const look = () => {
    looks += 1;
    if (looks > mostLooks) throw new TooManyLooks();
    return text;
  };
  const counted = {
    length: text.length,
    charCodeAt: (at: number) => look().charCodeAt(at),
    charAt: (at: number) => look().charAt(at),
    substr: (from: number, length = text.length) => look().slice(from, from + length),
    substring: (from: number, to?: number) => look().substring(from, to),
    slice: (from?: number, to?: number) => look().slice(from, to),
    trim: () => counted,
    looks: () => looks,
  };
  return counted;
}
