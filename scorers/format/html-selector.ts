import type { DefaultTreeAdapterMap } from 'parse5';

type Element = DefaultTreeAdapterMap['element'];

/** A selector as a list of steps from the outside in. */
export interface HtmlSelector {
  steps: Step[];
}

interface Step {
  tests: ((element: Element) => boolean)[];
  /** Whether the step before it has to be the parent, and not just some ancestor. */
  isChild: boolean;
}

const PART =
  /([a-z][a-z0-9-]*|\*)|#([\w-]+)|\.([\w-]+)|\[([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\]/iy;

// One bit each.
const MOST_STEPS = 30;

/**
 * Reads a selector of names, `#id`, `.class`, `[attribute]` and `[attribute=value]`, joined by a
 * space (inside) or ` > ` (directly inside). A subset of CSS Selectors Level 4.
 *
 * @returns undefined when it is none
 */
export function readSelector(text: string): HtmlSelector | undefined {
  const steps: Step[] = [];
  let isChild = false;
  for (const word of text.trim().split(/\s+/)) {
    if (word === '>') {
      if (isChild || steps.length === 0) return undefined;
      isChild = true;
      continue;
    }
    const tests = readTests(word);
    if (tests === undefined) return undefined;
    steps.push({ tests, isChild });
    isChild = false;
  }
  const isWhole = !isChild && steps.length > 0 && steps.length <= MOST_STEPS;
  return isWhole ? { steps } : undefined;
}

function readTests(word: string): Step['tests'] | undefined {
  const tests: Step['tests'] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < word.length) {
    const match = PART.exec(word);
    if (match === null || (match[1] !== undefined && match.index > 0)) return undefined;
    tests.push(readTest(match));
  }
  return tests.length === 0 ? undefined : tests;
}

function readTest([, name, id, className, attribute, ...values]: RegExpExecArray): (
  element: Element,
) => boolean {
  if (name === '*') return () => true;
  if (name !== undefined) return ({ tagName }) => tagName.toLowerCase() === name.toLowerCase();
  if (id !== undefined) return (element) => attributeOf(element, 'id') === id;
  if (className !== undefined) {
    return (element) => (attributeOf(element, 'class') ?? '').split(/\s+/).includes(className);
  }
  const value = values.find((one) => one !== undefined);
  return (element) => {
    const actual = attributeOf(element, (attribute ?? '').toLowerCase());
    return actual !== undefined && (value === undefined || actual === value);
  };
}

function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((attribute) => attribute.name === name)?.value;
}

/** Whether any of the elements is what a selector means. */
export function findsAny(elements: readonly Element[], { steps }: HtmlSelector): boolean {
  const reached = new Map<Element, Reached>();
  const last = 1 << (steps.length - 1);
  return elements.some((element) => (reach(element, steps, reached).here & last) !== 0);
}

/** The steps, one bit each, that end at an element, and those that end at it or above it. */
interface Reached {
  here: number;
  upToHere: number;
}

function reach(element: Element, steps: Step[], known: Map<Element, Reached>): Reached {
  const before = known.get(element);
  if (before) return before;
  const parent = parentOf(element);
  const above = parent ? reach(parent, steps, known) : { here: 0, upToHere: 0 };
  let here = 0;
  for (const [i, step] of steps.entries()) {
    const from = step.isChild ? above.here : above.upToHere;
    if ((i === 0 || from & (1 << (i - 1))) && obeys(element, step)) here |= 1 << i;
  }
  const reached = { here, upToHere: above.upToHere | here };
  known.set(element, reached);
  return reached;
}

function obeys(element: Element, { tests }: Step): boolean {
  return tests.every((test) => test(element));
}

function parentOf({ parentNode }: Element): Element | undefined {
  return parentNode && 'tagName' in parentNode ? parentNode : undefined;
}
