/** HTML read within bounds: the elements that are written in a text, and its parse errors. */
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, type TreeAdapter } from 'parse5';

type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['node'];

export interface HtmlDocument {
  /** The elements of HTML that the text writes out, in the order of the text. */
  elements: Element[];
  /** Names of elements that are neither HTML's nor custom. */
  unknownNames: string[];
  /** Whether there is text that stands in no element that the text writes out. */
  hasTextOutside: boolean;
  errors: { code: string; start: number; end: number }[];
}

/** The parser would make more of the text than is read. */
export class TooManyNodes extends Error {
  override readonly name = 'TooManyNodes';
}

// Browsers stop nesting at 512 too. Unclosed formatting elements multiply: hence a bound on nodes.
const DEEPEST = 512;
const MOST_NODES = 50_000;

const NAMES = new Set(
  'a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr'.split(
    ' ',
  ),
);

/** @throws TooManyNodes beyond 512 levels or 50,000 nodes */
export function readHtml(text: string): HtmlDocument {
  const errors: HtmlDocument['errors'] = [];
  const document = parse(text, {
    sourceCodeLocationInfo: true,
    treeAdapter: boundedAdapter(),
    onParseError({ code, startOffset, endOffset }) {
      if (code !== 'missing-doctype') errors.push({ code, start: startOffset, end: endOffset });
    },
  });
  const elements: Element[] = [];
  const unknownNames = new Set<string>();
  let hasTextOutside = false;
  const pending: { node: Node; isInside: boolean; isForeign: boolean }[] = [
    { node: document, isInside: false, isForeign: false },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, isForeign } = next;
    let { isInside } = next;
    if (node.nodeName === '#text' && 'value' in node && !isInside && node.value.trim() !== '') {
      hasTextOutside = true;
    }
    if ('tagName' in node && node.sourceCodeLocation) {
      const isKnown = isForeign || NAMES.has(node.tagName) || node.tagName.includes('-');
      if (isKnown) elements.push(node);
      else unknownNames.add(node.tagName);
      isInside ||= isKnown;
    }
    if (!('childNodes' in node)) continue;
    // Inside svg and math other names rule.
    const isForeignInside = isForeign || node.nodeName === 'svg' || node.nodeName === 'math';
    for (const child of node.childNodes.toReversed()) {
      pending.push({ node: child, isInside, isForeign: isForeignInside });
    }
  }
  return { elements, unknownNames: [...unknownNames], hasTextOutside, errors };
}

function boundedAdapter(): TreeAdapter<DefaultTreeAdapterMap> {
  let nodes = 0;
  let depth = 0;
  return {
    ...defaultTreeAdapter,
    createElement(...given) {
      nodes += 1;
      if (nodes > MOST_NODES) throw new TooManyNodes();
      return defaultTreeAdapter.createElement(...given);
    },
    onItemPush() {
      depth += 1;
      if (depth > DEEPEST) throw new TooManyNodes();
    },
    onItemPop() {
      depth -= 1;
    },
  };
}
