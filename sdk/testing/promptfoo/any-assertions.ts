import fc from 'fast-check';
import { ROWS } from '../../cli/promptfoo/rows.ts';

const value = fc.oneof(
  fc.string(),
  fc.constantFrom('a, "b"', '{{x}}', '{{x | y}}', 'file://no.js', '(?=a)', 'type: object', ''),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('min', 'max', 'goal', 'steps', 'type', 'name'), fc.jsonValue()),
  fc.record(
    { type: fc.constant('tool'), min: fc.oneof(fc.nat(), fc.double()), max: fc.double() },
    { requiredKeys: [] },
  ),
);
const leaf = fc.record(
  {
    type: fc.constantFrom(
      ...Object.keys(ROWS),
      ...Object.keys(ROWS).map((type) => `not-${type}`),
      'unheard-of',
    ),
    value,
    threshold: fc.oneof(fc.double({ min: 0, max: 1 }), fc.integer(), fc.double()),
    weight: fc.oneof(fc.constantFrom(0, 1, 2), fc.integer()),
    metric: fc.constantFrom('m', 'n', '{{x}}'),
  },
  { requiredKeys: ['type'] },
);
const set = fc.record(
  {
    type: fc.constant('assert-set'),
    assert: fc.array(leaf, { maxLength: 4 }),
    threshold: fc.double({ min: -1, max: 2, noNaN: true }),
    weight: fc.constantFrom(0, 1, 3, -1),
  },
  { requiredKeys: ['type', 'assert'] },
);

/** Lists of assertions such as a test may have, right and wrong ones. */
export const anyAssertions = fc.array(fc.oneof({ weight: 4, arbitrary: leaf }, set), {
  maxLength: 8,
});
