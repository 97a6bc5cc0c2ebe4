/** A URL in a text, and how it gets there. */
export interface Link {
  start: number;
  end: number;
  /** As written. */
  text: string;
  /** An image is loaded as soon as the text is shown; a link when somebody follows it. */
  use: 'image' | 'link' | 'text';
}

const BARE = /\b(?:https?|ftp|wss?):\/\/[^\s<>"'`]{1,4000}/gi;
const SCRIPT =
  /\b(?:javascript|vbscript|livescript):[^\s<>"'`)]{1,2000}|\bdata:(?:text\/html|image\/svg\+xml|application\/(?:xhtml\+xml|javascript)|text\/javascript)[^\s<>"'`)]{1,4000}/gi;
/** `![alt](url`, `[text](url` and `[id]: url`. */
const MARKDOWN = /(!?)\[[^\]\n]{0,300}\](\(\s{0,3}|: {0,3})<?([^\s<>)]{3,4000})/g;
const REFERENCE_IMAGE = /!\[[^\]\n]{0,300}\](?:\[([^\]\n]{1,100})\])?/g;
const HTML =
  /<(img|a|iframe|image|source|video|audio|embed|object|link|form|script|input|track|base)\b[^>]{0,1000}?\b(?:src|href|srcset|data|action|poster|xlink:href)\s{0,3}=\s{0,3}["']?([^\s"'<>]{3,4000})/gi;
const CSS = /\burl\(\s{0,3}["']?([^\s"')]{3,4000})/gi;
const LOADED = /^(?:img|image|iframe|source|video|audio|embed|object|link|script|input|track)$/i;

/** The URLs in a text: in Markdown, by reference, in HTML and CSS, and as they stand. */
export function findLinks(text: string): Link[] {
  const links = new Map<number, Link>();
  const add = (start: number, url: string, use: Link['use']) => {
    const trimmed = withoutEnd(url);
    if (!links.has(start))
      links.set(start, { start, end: start + trimmed.length, text: trimmed, use });
  };
  if (text.includes('](') || text.includes(']:')) {
    const images = referencesOfImages(text);
    for (const match of text.matchAll(MARKDOWN)) {
      const [whole, mark, opening = '', url = ''] = match;
      const id = /^!?\[([^\]]*)\]/.exec(whole)?.[1]?.toLowerCase() ?? '';
      const isImage = mark === '!' || (opening.startsWith(':') && images.has(id));
      if (!IS_TARGET.test(url)) continue;
      add(match.index + whole.length - url.length, url, isImage ? 'image' : 'link');
    }
  }
  if (text.includes('<')) {
    for (const match of text.matchAll(HTML)) {
      const [whole, tag = '', url = ''] = match;
      if (IS_TARGET.test(url))
        add(match.index + whole.length - url.length, url, LOADED.test(tag) ? 'image' : 'link');
    }
  }
  if (text.includes('url(')) {
    for (const { 0: whole, 1: url = '', index } of text.matchAll(CSS)) {
      if (IS_TARGET.test(url)) add(index + whole.length - url.length, url, 'image');
    }
  }
  if (text.includes(':')) {
    for (const pattern of [BARE, SCRIPT]) {
      for (const { 0: url, index } of text.matchAll(pattern)) add(index, url, 'text');
    }
  }
  return [...links.values()];
}

/** An address of somewhere else, or of a script: relative ones stay where they are. */
const IS_TARGET = /^(?:[a-z][a-z0-9+.-]{1,20}:|\/\/|\\\\)/i;

/** Ids that images refer to: `![alt][id]`, and `![id]`. */
function referencesOfImages(text: string): Set<string> {
  const ids = new Set<string>();
  for (const { 0: whole, 1: id } of text.matchAll(REFERENCE_IMAGE)) {
    ids.add((id ?? whole.slice(2, -1)).toLowerCase());
  }
  return ids;
}

/** A URL without the punctuation of its sentence, and the brackets that it does not open. */
function withoutEnd(url: string): string {
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? '';
    const isBracket = last === ')' || last === ']' || last === '}';
    if (isBracket ? opens(url, end, last) : !'.,;:!?*_"\'>'.includes(last)) break;
  }
  return url.slice(0, end);
}

function opens(url: string, end: number, bracket: string): boolean {
  const opening = bracket === ')' ? '(' : bracket === ']' ? '[' : '{';
  return url.slice(0, end).split(opening).length >= url.slice(0, end).split(bracket).length;
}
