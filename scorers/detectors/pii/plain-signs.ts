import { isAscii } from '../signs-in.ts';

const OTHERS =
  /[\u00a0\u2007\u2009\u202f\u2010-\u2015\u2212\uff0b-\uff1a\uff20-\uff3a\uff41-\uff5a\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * A text of the same length in which digits, full-width signs, hyphens and fixed spaces are their plain
 * forms, so that one pattern reads all of them and every offset stays.
 */
export function plainSigns(text: string): string {
  return isAscii(text) ? text : text.replace(OTHERS, plain);
}

function plain(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code >= 0xff00) return String.fromCharCode(code - 0xfee0);
  if (code >= 0x6f0)
    return code <= 0x6f9 ? String(code - 0x6f0) : code >= 0x2010 && code !== 0x202f ? '-' : ' ';
  return code >= 0x660 ? String(code - 0x660) : ' ';
}
