import type { Work } from '../work.ts';

/**
 * What regular expressions cost, before they are compiled or matched. RE2's time is linear in the text
 * and in the size of the pattern, so the product of both is what can be charged.
 */

const STEPS_TO_COMPILE = 30_000;
const STEPS_PER_CHARACTER = 3_000;
const STEPS_PER_INSTRUCTION = 1_500;
// A class of Unicode has hundreds of ranges.
const STEPS_PER_UNICODE_CLASS = 150_000;
const STEPS_PER_MATCHED_CHARACTER = 60;
const STEPS_PER_MATCHED_INSTRUCTION = 15;
// Where a class has many ranges, each character is looked up among them.
const WIDE_CLASSES = 1.4;
const LONGEST_NARROW_CLASS = 10;

/** Charges for compiling a pattern. */
export function spendOnCompiling(work: Work, pattern: string, doing: string): void {
  work.spend(
    STEPS_TO_COMPILE +
      pattern.length * STEPS_PER_CHARACTER +
      countUnicodeClasses(pattern) * STEPS_PER_UNICODE_CLASS +
      instructionsAtMost(pattern) * STEPS_PER_INSTRUCTION,
    doing,
  );
}

/**
 * Steps that matching takes: each character may keep every instruction busy.
 *
 * @param pattern what was compiled: its classes decide how long an instruction takes
 */
export function matchSteps(instructions: number, characters: number, pattern = ''): number {
  const slower = hasWideClasses(pattern) ? WIDE_CLASSES : 1;
  const each = instructions * STEPS_PER_MATCHED_INSTRUCTION * slower;
  return Math.ceil(characters * (STEPS_PER_MATCHED_CHARACTER + each));
}

function hasWideClasses(pattern: string): boolean {
  if (countUnicodeClasses(pattern) > 0) return true;
  for (let at = pattern.indexOf('['); at !== -1; at = pattern.indexOf('[', at + 1)) {
    if ((readAt(CLASS, pattern, at)?.[0].length ?? 0) > LONGEST_NARROW_CLASS) return true;
  }
  return false;
}

function countUnicodeClasses(pattern: string): number {
  return pattern.match(/\\[pP]/g)?.length ?? 0;
}

const CLASS = /\[\^?\]?(?:\\[\s\S]|\[:[^\]]*:\]|[^\]\\])*\]?/y;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|[\s\S]?)/y;
const COUNT = /\{(\d+)(?:(,)(\d*))?\}/y;

/** At least as many instructions as the pattern compiles to; repeats multiply what they repeat. */
export function instructionsAtMost(pattern: string): number {
  const groups: { total: number; last: number }[] = [{ total: 3, last: 0 }];
  let group = groups[0] ?? { total: 0, last: 0 };
  const take = (size: number) => {
    group.total += group.last;
    group.last = size;
  };
  for (let i = 0; i < pattern.length; ) {
    const character = pattern.charAt(i);
    if (character === '(') {
      group = { total: 2, last: 0 };
      groups.push(group);
      i += 1;
    } else if (character === ')' && groups.length > 1) {
      const { total, last } = group;
      groups.pop();
      group = groups.at(-1) ?? group;
      take(total + last);
      i += 1;
    } else if (character === '{' && readAt(COUNT, pattern, i)) {
      const [whole = '', least, , most] = readAt(COUNT, pattern, i) ?? [];
      const times = Math.max(1, Number(least), Number(most ?? 0));
      // An optional repeat takes an instruction more each time.
      group.last = (group.last + 1) * times + 1;
      i += whole.length;
    } else {
      // What can match nothing is repeated as an optional `+`.
      if (character === '*') group.last += 2;
      else if (character === '+' || character === '?') group.last += 1;
      else take(1);
      const whole =
        character === '['
          ? readAt(CLASS, pattern, i)
          : character === '\\'
            ? readAt(ESCAPE, pattern, i)
            : null;
      i += whole?.[0].length || 1;
    }
  }
  return groups.reduce((sum, { total, last }) => sum + total + last, 0);
}

function readAt(syntax: RegExp, text: string, at: number): RegExpExecArray | null {
  syntax.lastIndex = at;
  return syntax.exec(text);
}

// What cannot match a line break: other escapes, negated classes and flags might.
const WITHIN_LINES =
  /^(?:[ -Z\]-~]|\(\?:|\\(?:[dwbBAz]|[^\sa-zA-Z0-9]|p[LNPSM]|p\{[LNPSM][a-z]?\})|\[(?![\^\]])(?:[ -Z^-~]|\\(?:[dw]|[^\sa-zA-Z0-9]))*\])*$/;

/** Whether a match surely ends in the line where it begins, so that looking for one does, too. */
export function staysInLine(pattern: string): boolean {
  return WITHIN_LINES.test(pattern) && !/\(\?[^:]/.test(pattern);
}
