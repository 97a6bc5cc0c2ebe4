import { fingerprint } from '@assay/scorers/fingerprint.ts';

/**
 * What verdicts of the same scorers have in common is stored once: their JSON is cut where it may
 * differ. A cut verdict put together again is the same to the byte, wherever it was cut, so that a
 * shape that fits badly costs room and nothing else.
 */
export interface VerdictShape {
  hash: string;
  /** What stands before, between and after the values that differ. */
  parts: readonly string[];
}

/** A verdict as its row has it. */
export interface ShapedVerdict {
  verdict: string;
  shape: VerdictShape | null;
}

/** The shapes that this isolate has met, by project. */
export interface VerdictShapes {
  /** Cuts a verdict by a shape that has been met before; another stays whole. */
  cut(projectId: string, row: CutRow): ShapedVerdict;
  /** Whether the database has the shape, as far as this isolate knows. */
  isStored(projectId: string, shape: VerdictShape): boolean;
  markStored(projectId: string, shapes: Iterable<VerdictShape>): void;
  /** Takes none for stored any more. */
  forget(): void;
}

/** What of a row its verdict says again. */
export interface CutRow {
  id: string;
  createdAtMs: number;
  verdict: string;
}

interface Known {
  shape: VerdictShape;
  isStored: boolean;
}

const MOST_PROJECTS = 500;
const MOST_SHAPES = 16;

export function createVerdictShapes(): VerdictShapes {
  // The project, and of its shapes the one, that was met last stands last.
  const projects = new Map<string, Map<string, Known>>();

  function shapesOf(projectId: string): Map<string, Known> {
    const known = projects.get(projectId) ?? new Map<string, Known>();
    keepLast(projects, projectId, known, MOST_PROJECTS);
    return known;
  }

  return {
    cut(projectId, row) {
      const known = shapesOf(projectId);
      for (const { shape } of [...known.values()].reverse()) {
        const verdict = cutBy(shape, row);
        if (verdict !== undefined) return { verdict, shape };
      }
      // Parameters that are used once would store a shape for each verdict.
      const shape = shapeOf(row.verdict);
      if (shape !== undefined) keepLast(known, shape.hash, { shape, isStored: false }, MOST_SHAPES);
      return { verdict: row.verdict, shape: null };
    },
    isStored: (projectId, { hash }) => projects.get(projectId)?.get(hash)?.isStored === true,
    markStored(projectId, shapes) {
      const known = shapesOf(projectId);
      for (const shape of shapes) {
        if (known.has(shape.hash))
          keepLast(known, shape.hash, { shape, isStored: true }, MOST_SHAPES);
      }
    },
    forget: () => projects.clear(),
  };
}

function keepLast<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [first] = map.keys();
  if (map.size > most && first !== undefined) map.delete(first);
}

/** Puts a cut verdict together. @param parts of its shape, one a line */
export function joinVerdict(parts: string, row: CutRow): string {
  const values = withRepeats(row.verdict.split('\n'), row);
  return parts
    .split('\n')
    .map((part, i) => part + (values[i] ?? ''))
    .join('');
}

/** The values of a verdict, one a line, if they make the same text again. */
function cutBy({ parts }: VerdictShape, row: CutRow): string | undefined {
  const values = valuesBetween(parts, row.verdict);
  if (values === undefined) return undefined;
  const verdict = withoutRepeats(values, row).join('\n');
  return joinVerdict(parts.join('\n'), { ...row, verdict }) === row.verdict ? verdict : undefined;
}

/** What stands between parts that follow each other in a text; undefined where they do not. */
function valuesBetween(parts: readonly string[], text: string): string[] | undefined {
  const [first = '', ...others] = parts;
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [i, part] of others.entries()) {
    const isLast = i === others.length - 1;
    const found =
      isLast && text.endsWith(part) ? text.length - part.length : text.indexOf(part, at);
    if (found < at) return undefined;
    values.push(text.slice(at, found));
    at = found + part.length;
  }
  return at === text.length ? values : undefined;
}

// The id is the first value and the time the last: the row has both.
function withoutRepeats(values: readonly string[], { id, createdAtMs }: CutRow): string[] {
  const repeats = [JSON.stringify(id), timeIn(createdAtMs)];
  return values.map((value, i) =>
    (i === 0 && value === repeats[0]) || (i === values.length - 1 && value === repeats[1])
      ? ''
      : value,
  );
}

function withRepeats(values: readonly string[], { id, createdAtMs }: CutRow): string[] {
  return values.map((value, i) => {
    if (value !== '') return value;
    return i === 0 ? JSON.stringify(id) : i === values.length - 1 ? timeIn(createdAtMs) : value;
  });
}

function timeIn(createdAtMs: number): string {
  return JSON.stringify(new Date(createdAtMs).toISOString());
}

/** What scores of the same scorer have in common. */
const COMMON = new Set([
  'scorer',
  'name',
  'version',
  'kind',
  'fingerprint',
  'threshold',
  'weight',
  'required',
  'negated',
  'status',
  'rule',
  'assayVersion',
  'stored',
  'scores',
  'decision',
  'lineage',
  'suite',
]);
/** What stands for a value that differs: no JSON text of a verdict has it. */
const CUT = '\u0001';

/** The shape of a verdict; undefined where it cannot be cut. */
function shapeOf(verdict: string): VerdictShape | undefined {
  if (verdict.includes('\n') || verdict.includes(JSON.stringify(CUT))) return undefined;
  const cut = JSON.stringify(JSON.parse(verdict), (key, value: unknown) => {
    const isItem = /^\d*$/.test(key);
    // What is empty for most is in common with most.
    const isEmpty = value === null || value === 0 || value === false;
    return isItem || COMMON.has(key) || (isEmpty && EMPTY_FOR_MOST.has(key)) ? value : CUT;
  });
  const parts = cut.split(JSON.stringify(CUT));
  return { hash: fingerprint(parts).slice('sha256:'.length).slice(0, HASH_DIGITS), parts };
}

const EMPTY_FOR_MOST = new Set(['usage', 'costUsd', 'cached', 'sampleId', 'generator']);
const HASH_DIGITS = 16;
