import { NotImported } from '../importing/case.ts';

/** A condition on the output, as read from one line of JavaScript or Python. */
export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'includes' | 'starts' | 'ends' | 'equals'; subject: Subject; text: string }
  | { kind: 'length'; operator: Operator; count: number }
  | { kind: 'matches'; pattern: string; ignoresCase: boolean };

/** The output, as it stands or changed. */
export interface Subject {
  isLower: boolean;
  isTrimmed: boolean;
}

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';
export type Language = 'javascript' | 'python';

const LONGEST = 2_000;
const DEEPEST = 20;
const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<number>\d+(?![\w.]))|(?<word>[A-Za-z_]\w*)|(?<pattern>\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*)|(?<sign>&&|\|\||[!=]==?|[<>]=?|[().!;]))/uy;

type Kind = 'text' | 'number' | 'word' | 'pattern' | 'sign';

interface Token {
  kind: Kind;
  value: string;
}

/**
 * Reads code that asks nothing of the output but how long it is, and what stands in it. Code is read,
 * and never run.
 *
 * @throws NotImported for any other code
 */
export function readCondition(code: string, language: Language): Condition {
  if (code.length > LONGEST) throw new NotImported('Code is not run.');
  const reader = new Reader(tokensOf(code.trim().replace(/;$/, '')), language);
  return reader.whole();
}

const NOT_READ = new NotImported(
  'Code is not run, and this is not just a condition on length and text.',
  'regex, json-schema, length or a composite such as expression',
);

function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < code.length) {
    const { groups = {} } = pattern.exec(code) ?? {};
    const [kind, value] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    if (kind === undefined || value === undefined) throw NOT_READ;
    tokens.push({ kind: kind as Kind, value });
  }
  return tokens;
}

