import type { Evidence } from '@assay/schema/types.ts';
import type { SaxesParser } from 'saxes';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { lazyPattern } from '../lazy-pattern.ts';
import { abstained, scored } from '../outcome.ts';
import type { Work } from '../work.ts';

/**
 * Whether the output is a well-formed XML document, or, in mode `anywhere`, has a well-formed
 * element between other text; with `requiredElements`, whether those are there too: 1 or 0.
 *
 * Nothing is expanded or fetched: only the five entities of XML itself and character references are
 * known. A document type with declarations of its own is not read: where nothing else is wrong the
 * scorer abstains, since they may declare entities. An empty output is not XML. A text between tags may be in any script, and so may names.
 *
 * Source: XML 1.0, fifth edition; promptfoo is-xml and contains-xml, whose paths of required
 * elements begin at the root and have a dot between names.
 */
export const xml = defineScorer({
  id: 'xml',
  aliases: { 'is-xml': {}, 'contains-xml': { mode: 'anywhere' } },
  version: 3,
  kind: 'code',
  group: 'format',
  summary:
    'Whether the output is, or contains,  well-formed XML, optionally with certain elements.',
  source: 'XML 1.0',
  needs: ['output'],
  params: () =>
    z.strictObject({
      mode: z
        .enum(['strict', 'anywhere'])
        .default('strict')
        .describe(
          '`strict`: the whole output is one document; `anywhere`: the text contains an element.',
        ),
      requiredElements: z
        .array(z.string().min(1).max(512))
        .max(100)
        .default([])
        .describe('Paths of names from the root, such as `analysis.class`. Each must exist.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A tag that is not closed',
      sample: { output: '<analysis><class>T-shirt</class>' },
      value: 0,
    },
    {
      title: 'An element after a sentence, with the required child',
      sample: { output: 'Here: <analysis><class>T-shirt</class></analysis>' },
      params: { mode: 'anywhere', requiredElements: ['analysis.class'] },
      value: 1,
    },
  ],
  async score({ output }, { mode, requiredElements }, { work }) {
    work.spend(output.length * STEPS_PER_CHARACTER, 'reading the XML of `output`');
    const spans = mode === 'strict' ? [wholeOf(output)] : findElements(output);
    if (spans.length === 0) return scored(0, 'The output has no closed XML element.');
    // Loaded when it is first asked for.
    const { SaxesParser: Parser } = await import('./xml-parser.ts');
    const missing = new Set(requiredElements);
    const evidence: Evidence[] = [];
    let fault: XmlFault | undefined;
    for (const { start, end } of spans) {
      const result = readXml(new Parser(), output.slice(start, end), missing, work);
      if (result === 'undeclared')
        return abstained(UNDECLARED, [{ pointer: '/output', start, end }]);
      if (result === undefined) evidence.push({ pointer: '/output', start, end });
      else fault ??= { ...result, at: result.at + start };
    }
    if (evidence.length === 0 && fault) {
      const { message, at } = fault;
      const reason = `The output is not well-formed XML: ${message}, at character ${at + 1}.`;
      return scored(0, reason, {
        evidence: [{ pointer: '/output', start: at, end: at, note: message }],
      });
    }
    const names = [...missing].join(', ');
    return missing.size === 0
      ? scored(1, 'The output contains well-formed XML.', { evidence })
      : scored(0, `The XML is well-formed, but lacks required elements: ${names}.`, { evidence });
  },
});

const STEPS_PER_CHARACTER = 400;

interface Span {
  start: number;
  end: number;
}

interface XmlFault {
  message: string;
  at: number;
}

const UNDECLARED =
  'The document type has its own declarations, which are not read, although the result depends on them.';

class NotWellFormed extends Error {
  override readonly name = 'NotWellFormed';
}

/**
 * Reads a document, and takes what it finds off the paths that are missing when it is well-formed.
 * `undeclared` says that only the declarations of its document type could tell.
 */
function readXml(
  parser: SaxesParser,
  text: string,
  missing: Set<string>,
  work: Work,
): XmlFault | 'undeclared' | undefined {
  const deepest = Math.max(0, ...Array.from(missing, (path) => path.split('.').length));
  const path: string[] = [];
  const found = new Set<string>();
  let hasDeclarations = false;
  // The first fault ends the reading: what follows it is guesswork.
  parser.on('error', ({ message }) => {
    if (hasDeclarations && /undefined entity/.test(message)) return;
    throw new NotWellFormed(message.replace(/^\d+:\d+: /, '').replace(/\.$/, ''));
  });
  parser.on('doctype', (doctype) => {
    hasDeclarations = doctype.includes('[');
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    if (path.length > deepest) return;
    const whole = path.join('.');
    work.spend(whole.length, 'looking for `requiredElements` in the XML of `output`');
    found.add(whole);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  try {
    parser.write(text).close();
  } catch (cause) {
    if (!(cause instanceof NotWellFormed)) throw cause;
    return { message: cause.message, at: Math.min(parser.position, text.length) };
  }
  if (hasDeclarations) return 'undeclared';
  for (const one of found) missing.delete(one);
  return undefined;
}

function wholeOf(output: string): Span {
  const start = output.search(/\S/);
  return { start: Math.max(0, start), end: output.trimEnd().length };
}

/** The outermost elements of a text whose tags pair up, in order. */
function findElements(text: string): Span[] {
  const elements: Span[] = [];
  const open: { name: string; start: number }[] = [];
  for (const { 0: tag, index: start } of text.matchAll(/<!--[^<>]*-->|<[^<>]*>/g)) {
    const { isClosing, name, isEmpty } = readTag(tag);
    if (name === undefined) continue;
    const end = start + tag.length;
    if (!isClosing && !isEmpty) {
      open.push({ name, start });
    } else if (isEmpty) {
      elements.push({ start, end });
    } else if (open.at(-1)?.name === name) {
      const from = open.pop()?.start ?? start;
      // The element takes those inside it along.
      while ((elements.at(-1)?.start ?? -1) > from) elements.pop();
      elements.push({ start: from, end });
    } else {
      open.length = 0;
    }
  }
  return elements;
}

const TAG = lazyPattern(String.raw`^<(\/?)([\p{L}_:][\p{L}\p{N}_:.-]*)`, 'u');

function readTag(tag: string): { isClosing: boolean; name: string | undefined; isEmpty: boolean } {
  const [, slash, name] = TAG().exec(tag) ?? [];
  return { isClosing: slash === '/', name, isEmpty: tag.endsWith('/>') };
}
