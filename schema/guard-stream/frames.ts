import { LIMITS } from '../limits.ts';
import { type Frame, frameOf } from './frame.ts';

export type StreamFormat = 'sse' | 'ndjson' | 'text';

const LONGEST_TEXT = 64;
// By code points, so that no surrogate pair is divided.
const TEXTS = new RegExp(`.{1,${LONGEST_TEXT}}`, 'gsu');

/** One event of a stream is longer than any may be. */
export class EventTooLong extends Error {
  override name = 'EventTooLong';
  override message = `One event of the stream has more than ${LIMITS.lineBytes} bytes.`;
}

/**
 * Divides the text of a stream into frames, however its chunks are cut. The time that takes grows with the text
 * alone, also if it comes byte by byte.
 *
 * @param isText whether the data of events is text, also where it could be JSON
 */
export function createFrameReader(format: StreamFormat, isText: boolean) {
  const { take, waiting } = format === 'text' ? dividedText() : dividedLines(format === 'sse');
  let isTooLong = false;
  return {
    /** @throws EventTooLong, once the frames before that event were returned */
    read(text: string, isEnd = false): Frame[] {
      if (isTooLong) throw new EventTooLong();
      const raws = take(text, isEnd);
      const long = raws.findIndex((raw) => raw.length > LIMITS.lineBytes);
      isTooLong = long !== -1 || waiting() > LIMITS.lineBytes;
      const whole = long === -1 ? raws : raws.slice(0, long);
      if (isTooLong && (whole.length === 0 || isEnd)) throw new EventTooLong();
      return whole.map((raw) => readFrame(raw, format, isText));
    },
  };
}

/** Takes what is whole out of a text that comes in chunks. */
interface Divided {
  take(text: string, isEnd: boolean): string[];
  /** Characters of what is not whole yet. */
  waiting(): number;
}

function dividedText(): Divided {
  let rest = '';
  return {
    take(text, isEnd) {
      const all = rest + text;
      // Half of a surrogate pair waits for its other half.
      const cut = !isEnd && /[\uD800-\uDBFF]$/.test(all) ? all.length - 1 : all.length;
      rest = all.slice(cut);
      return all.slice(0, cut).match(TEXTS) ?? [];
    },
    waiting: () => rest.length,
  };
}

/** @param isSse whether an empty line ends an event, and not each line */
function dividedLines(isSse: boolean): Divided {
  let carried = '';
  let pieces: string[] = [];
  let block: string[] = [];
  let ofBlock = 0;
  let ofPieces = 0;

  return {
    take(text, isEnd) {
      const all = carried + text;
      // A carriage return at the end can be the first half of a line break.
      carried = !isEnd && all.endsWith('\r') ? '\r' : '';
      const given = all.slice(0, all.length - carried.length);
      pieces.push(given);
      ofPieces += given.length;
      if (!isEnd && !/[\r\n]/.test(given)) return [];
      const lines = pieces.join('').split(/\r\n|\r|\n/);
      const rest = lines.pop() ?? '';
      pieces = [rest];
      ofPieces = rest.length;
      const raws: string[] = [];
      for (const line of isEnd ? [...lines, rest, ''] : lines) {
        if (line !== '') block.push(line);
        ofBlock += line.length;
        if (block.length === 0 || (isSse && line !== '')) continue;
        raws.push(block.join('\n'));
        block = [];
        ofBlock = 0;
      }
      return raws.filter((raw) => raw.trim() !== '');
    },
    waiting: () => ofBlock + ofPieces,
  };
}

function readFrame(raw: string, format: StreamFormat, isText: boolean): Frame {
  if (format === 'text') return frameOf(raw, raw);
  const data = format === 'sse' ? dataOf(raw) : raw;
  if (data === undefined) return frameOf(raw, undefined);
  return frameOf(raw, isText ? data : (parse(data) ?? data));
}

/** The data of an event. Source: WHATWG HTML, section 9.2.6. */
function dataOf(block: string): string | undefined {
  const lines = block.split('\n').filter((line) => /^data(?::|$)/.test(line));
  if (lines.length === 0) return undefined;
  return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}

/** The object or list that a text writes as JSON; undefined if it is another text, such as `5`. */
function parse(data: string): object | undefined {
  if (!/^\s*[[{]/.test(data)) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** A frame as an event. */
export function writeFrame({ raw, value, source }: Frame, format: StreamFormat): string {
  if (format === 'text') return eventOf(undefined, { text: value });
  if (value === source) return format === 'sse' ? `${raw}\n\n` : `data: ${raw}\n\n`;
  const kept = format === 'sse' ? raw.split('\n').filter((line) => !/^data(?::|$)/.test(line)) : [];
  const data = typeof value === 'string' ? value : JSON.stringify(value);
  return `${[...kept, ...data.split('\n').map((line) => `data: ${line}`)].join('\n')}\n\n`;
}

export function eventOf(event: string | undefined, data: object): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}

/** An error as clients of each dialect read it. */
export function errorOf(code: string, message: string): object {
  const error = { type: code, code, message, param: null };
  return { type: 'error', error, errorText: message };
}
