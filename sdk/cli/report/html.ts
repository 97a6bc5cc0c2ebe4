/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** HTML from a template: values are escaped, unless they are HTML. */
export function html(texts: TemplateStringsArray, ...values: readonly Part[]): Html {
  const parts = texts.map((text, i) => text + written(values[i] ?? ''));
  return { html: parts.join('') };
}

function written(value: Part): string {
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'html' in value ? value.html : value.map((each) => each.html).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Controls of direction can make a text read as another; other controls are invisible.
const HIDDEN =
  /(?![\n\t\u200c\u200d])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A text as HTML shows it: nothing in it is markup, and what would be invisible has a name. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(HIDDEN, (hidden) => `⟨U+${codeOf(hidden)}⟩`)
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
