/** One class, interface or function of a declaration file, as the compiler writes them. */
export interface Declaration {
  name: string;
  doc: Doc;
  members: Member[];
  /** Of a function; empty for what has members. */
  signature: string;
}

export interface Member {
  name: string;
  /** More than one where it is overloaded. */
  signatures: string[];
  doc: Doc;
}

/** What a docstring says. */
export interface Doc {
  text: string;
  params: string[];
  returns: string;
  throws: string[];
  example: string;
}

const DECLARATION = /^export (?:declare )?(?:class|interface) (\w+)/;
const FUNCTION = /^export declare function (\w+)/;
const MEMBER = /^ {4}(?:readonly |static |override |get )*(\w*)(?:<.*>)?[?]?[(:]/;

/** Reads the declarations of a `.d.ts` file whose members stand on one line each. */
export function readDeclarations(text: string): Declaration[] {
  const found: Declaration[] = [];
  let comment: string[] | undefined;
  let isInside = false;
  let isOpen = false;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('/**')) {
      comment = [];
      isInside = true;
    }
    if (isInside) {
      comment?.push(
        trimmed
          .replace(/^\/\*\*\s?/, '')
          .replace(/\s?\*\/$/, '')
          .replace(/^\* ?/, ''),
      );
      if (trimmed.endsWith('*/')) isInside = false;
      continue;
    }
    const name = (DECLARATION.exec(line) ?? FUNCTION.exec(line))?.[1];
    if (name !== undefined) {
      found.push({ name, doc: readDoc(comment ?? []), members: [], signature: '' });
      isOpen = FUNCTION.test(line);
    }
    const last = found.at(-1);
    if (isOpen && last) {
      // Over several lines, until one that stands as far left as the first.
      last.signature += `${last.signature && ' '}${trimmed}`;
      isOpen = !/^\S.*;$/.test(line);
      last.signature = last.signature.replace(/^export declare function |;$/g, '');
    } else if (name === undefined) addMember(last, line, comment);
    comment = undefined;
  }
  return found;
}

function addMember(owner: Declaration | undefined, line: string, comment?: string[]): void {
  const name = MEMBER.exec(line)?.[1];
  if (owner === undefined || name === undefined) return;
  const signature = line.trim().replace(/;$/, '');
  const last = owner.members.at(-1);
  if (comment === undefined && last?.name === name) last.signatures.push(signature);
  else owner.members.push({ name, signatures: [signature], doc: readDoc(comment ?? []) });
}

function readDoc(lines: string[]): Doc {
  const doc: Doc = { text: '', params: [], returns: '', throws: [], example: '' };
  const parts = lines.join('\n').split(/^@/m);
  doc.text = (parts.shift() ?? '').trim();
  for (const part of parts) {
    const [, tag, said = ''] = /^(\w+)\s*([\s\S]*)$/.exec(part.trim()) ?? [];
    const text = said.replaceAll(/\s*\n\s*/g, ' ');
    if (tag === 'param') doc.params.push(text);
    else if (tag === 'returns') doc.returns = text;
    else if (tag === 'throws') doc.throws.push(text);
    else if (tag === 'example') doc.example = said;
    else throw new Error(`a docstring has the unknown tag @${tag}`);
  }
  return doc;
}
