import { add, type Complex, divide, negate, real, size } from './complex.ts';
import { type MathExpression, type MathValues, parseMath } from './math-expression.ts';
import { areSigned, bothSigns, decimalCommas, withoutNames } from './math-lists.ts';
import { mathNotation } from './math-notation.ts';
import { bracketed, type Group, matrixRows, splitOutside } from './math-parts.ts';
import { measured } from './math-units.ts';

export interface MathSettings {
  /** How far rounded decimals may be off, as a share. */
  relativeTolerance: number;
  /** Whether the order of a list without brackets counts. */
  ordered: boolean;
  /** Called before each comparison of two answers or parts of them, with their length. */
  spend(characters: number): void;
}

/** Whether two answers are the same, as far as their notation and their values say. */
export function isSameMath(a: string, b: string, settings: MathSettings): boolean {
  return sameAnswer(mathNotation(a), mathNotation(b), settings);
}

function sameAnswer(a: string, b: string, settings: MathSettings): boolean {
  if (a === b) return true;
  settings.spend(a.length + b.length);
  const one = measured(a);
  const other = measured(b);
  if (one.unit !== '' && other.unit !== '' && one.unit !== other.unit) return false;
  if (sameShape(one.text, other.text, settings)) return true;
  if (one.isPercent === other.isPercent) return false;
  // 28% is 28 to some and 0.28 to others.
  const [share, plain] = one.isPercent ? [one.text, other.text] : [other.text, one.text];
  return sameValue(`(${share})/100`, plain, settings);
}

function sameShape(given: string, wanted: string, settings: MathSettings): boolean {
  const [a, b] = [withoutNames(given), withoutNames(wanted)];
  const relation = sameRelation(a, b, settings);
  if (relation !== undefined) return relation;
  const [one, other] = [value(a), value(b)];
  const unions = [one, other].map((text) => splitOutside(text, (unit) => unit === '∪'));
  if (unions.some((parts) => parts.length > 1)) return sameUnordered(unions, settings);
  const matrices = [matrixRows(one), matrixRows(other)] as const;
  if (matrices[0] && matrices[1]) return sameMatrix(matrices[0], matrices[1], settings);
  const groups = [bracketed(one), bracketed(other)] as const;
  if (groups[0] && groups[1] && groups.some((group) => isCollection(group))) {
    const [p, q] = groups;
    if (p.open !== q.open || p.close !== q.close) return false;
    const isSet = p.open === '⦃';
    if (isSet && areSigned(p.items) !== areSigned(q.items)) {
      return sameUnordered([bothSigns(p.items), bothSigns(q.items)], settings);
    }
    return isSet
      ? sameUnordered([p.items, q.items], settings)
      : sameInOrder(p.items, q.items, settings);
  }
  const decimals = decimalCommas(one, other);
  if (decimals !== undefined) return sameValue(...decimals, settings);
  const lists = [one, other].map((text) =>
    splitOutside(withoutThousands(text), (unit) => unit === ','),
  );
  const [list = [], otherList = []] = lists;
  const items = [setItems(groups[0]) ?? list, setItems(groups[1]) ?? otherList];
  if (areSigned(list) !== areSigned(otherList) && items.some(({ length }) => length > 1)) {
    return sameUnordered(items.map(bothSigns), settings);
  }
  if (list.length > 1 || otherList.length > 1) {
    return settings.ordered
      ? sameInOrder(list, otherList, settings)
      : sameUnordered(lists, settings);
  }
  return sameValue(one, other, settings);
}

function setItems(group: Group | undefined): string[] | undefined {
  return group?.open === '⦃' ? group.items : undefined;
}

function isCollection(group: { open: string; items: readonly string[] } | undefined): boolean {
  return group !== undefined && (group.items.length > 1 || group.open === '⦃');
}

function sameInOrder(a: readonly string[], b: readonly string[], settings: MathSettings): boolean {
  return a.length === b.length && a.every((item, i) => sameAnswer(item, b[i] ?? '', settings));
}

