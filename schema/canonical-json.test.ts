import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('agrees with the worked example of RFC 8785, section 3.2.2', () => {
  const example = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`);
  expect(canonicalJson(example)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('orders keys by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
  expect(Object.keys(JSON.parse(text))).toEqual(['1', ...sorted.filter((key) => key !== '1')]);
  expect(text.indexOf('\u20ac')).toBeLessThan(text.indexOf('\ufb33'));
  expect(text.indexOf('"\\r"')).toBeLessThan(text.indexOf('"1"'));
});

test('is the same for the same value in any order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('writes objects with the keys of others, in other orders or numbers, as if they were the first', () => {
  const key = fc.constantFrom('a', 'b', 'c', '1', '__proto__', 'é');
  const objects = fc.array(fc.uniqueArray(key, { maxLength: 6 }), { maxLength: 20 });
  fc.assert(
    fc.property(objects, (lists) => {
      for (const keys of lists) {
        const members = keys.map((name, i) => `${JSON.stringify(name)}:${i}`);
        const sorted = keys
          .toSorted()
          .map((name) => `${JSON.stringify(name)}:${keys.indexOf(name)}`);
        expect(canonicalJson(JSON.parse(`{${members}}`))).toBe(`{${sorted}}`);
      }
    }),
  );
});

test('writes more kinds of objects than it keeps the keys of', () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 1_200; i++) {
      expect(canonicalJson({ [`k${i}`]: 1, a: 2 })).toBe(`{"a":2,"k${i}":1}`);
    }
  }
  const long = 'z'.repeat(1_000);
  expect(canonicalJson({ [long]: 1, a: 2 })).toBe(`{"a":2,"${long}":1}`);
  const keys = Array.from({ length: 100 }, (_, i) => `k${99 - i}`);
  const many = Object.fromEntries(keys.map((name) => [name, 0]));
  expect(Object.keys(JSON.parse(canonicalJson(many)))).toEqual(keys.toSorted());
});

test('negative zero is zero', () => {
  expect(canonicalJson([-0])).toBe('[0]');
});

test('whatever JSON.parse makes has a form', () => {
  expect(canonicalJson(JSON.parse('["\\ud800", 1e999, -1e999, {"__proto__": 1}]'))).toBe(
    '["\\ud800",1e999,-1e999,{"__proto__":1}]',
  );
});

test('a member that is undefined is omitted; what is not JSON is refused', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  for (const value of [undefined, Number.NaN, () => 0, [Number.NaN]]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
});
