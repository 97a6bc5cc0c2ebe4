import type { DefaultTreeAdapterMap } from 'parse5';
import type { Work } from '../work.ts';

type Element = DefaultTreeAdapterMap['element'];

/** An element as selectors see it: its attributes by name, its classes apart. */
interface Described {
  name: string;
  attributes: ReadonlyMap<string, string>;
  classes: ReadonlySet<string>;
}

/** A selector as a list of steps from the outside in. */
export interface HtmlSelector {
  steps: Step[];
}

interface Step {
  tests: ((element: Described) => boolean)[];
  /** Whether the step before it must be the parent, and not just some ancestor. */
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
  element: Described,
) => boolean {
  if (name === '*') return () => true;
  if (name !== undefined) {
    const small = name.toLowerCase();
    return (element) => element.name === small;
  }
  if (id !== undefined) return ({ attributes }) => attributes.get('id') === id;
  if (className !== undefined) return ({ classes }) => classes.has(className);
  const value = values.find((one) => one !== undefined);
  const wanted = (attribute ?? '').toLowerCase();
  return ({ attributes }) => {
    const actual = attributes.get(wanted);
    return actual !== undefined && (value === undefined || actual === value);
  };
}

const STEPS_PER_TEST = 40;
// To find the parent and to remember what was found.
const STEPS_PER_ELEMENT = 300;

/**
 * Makes a search among elements: whether any of them is what a selector means. The attributes and
 * classes of each are read once for all selectors.
 *
 * @param work is charged for each test of each element
 */
export function elementFinder(
  elements: readonly Element[],
  work: Work,
): (selector: HtmlSelector) => boolean {
  const described = new Map<Element, Described>();
  const descriptionOf = (element: Element) => {
    const known = described.get(element) ?? describe(element);
    described.set(element, known);
    return known;
  };

  return ({ steps }) => {
    const tests = steps.reduce((sum, step) => sum + 1 + step.tests.length, 0);
    const reached = new Map<Element, Reached>();
    const reach = (element: Element): Reached => {
      const before = reached.get(element);
      if (before) return before;
      work.spend(
        STEPS_PER_ELEMENT + tests * STEPS_PER_TEST,
        'looking for `selectors` in the HTML of `output`',
      );
      const parent = parentOf(element);
      const above = parent ? reach(parent) : { here: 0, upToHere: 0 };
      const here = stepsThatEnd(descriptionOf(element), steps, above);
      const found = { here, upToHere: above.upToHere | here };
      reached.set(element, found);
      return found;
    };
    const last = 1 << (steps.length - 1);
    return elements.some((element) => (reach(element).here & last) !== 0);
  };
}

function describe({ tagName, attrs }: Element): Described {
  // The parser keeps the first of two attributes of one name.
  const attributes = new Map(attrs.map(({ name, value }) => [name, value]));
  const classes = new Set((attributes.get('class') ?? '').split(/\s+/));
  return { name: tagName.toLowerCase(), attributes, classes };
}

/** The steps, one bit each, that end at an element, and those that end at it or above it. */
interface Reached {
  here: number;
  upToHere: number;
}

function stepsThatEnd(element: Described, steps: readonly Step[], above: Reached): number {
  let here = 0;
  for (const [i, step] of steps.entries()) {
    const from = step.isChild ? above.here : above.upToHere;
    const isReached = i === 0 || (from & (1 << (i - 1))) !== 0;
    if (isReached && step.tests.every((test) => test(element))) here |= 1 << i;
  }
  return here;
}

function parentOf({ parentNode }: Element): Element | undefined {
  return parentNode && 'tagName' in parentNode ? parentNode : undefined;
}
