import { type Edit, editText } from '../text-edits.ts';
import type { GuardFinding, GuardReplacement, GuardResult } from '../types.ts';

/** A piece of a text to check, and where in the text it begins. */
export interface TextWindow {
  from: number;
  text: string;
}

/** A text of a stream: what has come, how much of it is cleared to go out, and what is replaced in it. */
export interface TextPart {
  text(): string;
  /** Where the text is not cleared yet; nothing before changes any more. */
  cleared(): number;
  /** @returns where what was added begins */
  add(text: string): number;
  /** What to check now; undefined if more text must come first. */
  due(): TextWindow | undefined;
  /** Clears what a check of a window allows, and returns what it settled. */
  settle(window: TextWindow, result: GuardResult): SettledWindow;
  /** Clears the rest, by a check of the whole text. */
  finish(replacements: readonly GuardReplacement[]): void;
  /** Clears up to the end of a window, or of the text, without a check. */
  pass(window?: TextWindow): void;
  /** What goes out of the text from one offset to another. */
  released(start: number, end: number): string;
}

export interface SettledWindow {
  isBlocked: boolean;
  /** Findings in what was cleared, or that block, with offsets in the text. */
  findings: GuardFinding[];
  /** Replacements that go out. */
  replaced: string[];
}

// Enough before a window for rules that look at the words around what they find.
const CONTEXT = 512;
const LONGEST_WORD = 64;

/**
 * Holds back the last `holdBack` characters until more has come, and what a finding covers until it is
 * whole: then what is cleared was seen with as much text after it.
 */
export function createTextPart(holdBack: number): TextPart {
  let text = '';
  let cleared = 0;
  let checked = 0;
  const edits: Edit[] = [];

  function clear(to: number, from: number, replacements: readonly GuardReplacement[]): Edit[] {
    const added = replacements
      .filter(isInText)
      .map(({ start, end, replacement }) => ({
        // What has gone out stays; a span over the border is replaced from there on.
        start: Math.max(start + from, cleared),
        end: end + from,
        replacement,
      }))
      .filter(({ start, end }) => start < end && end <= to);
    edits.push(...added);
    cleared = Math.max(cleared, to);
    return added;
  }

  /** Where the text can be cut without letting a span go out in part. */
  function borderOf(limit: number, spans: readonly { start: number; end: number }[]): number {
    let border = limit;
    for (const { start, end } of spans.toSorted((a, b) => b.start - a.start)) {
      if (start < border && end > border) border = start;
    }
    return Math.max(border, cleared);
  }

  function startOfWindow(): number {
    const from = Math.max(0, cleared - CONTEXT);
    if (from === 0) return 0;
    // At the start of a word, so that no half of one is taken for something else.
    const before = Math.max(0, from - LONGEST_WORD);
    const space = text.slice(before, from).search(/\s\S*$/);
    if (space !== -1) return before + space;
    return isLowSurrogate(text, from) ? from - 1 : from;
  }

  return {
    text: () => text,
    cleared: () => cleared,
    add(more) {
      text += more;
      return text.length - more.length;
    },
    due() {
      // A longer wait where a finding grows, so that the work stays proportional to the text.
      const step = Math.max(1, holdBack / 2, (checked - cleared - holdBack) / 2);
      if (text.length - Math.max(checked, cleared + holdBack) < step) return undefined;
      const from = startOfWindow();
      return { from, text: text.slice(from) };
    },
    settle(window, result) {
      const { from } = window;
      checked = from + window.text.length;
      const limit = Math.max(checked - holdBack, cleared);
      const findings = shift(result.findings.filter(isInText), from);
      const acted = findings.filter(({ action }) => action === 'redact' || action === 'block');
      const border = borderOf(limit, acted);
      const blocking = result.findings.filter(({ action }) => action === 'block');
      const isWaiting =
        blocking.length > 0 &&
        blocking.every((finding) => isInText(finding) && finding.end + from > limit);
      const isNew = ({ end }: GuardFinding) => end > cleared;
      if (result.action === 'block' && !isWaiting) {
        return { isBlocked: true, findings: findings.filter(isNew), replaced: [] };
      }
      // A result that blocks says nothing of replacements: wait until what blocks is whole.
      const to = isWaiting ? Math.min(border, ...acted.map(({ start }) => start)) : border;
      const settled = findings.filter((finding) => isNew(finding) && finding.end <= to);
      const added = clear(Math.max(to, cleared), from, result.replacements);
      return {
        isBlocked: false,
        findings: settled,
        replaced: added.map(({ replacement }) => replacement),
      };
    },
    finish(replacements) {
      clear(text.length, 0, replacements);
    },
    pass(window) {
      const end = window === undefined ? text.length : window.from + window.text.length - holdBack;
      checked = window === undefined ? checked : window.from + window.text.length;
      cleared = Math.max(cleared, end);
    },
    released: (start, end) => editText(text.slice(start, end), edits, start),
  };
}

/** Whether a finding is in what was checked, and not in what was sent beside it. */
function isInText({ pointer }: { pointer: string }): boolean {
  return pointer === '/text';
}

function shift(findings: readonly GuardFinding[], by: number): GuardFinding[] {
  return findings.map((finding) => {
    return { ...finding, start: finding.start + by, end: finding.end + by };
  });
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
