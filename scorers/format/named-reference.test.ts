import { characterEntities } from 'character-entities';
import { decodeNamedCharacterReference as decodedByMicromark } from 'decode-named-character-reference';
import { expect, test } from 'vitest';
import { decodeNamedCharacterReference } from './named-reference.ts';

const NAMES = Object.keys(characterEntities);

test('every name stands for what micromark has for it, and what is nearly one for nothing more', () => {
  expect(NAMES.length).toBeGreaterThan(2_000);
  const near = NAMES.flatMap((name) => [
    ...[name, `${name}x`, `a${name}`, name.slice(0, -1), name.slice(1)],
    ...[name.toLowerCase(), name.toUpperCase(), name + name],
  ]);
  const decoded = near.map((name) => [name, decodeNamedCharacterReference(name)]);
  expect(decoded).toEqual(near.map((name) => [name, decodedByMicromark(name)]));
});