function sameUnordered(lists: readonly (readonly string[])[], settings: MathSettings): boolean {
  const [a = [], b = []] = lists;
  const left = [...b];
  if (a.length !== b.length) return false;
  return a.every((item) => {
    const at = left.findIndex((other) => sameAnswer(item, other, settings));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function sameMatrix(a: string[][], b: string[][], settings: MathSettings): boolean {
  return a.length === b.length && a.every((row, i) => sameInOrder(row, b[i] ?? [], settings));
}

const RELATION = '=<>≤≥≠';

/** Whether two relations are the same; undefined where one of the two is none. */
function sameRelation(a: string, b: string, settings: MathSettings): boolean | undefined {
  const [one, other] = [relationOf(a), relationOf(b)];
  if (one === undefined || other === undefined) {
    // An equation is no value, unless it names one: x = 5 is 5.
    const alone = one ?? other;
    return alone === undefined || (alone.sign === '=' && isName(alone.left)) ? undefined : false;
  }
  if (one.sign !== other.sign) return false;
  if (sameValue(one.left, other.left, settings) && sameValue(one.right, other.right, settings)) {
    return true;
  }
  const [p, q] = [difference(one), difference(other)];
  if (p === undefined || q === undefined) return false;
  return isProportional(p, q, one.sign === '<' || one.sign === '≤');
}

interface Relation {
  left: string;
  /** Greater signs are negated. */
  sign: string;
  right: string;
}

function relationOf(text: string): Relation | undefined {
  const parts = splitOutside(exact(text), (unit) => RELATION.includes(unit));
  const signs = splitSigns(exact(text));
  const [left = '', sign = ''] = [parts[0], signs[0]];
  const right = parts.at(-1) ?? '';
  if (sign === '' || signs.some((each) => each !== sign) || left === '') return undefined;
  if (parts.length > 2 && sign !== '=') return undefined;
  if (sign === '>') return { left: right, sign: '<', right: left };
  if (sign === '≥') return { left: right, sign: '≤', right: left };
  return { left, sign, right };
}

function splitSigns(text: string): string[] {
  const signs: string[] = [];
  splitOutside(text, (unit) => {
    if (RELATION.includes(unit)) signs.push(unit);
    return false;
  });
  return signs;
}

/** What stands before ≈, unless that is but a name. */
function exact(text: string): string {
  const [before = '', ...behind] = splitOutside(text, (unit) => unit === '≈');
  return behind.length === 0 || !isName(before) ? before : `${before}=${behind.at(-1)}`;
}

/** An answer without the name it is given to: the 5 of x = 5, the set of x ∈ (0, 1). */
function value(text: string): string {
  const parts = splitOutside(exact(text), (unit) => unit === '=' || unit === '∈');
  return parts.length > 1 && isName(parts[0] ?? '') ? (parts.at(-1) ?? '') : exact(text);
}

function isName(text: string): boolean {
  return /^(?:\\?[a-zA-Z]+|[a-zA-Z]\([a-zA-Z]\))(?:_\{?\w+\}?)?$/.test(text.trim());
}

function difference({ left, right }: Relation): MathExpression | undefined {
  return parseMath(`(${left})-(${right})`);
}

const POINTS = 6;

function isProportional(a: MathExpression, b: MathExpression, isDirected: boolean): boolean {
  if (!sameNames(a, b)) return false;
  const ratios = Array.from({ length: POINTS }, (_, i) => {
    const values = valuesAt(i, 1);
    return divide(a.evaluate(values), b.evaluate(values));
  });
  const [first = real(Number.NaN)] = ratios;
  if (isDirected && !(first.re > 0)) return false;
  return size(first) > 0 && ratios.every((ratio) => isNear(ratio, first, 1e-9));
}

function sameNames(a: MathExpression, b: MathExpression): boolean {
  return (
    [...a.variables].every((name) => b.variables.has(name)) && a.variables.size === b.variables.size
  );
}

/** Whether two expressions have the same value, at whatever their variables are. */
function sameValue(a: string, b: string, settings: MathSettings): boolean {
  const [one, other] = [withoutThousands(a), withoutThousands(b)];
  if (one.replace(/\s/g, '') === other.replace(/\s/g, '')) return true;
  if (WHOLE.test(one) && WHOLE.test(other)) return BigInt(one) === BigInt(other);
  const [p, q] = [parseMath(one), parseMath(other)];
  if (p === undefined || q === undefined) return sameWords(one, other);
  const tolerance = p.hasDecimals || q.hasDecimals ? settings.relativeTolerance : 1e-9;
  const signs: readonly (1 | -1)[] = p.hasPlusMinus || q.hasPlusMinus ? [1, -1] : [1];
  const isSame = (turn: 1 | -1) =>
    signs.every((sign) =>
      points(p, q).every((i) =>
        isNear(
          p.evaluate(valuesAt(i, sign)),
          q.evaluate(valuesAt(i, sign === turn ? 1 : -1)),
          tolerance,
        ),
      ),
    );
  return isSame(1) || (signs.length > 1 && isSame(-1));
}

const WHOLE = /^-?\d{1,4000}$/;

function points(a: MathExpression, b: MathExpression): number[] {
  const isConstant = a.variables.size + b.variables.size === 0;
  return Array.from({ length: isConstant ? 1 : POINTS }, (_, i) => i);
}

/** Values for variables, the same at every run: between 0.5 and 2.5, none of them simple. */
function valuesAt(point: number, plusMinus: 1 | -1): MathValues {
  return {
    plusMinus,
    of(variable) {
      let hash = 0x811c9dc5 ^ (point + 1);
      for (const unit of variable) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
      return real(0.5 + ((Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32) * 2);
    },
  };
}

function isNear(a: Complex, b: Complex, tolerance: number): boolean {
  if (a.re === b.re && a.im === b.im) return true;
  const distance = size(add(a, negate(b)));
  // A rounded decimal is as near as its last digit; the sum itself must not push it over.
  return (
    distance <= tolerance * (1 + 1e-6) * Math.max(size(a), size(b)) && Number.isFinite(distance)
  );
}

function withoutThousands(text: string): string {
  return /^-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?$/.test(text) ? text.replace(/[, ]/g, '') : text;
}

function sameWords(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) =>
    text
      .replace(/\\(?:text|mbox|mathrm|textbf|mathbf|operatorname|textnormal|emph)(?![a-zA-Z])/g, '')
      .replace(/[{}\s]/g, '')
      .toLowerCase(),
  );
  return one === other;
}
