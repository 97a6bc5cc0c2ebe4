/** What SQL reads of one score, or of the verdict, in the digest of a result. */
export interface ScoreColumns {
  value: string;
  /** 1, 0 or NULL. */
  passed: string;
  /** `scored`, `abstained`, `error` or `skipped`; of the verdict, the status of the result. */
  status: string;
}

/**
 * The columns of a score in the results `r`, as `storedDigest` writes them; a result that is not in a
 * pack has the digest of an earlier release.
 *
 * @param place of the score among those of the batch; null for the verdict as a whole, undefined for
 *   a score that the batch does not have
 */
export function scoreColumns(r: string, place: number | null | undefined): ScoreColumns {
  if (place === undefined) return { value: 'NULL', passed: 'NULL', status: 'NULL' };
  if (place === null) {
    return {
      value: either(r, '$[0]', '$.value'),
      passed: either(r, '$[1]', '$.passed'),
      status: `${r}.status`,
    };
  }
  const first = 5 + 3 * place;
  const names = STATUSES.map((name, i) => `WHEN ${i} THEN '${name}'`).join(' ');
  return {
    value: either(r, `$[${first + 1}]`, `$.scores[${place}][2]`),
    passed: either(r, `$[${first + 2}]`, `$.scores[${place}][3]`),
    status: `CASE WHEN ${r}.packed_at IS NULL THEN ${r}.digest ->> '$.scores[${place}][1]'
      ELSE CASE ${r}.digest ->> '$[${first}]' ${names} END END`,
  };
}

/** The latency in the results `r`, after the scores; NULL where an earlier release wrote them. */
export function latencyColumn(r: string, scores: number): string {
  const path = `$[${5 + 3 * scores}]`;
  return `CASE WHEN json_type(${r}.digest, '${path}') IN ('integer', 'real') THEN ${r}.digest ->> '${path}' END`;
}

/** Whether the score at a place that SQL knows did not pass, or could not be computed. */
export function isAmiss(r: string, place: string): string {
  const path = (parts: readonly string[]) => `${r}.digest ->> (${parts.join(' || ')})`;
  const plain = (field: number) => path(["'$.scores['", place, `'][${field}]'`]);
  const packed = (field: number) => path(["'$['", `(${5 + field} + 3 * ${place})`, "']'"]);
  return `CASE WHEN ${r}.packed_at IS NULL
    THEN ${plain(3)} IS 0 OR ${plain(1)} IS 'error' ELSE ${packed(2)} IS 0 OR ${packed(0)} IS 2 END`;
}

const STATUSES = ['scored', 'abstained', 'error', 'skipped'];

function either(r: string, packed: string, plain: string): string {
  return `CASE WHEN ${r}.packed_at IS NULL THEN ${r}.digest ->> '${plain}' ELSE ${r}.digest ->> '${packed}' END`;
}

// Values closer than this are the same: 0.1 + 0.2 is not 0.3.
const ROUNDING = '1e-9';

/** The change of a score from the base, as `changeOf` tells it of values that were read. */
export function changeColumn(own: ScoreColumns, base: ScoreColumns, isVerdict: boolean): string {
  const gone = isVerdict
    ? `${own.passed} IS NULL AND (${base.passed} IS NOT NULL OR ${own.value} IS NULL)`
    : `${own.value} IS NULL`;
  return `CASE
    WHEN r.status IS NULL OR r.status = 'retry' THEN NULL
    WHEN ${base.value} IS NULL AND ${base.passed} IS NULL THEN 'unpaired'
    WHEN ${gone} THEN 'errored'
    WHEN ${own.passed} < ${base.passed} THEN 'regressed'
    WHEN ${own.passed} > ${base.passed} THEN 'fixed'
    WHEN ${own.passed} IS NOT NULL AND ${base.passed} IS NOT NULL THEN 'unchanged'
    WHEN ${own.value} < ${base.value} - ${ROUNDING} THEN 'regressed'
    WHEN ${own.value} > ${base.value} + ${ROUNDING} THEN 'fixed'
    WHEN ${own.value} IS NULL OR ${base.value} IS NULL THEN 'unpaired'
    ELSE 'unchanged' END`;
}
