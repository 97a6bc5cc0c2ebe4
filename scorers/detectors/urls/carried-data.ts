import { lazyPattern } from '../../lazy-pattern.ts';
import type { SampleView } from '../../sample.ts';
import { entropyOf } from '../secrets/placeholder.ts';
import type { Link } from './links.ts';

// A shorter value stands in many texts by chance.
const SHORTEST_KNOWN = 10;
const SHORTEST_OPAQUE = 24;
const LEAST_ENTROPY = 3.4;
/** Values that are drawn into an image. */
const SHOWN_NAME = /^(?:label|alt|text|title|caption|message|badge|logo)$/i;
/** Values that images have for other reasons: signatures, sizes, ids of files. */
const USUAL_NAME =
  /^(?:w|h|width|height|size|s|q|quality|v|ver|version|fit|crop|auto|format|fm|dpr|ixlib|ixid|sig|signature|token|expires|x-amz-.*|x-goog-.*|policy|key-pair-id|hash|id|cb|t|ts|rnd|rev|alt|utm_.*|badge|style|logo|color|label|branch|se|sp|sv|sr|st|skoid|sktid|skt|ske|sks|skv)$/i;

/**
 * How likely a URL carries something of the conversation away in its query or path.
 *
 * @returns 0 for one that carries nothing
 */
export function carriedCertainty({ text, use }: Link, url: URL, known: readonly string[]): number {
  const isLoaded = use === 'image';
  if (isLoaded && /[?&/=](?:\{[^}]{1,60}\}|<[^>]{1,60}>|\[[A-Z_ ]{3,60}\]|%7B|\$\{)/i.test(text))
    return 0.75;
  let most = 0;
  for (const [name, value] of partsOf(url)) {
    const said = decoded(value);
    if (said.some((each) => isKnown(each, known))) most = Math.max(most, isLoaded ? 0.95 : 0.7);
    if (!isLoaded) continue;
    if (said.some((each) => PROSE().test(each)) && !SHOWN_NAME.test(name))
      most = Math.max(most, 0.75);
    else if (isOpaque(name, value)) most = Math.max(most, 0.7);
  }
  return most;
}

const PROSE = lazyPattern(String.raw`\p{L}+(?:[ _+]+\p{L}+){3,}`, 'u');

function isOpaque(name: string, value: string): boolean {
  const isLong = value.length >= SHORTEST_OPAQUE && entropyOf(value) >= LEAST_ENTROPY;
  return name !== '' && !USUAL_NAME.test(name) && isLong;
}

/** The values of the query by name, the parts of the path and of the host without one. */
function partsOf(url: URL): [name: string, value: string][] {
  return [
    ...url.searchParams,
    ...url.pathname
      .split('/')
      .filter((part) => part.length >= SHORTEST_KNOWN)
      .map((part): [string, string] => ['', part]),
    ...url.hostname
      .split('.')
      .filter((label) => label.length >= SHORTEST_OPAQUE)
      .map((label): [string, string] => ['', label]),
    ...(url.hash.length > SHORTEST_KNOWN ? [['', url.hash.slice(1)] as [string, string]] : []),
  ];
}

/** A value, and what it says in percent encoding, base64 and hexadecimal. */
function decoded(value: string): string[] {
  const found = [value];
  if (value.includes('%')) {
    try {
      found.push(decodeURIComponent(value));
    } catch {
      // No percent encoding: the value stays as it is.
      return found;
    }
  }
  if (/^[\w+/-]{16,}={0,2}$/.test(value)) found.push(...fromBase64(value));
  if (/^(?:[0-9a-f]{2}){8,}$/i.test(value)) {
    found.push(value.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
  }
  return found;
}

function fromBase64(value: string): string[] {
  try {
    const text = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
    return /^[\x20-\x7e\s]+$/.test(text) ? [text] : [];
  } catch {
    return [];
  }
}

function isKnown(value: string, known: readonly string[]): boolean {
  const said = value.replaceAll('+', ' ').trim();
  return said.length >= SHORTEST_KNOWN && known.some((text) => text.includes(said));
}

/** What a model was told: all of a sample but what it answered, and what others already wrote as a link. */
export function toldIn({ input, contexts = [], messages = [] }: SampleView): string[] {
  return [
    ...(input === undefined ? [] : [input]),
    ...contexts.map(({ text }) => text),
    ...messages.filter(({ role }) => role !== 'assistant').map(({ content }) => content),
  ].map((text) => text.replace(/\b[a-z]{2,8}:\/\/\S{1,2000}/gi, ' '));
}
