import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { jsonSchema } from './json-schema.ts';
import { TEXT_FORMATS } from './json-schema-formats.ts';
import { compileSchema } from './json-schema-validator.ts';

const RIGHT: Record<string, string[]> = {
  date: ['2024-02-29', '1963-06-19'],
  time: ['08:30:06Z', '08:30:06.283185-08:00', '23:59:60Z', '15:59:60-08:00'],
  'date-time': ['1963-06-19T08:30:06.283185Z', '1998-12-31t23:59:60z'],
  'iso-date-time': ['2024-02-29T08:30:06', '2024-02-29T08:30:06Z'],
  duration: ['P4DT12H30M5S', 'P1Y', 'PT36H', 'P2W', 'P1Y2M3D'],
  email: ['joe.bloggs@example.com', '"joe bloggs"@example.com', 'joe@[127.0.0.1]'],
  'idn-email': ['실례@실례.테스트', '"δοκιμή"@example.com'],
  hostname: ['www.example.com', 'a', 'xn--nxasmm1c.com', '1host', 'XN--4GBWDL.xn--wgbh1c'],
  'idn-hostname': ['실례.테스트', 'l·l', 'straße.de'],
  ipv4: ['192.168.0.1', '0.0.0.0'],
  ipv6: ['::1', '1:2:3:4:5:6:7:8', '::ffff:192.168.0.1', 'fe80::a'],
  uri: ['http://foo.bar/?baz=qux#quux', 'urn:oasis:names', 'http://[::1]:8080/', 'mailto:a@b.c'],
  'uri-reference': ['/abc', '//a/b', '#frag', 'a/b?c'],
  iri: ['http://ƒøø.ßår/?∂éœ=πîx#πîüx'],
  'iri-reference': ['/âππ', '#ƒräg'],
  url: ['https://example.org/a'],
  'uri-template': ['http://example.com/{term:1}/{+path*}', "a'b"],
  uuid: ['2EB8AA08-AA98-11EA-B4AA-73B441D16380'],
  'json-pointer': ['', '/foo/bar~0~1/0'],
  'relative-json-pointer': ['1', '0/foo', '2#'],
  regex: ['([abc])+\\s+$', '(?=a)b', '(?<n>a)\\1'],
  byte: ['aGk=', ''],
};
const WRONG: Record<string, string[]> = {
  date: ['2024-02-30', '2023-02-29', '2024-13-01', '24-01-01', '2024-01-01T00:00:00Z'],
  time: ['24:00:00Z', '08:30:06', '22:59:60Z', '08:30:06 PST'],
  'date-time': ['1990-02-31T15:59:59.123-08:00', '1963-06-19 08:30:06Z', '2024-01-01'],
  'iso-date-time': ['2024-02-30T08:30:06'],
  duration: ['P', 'PT', 'P1YT', 'P2W1D', 'P1D2H', '4DT12H', 'PT1H1S1M'],
  email: ['2962', '.a@b.c', 'a..b@c.d', 'a@b_c', 'a@', '@b'],
  'idn-email': ['2962', '@실례'],
  hostname: [
    '-bad',
    'bad-',
    'a..b',
    'not_valid',
    `${'a'.repeat(64)}.com`,
    '',
    'a b',
    'ab--c',
    'xn--X',
    'xn--al-0ea',
  ],
  'idn-hostname': ['〮실례', '-실례', 'a·l', '', 'xn--X', 'xn---9uc', 'xn--hello-txk'],
  ipv4: ['256.0.0.1', '1.2.3', '01.2.3.4', '1.2.3.4.5', '1.2.3.4.'],
  ipv6: ['12345::', '1::2::3', '1:2:3:4:5:6:7', ':2:3', '::1%eth0', '1:2:3:4:5:6:7:8:9'],
  uri: [
    '//foo.bar/baz',
    'bar,,f',
    'http://a b',
    'http:// ',
    'http://[::1',
    '\\\\WINDOWS\\a',
    'a|b:c',
  ],
  'uri-reference': ['\\\\WINDOWS\\a', '#a\\b', '1:a'],
  iri: ['âππ', 'http://2001:0db8:85a3'],
  'iri-reference': ['\\\\WINDOWS\\å'],
  url: ['example.org', 'urn:a'],
  'uri-template': ['http://example.com/{term', '{a..b}', '{}'],
  uuid: ['2eb8aa08-aa98-11ea-b4aa73b441d16380', '2eb8aa08'],
  'json-pointer': ['foo', '/foo~', '/~2', '#/a'],
  'relative-json-pointer': ['/foo', '-1/a', '01', '0##'],
  regex: ['^(abc]', '\\a', '(?P<name>x)', '(?i)abc'],
  byte: ['a', 'aG$k'],
};

