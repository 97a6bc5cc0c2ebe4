import { lazyPattern } from '../../lazy-pattern.ts';

/** Where a match that begins here ends, if it is not part of something longer. */
export function matchAt(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  if (!pattern.test(text)) return undefined;
  const end = pattern.lastIndex;
  return JOINED_AFTER().test(text.slice(end, end + 2)) ? undefined : end;
}

const JOINED_AFTER = lazyPattern(String.raw`^(?:[\p{L}\p{N}_]|[-./][\p{L}\p{N}_]|[@=%])`, 'u');
const JOINED_BEFORE = lazyPattern(String.raw`(?:[\p{L}\p{N}_]|[\p{L}\p{N}_][-./]|[$€£#=])$`, 'u');

/** Whether what stands before makes this a part of something longer, or a price. */
export function isJoinedBefore(text: string, start: number): boolean {
  return JOINED_BEFORE().test(text.slice(Math.max(0, start - 2), start));
}
