/**
 * A text with one UTF-16 code unit for each code point, for algorithms that compare code units: what
 * lies outside the basic plane is mapped to private ones, the same for every text given. Texts within
 * the basic plane come back as they are.
 *
 * @returns undefined where there are more such characters than private code units to stand for them
 */
export function toComparableUnits(texts: readonly string[]): string[] | undefined {
  if (!texts.some((text) => SURROGATE.test(text))) return [...texts];
  // A private code unit that a text has itself must not stand for something else.
  const taken = new Set(texts.flatMap((text) => text.match(PRIVATE) ?? []));
  const standIns = new Map<string, string>();
  let next = FIRST_PRIVATE;
  const mapped: string[] = [];
  for (const text of texts) {
    let units = '';
    for (const character of text) {
      if (character.length === 1) {
        units += character;
        continue;
      }
      let standIn = standIns.get(character);
      if (standIn === undefined) {
        while (taken.has(String.fromCharCode(next))) next += 1;
        if (next > LAST_PRIVATE) return undefined;
        standIn = String.fromCharCode(next);
        next += 1;
        standIns.set(character, standIn);
      }
      units += standIn;
    }
    mapped.push(units);
  }
  return mapped;
}

const SURROGATE = /[\ud800-\udbff]/;
const PRIVATE = /[\ue000-\uf8ff]/g;
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;
