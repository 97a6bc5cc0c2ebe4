import { fromBase64, toBase64Url, toHex, utf8Bytes } from '@assay/schema/records/bytes.ts';

/** So many characters of a secret in a row are too many to show. */
const RUN = 8;
/** Fewer characters of an encoded form are in other texts as well. */
const LEAST_ENCODED = 6;
/** Escapes within escapes are undone so often. */
const LAYERS = 3;

/**
 * Whether a text repeats a secret, or a good part of one: as it is, escaped, in other letters, with other
 * characters in between, in hexadecimal or Base64. What a receiver says is shown to everybody who may
 * read; what it was sent is not.
 *
 * @param secrets a URL, a header with or without a scheme, or a key; of a URL the host is not secret
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  const shown = viewsOf(text).map(bare);
  const runs = new Set(shown.flatMap(runsOf));
  return secrets.flatMap(partsOf).some((part) => {
    // Signs alone cannot be looked for.
    if (bare(part) === '') return part.trim() !== '';
    return formsOf(part).some((form) =>
      form.length < RUN
        ? shown.some((each) => each.includes(form))
        : runsOf(form).some((run) => runs.has(run)),
    );
  });
}

/** What is secret in a secret. */
function partsOf(secret: string): string[] {
  if (/^https?:/.test(secret) && URL.canParse(secret)) {
    const { pathname, search, searchParams } = new URL(secret);
    const inPath = pathname.split('/').filter((part) => part.length >= RUN);
    return [`${pathname}${search}`, ...inPath, ...searchParams.values()];
  }
  const [, scheme = '', credentials] = /^([A-Za-z][\w-]*) +(.+)$/.exec(secret) ?? [];
  if (credentials === undefined) return [secret];
  return [credentials, ...(scheme.toLowerCase() === 'basic' ? passwordIn(credentials) : [])];
}

function passwordIn(credentials: string): string[] {
  try {
    const decoded = new TextDecoder().decode(fromBase64(credentials));
    return [decoded.slice(decoded.indexOf(':') + 1)];
  } catch {
    return [];
  }
}

/** How a receiver could write a part of a secret, each as `bare` leaves it. */
function formsOf(part: string): string[] {
  const bytes = utf8Bytes(part);
  // In Base64 of a longer text it depends on where it begins, and its ends on what is around it.
  const base64 = [0, 2, 3].map((begin, before) =>
    toBase64Url(new Uint8Array([...new Uint8Array(before), ...bytes])).slice(begin, -1),
  );
  const encoded = [toHex(bytes), ...base64]
    .map(bare)
    .filter((form) => form.length >= LEAST_ENCODED);
  return [bare(part), ...encoded];
}

/** A text as it is and with its escapes undone, layer by layer. */
function viewsOf(text: string): string[] {
  const views = [text];
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const before = views.at(-1) ?? '';
    const after = unescaped(before);
    if (after === before) break;
    views.push(after);
  }
  return views;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Undoes escapes of URLs, JSON and HTML. */
function unescaped(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      const bytes = run.split('%').slice(1);
      return new TextDecoder().decode(
        new Uint8Array(bytes.map((byte) => Number.parseInt(byte, 16))),
      );
    })
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[bfnrtv]/g, ' ')
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => NAMED[name] ?? ' ');
}

/** Letters and digits alone, so that neither case nor what stands between hides anything. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function runsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, at) =>
    text.slice(at, at + RUN),
  );
}
