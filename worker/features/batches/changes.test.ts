import { env } from 'cloudflare:workers';
import type { Change } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { changeColumn, scoreColumns } from '../../store/digest-columns.ts';
import { changeOf } from './changes.ts';
import { EMPTY_DIGEST, storedDigest } from './digest.ts';
import type { Side } from './score-tally.ts';

const SIDES = [null, 0, 0.3, 0.3 + 1e-12, 1].flatMap((value): Side[] =>
  [null, true, false].map((passed) => ({ value, passed })),
);

test.each([null, 0])(
  'the database tells each change as the code does, of score %s',
  async (place) => {
    const isVerdict = place === null;
    const pairs = SIDES.flatMap((own) => [...SIDES, undefined].map((base) => ({ own, base })));
    const digestOf = ({ value, passed }: Side) =>
      storedDigest({
        ...EMPTY_DIGEST,
        ...(isVerdict ? { value, passed } : { scores: [['score', 'scored', value, passed]] }),
      }).text;
    const rows = pairs.map(({ own, base }) => [digestOf(own), base ? digestOf(base) : null]);
    const columns = (alias: string) => scoreColumns(alias, place);
    const result = (alias: string, at: number) =>
      `(SELECT key, value ->> ${at} AS digest, 0 AS packed_at, 'passed' AS status FROM json_each(?1)) ${alias}`;
    const { results } = await env.DB.prepare(
      `SELECT ${changeColumn(columns('r'), columns('o'), isVerdict)} AS change
     FROM ${result('r', 0)} JOIN ${result('o', 1)} USING (key) ORDER BY r.key`,
    )
      .bind(JSON.stringify(rows))
      .all<{ change: Change }>();
    expect(results.map(({ change }) => change)).toEqual(
      pairs.map(({ own, base }) => changeOf(own, base, isVerdict)),
    );
  },
);

test('what a judge could not score is never regressed nor fixed', () => {
  const nothing: Side = { value: null, passed: null };
  for (const side of SIDES) {
    expect(changeOf(nothing, side, false)).toMatch(/^(errored|unpaired)$/);
    expect(changeOf(side, nothing, false)).toBe('unpaired');
  }
});