/** Recursive descent: `or`, `and`, `not`, and what they join. */
class Reader {
  private readonly tokens: readonly Token[];
  private readonly isPython: boolean;
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], language: Language) {
    this.tokens = tokens;
    this.isPython = language === 'python';
  }

  whole(): Condition {
    const condition = this.or();
    if (this.at < this.tokens.length) throw NOT_READ;
    return condition;
  }

  private or(): Condition {
    const parts = [this.and()];
    while (this.takes(this.isPython ? 'or' : '||')) parts.push(this.and());
    return joined('or', parts);
  }

  private and(): Condition {
    const parts = [this.not()];
    while (this.takes(this.isPython ? 'and' : '&&')) parts.push(this.not());
    return joined('and', parts);
  }

  private not(): Condition {
    if (!this.takes(this.isPython ? 'not' : '!')) return this.inner();
    this.depth += 1;
    if (this.depth > DEEPEST) throw NOT_READ;
    // `!` holds more tightly than a comparison, `not` less so.
    const part = this.isPython ? this.not() : this.negated();
    this.depth -= 1;
    return { kind: 'not', part };
  }

  /** What `!` may stand before without changing what is compared. */
  private negated(): Condition {
    const first = this.peek().kind;
    const part = this.not();
    const isCall = this.tokens[this.at - 1]?.value === ')';
    if (!isCall || first === 'text' || first === 'number') throw NOT_READ;
    return part;
  }

  private inner(): Condition {
    if (this.takes('(')) {
      this.depth += 1;
      if (this.depth > DEEPEST) throw NOT_READ;
      const condition = this.or();
      this.expect(')');
      this.depth -= 1;
      return condition;
    }
    const { kind } = this.peek();
    if (kind === 'pattern') return this.pattern();
    if (kind === 'number') return this.countFirst();
    if (kind === 'text') return this.textFirst();
    if (this.isPython && this.takes('len')) return this.lengthIn();
    return this.onOutput();
  }

  /** `/…/i.test(output)` */
  private pattern(): Condition {
    const { value } = this.next();
    const end = value.lastIndexOf('/');
    const flags = value.slice(end + 1);
    if (this.isPython || !/^i?$/.test(flags)) throw NOT_READ;
    for (const wanted of ['.', 'test', '(', 'output', ')']) this.expect(wanted);
    return { kind: 'matches', pattern: value.slice(1, end), ignoresCase: flags === 'i' };
  }

  /** `100 > output.length`, `100 > len(output)` */
  private countFirst(): Condition {
    const count = this.count();
    const operator = TURNED[this.operator()];
    if (this.isPython) {
      for (const wanted of ['len', '(', 'output', ')']) this.expect(wanted);
    } else for (const wanted of ['output', '.', 'length']) this.expect(wanted);
    return this.last({ kind: 'length', operator, count });
  }

  /** `'…' in output`, `'…' == output` */
  private textFirst(): Condition {
    const text = this.text();
    if (!this.isPython) return this.equality(text);
    const isNot = this.takes('not');
    if (isNot || this.peek().value === 'in') {
      this.expect('in');
      const part: Condition = { kind: 'includes', subject: this.subject(), text };
      return this.last(isNot ? { kind: 'not', part } : part);
    }
    return this.equality(text);
  }

  private equality(text: string): Condition {
    const operator = this.operator();
    return this.equals(operator, this.subject(), text);
  }

  private equals(operator: Operator, subject: Subject, text: string): Condition {
    const part: Condition = { kind: 'equals', subject, text };
    if (operator === '==') return this.last(part);
    if (operator === '!=') return this.last({ kind: 'not', part });
    throw NOT_READ;
  }

  /** `len(output) < 100` */
  private lengthIn(): Condition {
    for (const wanted of ['(', 'output', ')']) this.expect(wanted);
    return this.last({ kind: 'length', operator: this.operator(), count: this.count() });
  }

  /** `output.length < 100`, `output.includes('…')`, `output === '…'` */
  private onOutput(): Condition {
    const subject = this.subject();
    const isPlain = !subject.isLower && !subject.isTrimmed;
    if (this.takes('.')) {
      const { value: name } = this.next();
      if (!this.isPython && name === 'length' && isPlain) {
        return this.last({ kind: 'length', operator: this.operator(), count: this.count() });
      }
      const kind = (this.isPython ? PYTHON_CALLS : JAVASCRIPT_CALLS).get(name);
      if (!kind) throw NOT_READ;
      this.expect('(');
      const text = this.text();
      this.expect(')');
      return { kind, subject, text };
    }
    const operator = this.operator();
    return this.equals(operator, subject, this.text());
  }

  /** `output`, `output.toLowerCase()`, `output.trim()` and both. */
  private subject(): Subject {
    this.expect('output');
    const subject: Subject = { isLower: false, isTrimmed: false };
    const isCalled = (name: string) =>
      ['.', name, '(', ')'].every((value, i) => this.tokens[this.at + i]?.value === value);
    for (;;) {
      if (isCalled(this.isPython ? 'lower' : 'toLowerCase')) subject.isLower = true;
      else if (!this.isPython && isCalled('trim')) subject.isTrimmed = true;
      else return subject;
      this.at += 4;
    }
  }

  /** A comparison that nothing more is compared with: `1 < len(output) < 5` is another matter. */
  private last(condition: Condition): Condition {
    const following = this.tokens[this.at]?.value ?? '';
    if (/^(?:[<>]=?|[!=]==?|in|not|\.)$/.test(following)) throw NOT_READ;
    return condition;
  }

  private operator(): Operator {
    const { value } = this.next();
    const operator = value.replace(/^([!=])==$/, '$1=') as Operator;
    const isKnown = Object.hasOwn(TURNED, operator) && (!this.isPython || value === operator);
    if (!isKnown) throw NOT_READ;
    return operator;
  }

  private count(): number {
    const { kind, value } = this.next();
    const count = Number(value);
    if (kind !== 'number' || !Number.isSafeInteger(count) || /^0\d/.test(value)) throw NOT_READ;
    return count;
  }

  private text(): string {
    const { kind, value } = this.next();
    if (kind !== 'text') throw NOT_READ;
    return value.slice(1, -1).replace(/\\(.)/gu, (_, escaped: string) => {
      const meant = ESCAPES.get(escaped);
      if (meant === undefined) throw NOT_READ;
      return meant;
    });
  }

  private peek(): Token {
    const token = this.tokens[this.at];
    if (!token) throw NOT_READ;
    return token;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private takes(value: string): boolean {
    const token = this.tokens[this.at];
    if (token?.value !== value || token.kind === 'text') return false;
    this.at += 1;
    return true;
  }

  private expect(value: string): void {
    if (!this.takes(value)) throw NOT_READ;
  }
}

// Maps, not objects: code may call `hasOwnProperty` too.
const JAVASCRIPT_CALLS: ReadonlyMap<string, 'includes' | 'starts' | 'ends'> = new Map([
  ['includes', 'includes'],
  ['startsWith', 'starts'],
  ['endsWith', 'ends'],
]);
const PYTHON_CALLS: typeof JAVASCRIPT_CALLS = new Map([
  ['startswith', 'starts'],
  ['endswith', 'ends'],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);
/** What a comparison is with its sides negated. */
const TURNED: Record<Operator, Operator> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

function joined(kind: 'and' | 'or', parts: Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}