for (const [format, texts] of Object.entries(RIGHT)) {
  test(`${format} takes what is one, and nothing else`, () => {
    for (const text of texts) expect(TEXT_FORMATS.get(format)?.(text), text).toBe(true);
    for (const text of WRONG[format] ?? []) {
      expect(TEXT_FORMATS.get(format)?.(text), text).toBe(false);
    }
  });
}

test('`format` asserts only where that is asked for', async () => {
  const schema = { type: 'object', properties: { d: { type: 'string', format: 'date' } } };
  const sample = { output: '{"d": "2024-02-30"}' };
  expect(await scoreValue(jsonSchema, sample, { schema })).toBe(1);
  expect(await scoreValue(jsonSchema, sample, { schema, formats: 'assert' })).toBe(0);
  expect(await scoreValue('is-json', sample, { schema, formats: 'assert' })).toBe(0);
  const good = { output: '{"d": "2024-02-29"}' };
  expect(await scoreValue(jsonSchema, good, { schema, formats: 'assert' })).toBe(1);
});

test('formats of numbers are checked, unknown ones and other types are not', () => {
  const fits = (format: string, value: string | number) =>
    compileSchema({ format }, { assertsFormats: true })(value).valid;
  expect(fits('int32', 2 ** 31)).toBe(false);
  expect(fits('int32', -(2 ** 31))).toBe(true);
  expect(fits('int64', 1.5)).toBe(false);
  expect(fits('date', 5)).toBe(true);
  expect(fits('colour', 'any')).toBe(true);
});

test('no text takes a format long', () => {
  for (const unit of ['a', 'a.', '1:', '{a', 'P1', '%', '"', '\\', '-', '/', '(', 'é', '1.']) {
    for (const [, isRight] of TEXT_FORMATS) isRight(unit.repeat(60_000));
  }
});

test('patterns know aliases of categories and scripts', () => {
  const matches = (pattern: string, text: string) => compileSchema({ pattern })(text).valid;
  expect(matches('^\\p{digit}+$', '42')).toBe(true);
  expect(matches('^\\P{digit}+$', '42')).toBe(false);
  expect(matches('^[\\p{punct}\\p{Combining_Mark}]+$', '!?')).toBe(true);
  expect(matches('^\\p{Script=Cyrl}+$', 'Осло')).toBe(true);
  expect(matches('^\\p{gc=digit}$', '٣')).toBe(true);
  expect(matches('^\\p{LC}+$', 'aB')).toBe(true);
  expect(matches('^\\p{Cased_Letter}+$', '京')).toBe(false);
  expect(matches('^\\p{ASCII}+$', 'a!')).toBe(true);
  expect(matches('^[^\\P{ASCII}]+$', 'é')).toBe(false);
});

test('draft 2019-09 has its own lists, recursion and what counts as evaluated', () => {
  const $schema = 'https://json-schema.org/draft/2019-09/schema';
  const fits = (schema: object, value: object | number) =>
    compileSchema(JSON.parse(JSON.stringify({ $schema, ...schema })))(
      JSON.parse(JSON.stringify(value)),
    ).valid;
  const tuple = { items: [{ type: 'string' }], additionalItems: { type: 'number' } };
  expect(fits(tuple, ['a', 1])).toBe(true);
  expect(fits(tuple, ['a', 'b'])).toBe(false);
  expect(fits({ contains: { type: 'string' }, unevaluatedItems: false }, ['a'])).toBe(false);
  expect(fits({ properties: { a: true }, unevaluatedProperties: false }, { b: 1 })).toBe(false);
  const tree = { type: 'object', properties: { child: { $recursiveRef: '#' } } };
  const strict = {
    $id: 'https://example.org/strict',
    $recursiveAnchor: true,
    $ref: 'tree',
    unevaluatedProperties: false,
    $defs: { tree: { $id: 'tree', $recursiveAnchor: true, ...tree } },
  };
  expect(fits(strict, { child: { child: {} } })).toBe(true);
  expect(fits(strict, { child: { other: 1 } })).toBe(false);
});
