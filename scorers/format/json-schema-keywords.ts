/**
 * The keywords of JSON Schema, each made into a check. A keyword that is misused is a fault of the
 * schema, found here once and not when a value happens to reach it.
 *
 * Source: JSON Schema Core 2020-12, sections 8, 10 and 11, and Validation, section 6; draft 7.
 */
import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { matchSteps } from '../text/pattern-work.ts';
import type { Work } from '../work.ts';
import { compileEcmaPattern, type EcmaPattern } from './ecma-pattern.ts';
import {
  type Documents,
  type Draft,
  escapeStep,
  isObject,
  type Located,
  METASCHEMAS,
  type Resource,
} from './json-schema-document.ts';
import { NUMBER_FORMATS, TEXT_FORMATS } from './json-schema-formats.ts';
import {
  apply,
  applyQuietly,
  type Check,
  type Fault,
  fail,
  type Path,
  type Run,
  type SchemaNode,
  spend,
} from './json-schema-run.ts';
import { isMultipleOf } from './multiple-of.ts';

const TYPES: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: isObject,
};

// What the slowest format takes.
const STEPS_PER_FORMAT_CHARACTER = 500;

const KNOWN_DIALECT = new Set<string>(Object.values(METASCHEMAS));

// An object of keywords: its checks, its pointer, and what it refers to.
const STEPS_PER_SCHEMA = 5_000;
const STEPS_PER_MEMBER = 150;
// References that lead to references, about five frames each.
const DEEPEST = 500;
const STEPS_TO_MATCH = 300;
const STEPS_TO_LOOK_UP = 150;
// Of a list whose items must differ.
const STEPS_PER_ITEM = 150;
// Canonical JSON sorts, escapes and joins.
const STEPS_PER_CHARACTER = 30;

/** Makes nodes of schemas, each schema once, so that schemas may refer to themselves. */
export class SchemaCompiler {
  readonly faults: Fault[] = [];
  /** Whether any keyword asks what others evaluated. */
  tracks = false;

  private readonly nodes = new Map<JsonObject, SchemaNode>();
  private readonly patterns = new Map<string, EcmaPattern>();
  private readonly opened = new Set<Resource>();
  private depth = 0;
  private readonly documents: Documents;
  private readonly draft: Draft;
  private readonly dialects: Readonly<Record<string, JsonValue>>;
  private readonly work: Work;
  private readonly assertsFormats: boolean;

  constructor(
    documents: Documents,
    draft: Draft,
    dialects: Readonly<Record<string, JsonValue>>,
    work: Work,
    assertsFormats = false,
  ) {
    this.assertsFormats = assertsFormats;
    this.documents = documents;
    this.draft = draft;
    this.dialects = dialects;
    this.work = work;
  }

  compile({ schema, resource: parent, pointer }: Located): SchemaNode {
    const resource = this.documents.ownerOf(schema, parent);
    const node: SchemaNode = { resource, checks: [], lastChecks: [] };
    if (typeof schema === 'boolean') {
      if (!schema) node.checks.push((_value, at, run) => fail(run, at, () => 'is not allowed'));
      return node;
    }
    if (!isObject(schema)) {
      this.fault(pointer, 'must be a schema: an object or a boolean');
      return node;
    }
    const known = this.nodes.get(schema);
    if (known) return known;
    this.work.spend(STEPS_PER_SCHEMA, 'compiling a JSON Schema');
    this.nodes.set(schema, node);
    if (this.depth >= DEEPEST) {
      this.fault(pointer, `is more than ${DEEPEST} references away from the root`);
      return node;
    }
    this.depth += 1;
    this.compileInto(node, { schema, resource, pointer });
    this.depth -= 1;
    return node;
  }

  private compileInto(node: SchemaNode, here: Keywords): void {
    const { schema, resource } = here;
    this.compileDynamicAnchors(resource);
    // In draft 7 a reference hides everything beside it.
    if (this.draft === '7' && schema.$ref !== undefined) {
      push(node.checks, this.reference(here));
      return;
    }
    if (this.usesValidation(resource.root)) push(node.checks, ...this.assertions(here));
    push(node.checks, ...this.inPlace(here), this.members(here), this.items(here));
    push(node.lastChecks, this.unevaluatedMembers(here), this.unevaluatedItems(here));
    this.compileDefinitions(here);
  }

  // Dynamic references find them when a value is checked: nothing is left to compile then.
  private compileDynamicAnchors(resource: Resource): void {
    if (this.opened.has(resource)) return;
    this.opened.add(resource);
    for (const located of resource.dynamicAnchors.values()) this.compile(located);
  }

  // A metaschema may leave the validation vocabulary out; its keywords then mean nothing.
  private usesValidation(root: JsonValue): boolean {
    const dialect = isObject(root) ? root.$schema : undefined;
    if (typeof dialect !== 'string' || KNOWN_DIALECT.has(dialect)) return true;
    const metaschema = Object.hasOwn(this.dialects, dialect) ? this.dialects[dialect] : undefined;
    const vocabularies = isObject(metaschema) ? metaschema.$vocabulary : undefined;
    return (
      !isObject(vocabularies) ||
      Object.keys(vocabularies).some((uri) => uri.endsWith('/validation'))
    );
  }

  private fault(pointer: string, message: string): undefined {
    this.faults.push({ pointer, message });
  }

  private child(here: Located, step: string, schema: JsonValue): SchemaNode {
    return this.compile({ schema, resource: here.resource, pointer: here.pointer + step });
  }

  private one(here: Keywords, keyword: string): SchemaNode | undefined {
    const schema = here.schema[keyword];
    return schema === undefined ? undefined : this.child(here, `/${keyword}`, schema);
  }

  private list(here: Keywords, keyword: string): SchemaNode[] | undefined {
    const schemas = here.schema[keyword];
    if (schemas === undefined) return undefined;
    if (!Array.isArray(schemas) || schemas.length === 0) {
      return this.fault(`${here.pointer}/${keyword}`, 'must be a list of one or more schemas');
    }
    return schemas.map((schema, i) => this.child(here, `/${keyword}/${i}`, schema));
  }

  private named(here: Keywords, keyword: string): [string, SchemaNode][] {
    const schemas = here.schema[keyword];
    if (schemas === undefined) return [];
    if (!isObject(schemas)) {
      this.fault(`${here.pointer}/${keyword}`, 'must be an object whose members are schemas');
      return [];
    }
    return Object.entries(schemas).map(([name, schema]) => [
      name,
      this.child(here, `/${keyword}/${escapeStep(name)}`, schema),
    ]);
  }

  private compileDefinitions(here: Keywords): void {
    this.named(here, '$defs');
    this.named(here, 'definitions');
  }

  private number(here: Keywords, keyword: string): number | undefined {
    const value = here.schema[keyword];
    if (value === undefined || typeof value === 'number') return value;
    return this.fault(`${here.pointer}/${keyword}`, 'must be a number');
  }

  private count(here: Keywords, keyword: string): number | undefined {
    const value = this.number(here, keyword);
    if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
    return this.fault(`${here.pointer}/${keyword}`, 'must be a whole number of 0 or more');
  }

  private names(pointer: string, value: JsonValue): string[] {
    if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
    this.fault(pointer, 'must be a list of names');
    return [];
  }

  private pattern(pointer: string, source: JsonValue): EcmaPattern | undefined {
    if (typeof source !== 'string') return this.fault(pointer, 'must be a regular expression');
    try {
      const pattern = this.patterns.get(source) ?? compileEcmaPattern(source, this.work);
      this.patterns.set(source, pattern);
      return pattern;
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      return this.fault(pointer, cause.message);
    }
  }

  private assertions(here: Keywords): (Check | undefined)[] {
    return [
      this.type(here),
      this.choice(here),
      this.multipleOf(here),
      bound(this.number(here, 'minimum'), 'is below the minimum of', (n, least) => n >= least),
      bound(this.number(here, 'maximum'), 'is above the maximum of', (n, most) => n <= most),
      bound(this.number(here, 'exclusiveMinimum'), 'is not above', (n, least) => n > least),
      bound(this.number(here, 'exclusiveMaximum'), 'is not below', (n, most) => n < most),
      this.sizes(here, 'Length', lengthOf, 'characters'),
      this.sizes(
        here,
        'Items',
        (value) => (Array.isArray(value) ? value.length : undefined),
        'items',
      ),
      this.sizes(
        here,
        'Properties',
        (value) => (isObject(value) ? Object.keys(value).length : undefined),
        'members',
      ),
      this.textPattern(here),
      this.format(here),
      this.unique(here),
      this.required(here),
    ];
  }

  private type(here: Keywords): Check | undefined {
    const { type } = here.schema;
    if (type === undefined) return undefined;
    const names = Array.isArray(type) ? type : [type];
    const tests = names.map((name) =>
      typeof name === 'string' && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined,
    );
    if (names.length === 0 || tests.includes(undefined)) {
      const known = Object.keys(TYPES).join(', ');
      return this.fault(`${here.pointer}/type`, `must be one or more of ${known}`);
    }
    return (value, at, run) =>
      tests.some((test) => test?.(value)) ||
      fail(run, at, () => `must be ${names.join(' or ')}, is ${typeName(value)}`);
  }

  private choice(here: Keywords): Check | undefined {
    const { schema, pointer } = here;
    if (schema.enum !== undefined && !Array.isArray(schema.enum)) {
      return this.fault(`${pointer}/enum`, 'must be a list of values');
    }
    if (schema.enum === undefined && schema.const === undefined) return undefined;
    const allowed = [schema.enum, schema.const === undefined ? undefined : [schema.const]]
      .filter((values) => values !== undefined)
      .map((values) => {
        const texts = values.map((value) => canonicalJson(value));
        return { shown: joinSome(texts, ' or '), texts: new Set(texts) };
      });
    return (value, at, run) => {
      const text = textOf(value, run);
      return allowed.every(
        ({ shown, texts }) =>
          texts.has(text) || fail(run, at, () => `must be ${shown}, is ${cut(text)}`),
      );
    };
  }

  private multipleOf(here: Keywords): Check | undefined {
    const divisor = this.number(here, 'multipleOf');
    if (divisor === undefined) return undefined;
    if (divisor <= 0) return this.fault(`${here.pointer}/multipleOf`, 'must be greater than 0');
    return (value, at, run) =>
      typeof value !== 'number' ||
      isMultipleOf(value, divisor) ||
      fail(run, at, () => `must be a multiple of ${divisor}, is ${value}`);
  }

  private sizes(
    here: Keywords,
    noun: 'Length' | 'Items' | 'Properties',
    sizeOf: (value: JsonValue) => number | undefined,
    unit: string,
  ): Check | undefined {
    const least = this.count(here, `min${noun}`);
    const most = this.count(here, `max${noun}`);
    if (least === undefined && most === undefined) return undefined;
    return (value, at, run) => {
      const size = sizeOf(value);
      if (size === undefined) return true;
      spend(run, size * 20);
      if (size < (least ?? 0))
        return fail(run, at, () => `must have at least ${least} ${unit}, has ${size}`);
      return (
        size <= (most ?? size) ||
        fail(run, at, () => `must have at most ${most} ${unit}, has ${size}`)
      );
    };
  }

  private textPattern(here: Keywords): Check | undefined {
    const source = here.schema.pattern;
    if (source === undefined) return undefined;
    const pattern = this.pattern(`${here.pointer}/pattern`, source);
    return (value, at, run) =>
      typeof value !== 'string' ||
      matches(pattern, value, run) ||
      fail(run, at, () => `must match ${show(source)}`);
  }

  /** An annotation, unless it was asked to assert; a format that is not known says nothing. */
  private format(here: Keywords): Check | undefined {
    const { format } = here.schema;
    if (format !== undefined && typeof format !== 'string') {
      return this.fault(`${here.pointer}/format`, 'must be the name of a format');
    }
    if (!this.assertsFormats || format === undefined) return undefined;
    const ofText = TEXT_FORMATS.get(format);
    const ofNumber = NUMBER_FORMATS.get(format);
    return (value, at, run) => {
      if (typeof value === 'string') spend(run, STEPS_PER_FORMAT_CHARACTER * value.length);
      const isRight =
        typeof value === 'string'
          ? (ofText?.(value) ?? true)
          : typeof value !== 'number' || (ofNumber?.(value) ?? true);
      return isRight || fail(run, at, () => `must be a ${format}, is ${show(value)}`);
    };
  }

  private unique(here: Keywords): Check | undefined {
    const { uniqueItems } = here.schema;
    if (uniqueItems !== undefined && typeof uniqueItems !== 'boolean') {
      return this.fault(`${here.pointer}/uniqueItems`, 'must be true or false');
    }
    if (uniqueItems !== true) return undefined;
    return (value, at, run) => {
      if (!Array.isArray(value)) return true;
      spend(run, STEPS_TO_LOOK_UP);
      const repeated = run.repeated.get(value) ?? findRepeated(value, run);
      run.repeated.set(value, repeated);
      const [i] = repeated;
      if (i === undefined) return true;
      return fail(run, { parent: at, step: i }, () => {
        const text = textOf(value[i] ?? null, run);
        return `repeats an earlier item: ${cut(text)}`;
      });
    };
  }

  private required(here: Keywords): Check | undefined {
    const { schema, pointer } = here;
    const always =
      schema.required === undefined ? [] : this.names(`${pointer}/required`, schema.required);
    const onlyWith = this.requiredWith(here);
    if (always.length === 0 && onlyWith.length === 0) return undefined;
    return (value, at, run) => {
      if (!isObject(value)) return true;
      const wanted = onlyWith
        .filter(([name]) => Object.hasOwn(value, name))
        .flatMap(([, names]) => names);
      spend(run, (always.length + wanted.length + onlyWith.length) * 60);
      const missing = [...always, ...wanted].filter((name) => !Object.hasOwn(value, name));
      return missing.length === 0 || fail(run, at, () => `lacks ${showSome(missing, ', ')}`);
    };
  }

  private requiredWith({ schema, pointer }: Keywords): [string, string[]][] {
    const keyword = this.draft === '7' ? 'dependencies' : 'dependentRequired';
    const given = schema[keyword];
    if (given === undefined) return [];
    if (!isObject(given)) {
      this.fault(`${pointer}/${keyword}`, 'must be an object');
      return [];
    }
    return Object.entries(given)
      .filter(([, names]) => this.draft !== '7' || Array.isArray(names))
      .map(([name, names]) => [
        name,
        this.names(`${pointer}/${keyword}/${escapeStep(name)}`, names),
      ]);
  }

  /** The keywords that apply schemas to the same value. */
  private inPlace(here: Keywords): (Check | undefined)[] {
    return [
      this.reference(here),
      this.dynamicReference(here),
      this.recursiveReference(here),
      this.allOf(here),
      this.anyOf(here),
      this.oneOf(here),
      this.not(here),
      this.conditional(here),
      this.dependentSchemas(here),
    ];
  }

  private reference(here: Keywords): Check | undefined {
    const { $ref } = here.schema;
    if ($ref === undefined) return undefined;
    const target = this.target(here, '$ref', $ref);
    return target && ((value, at, run, evaluated) => apply(target, value, at, run, evaluated));
  }

  protected target(here: Keywords, keyword: string, reference: JsonValue): SchemaNode | undefined {
    const pointer = `${here.pointer}/${keyword}`;
    if (typeof reference !== 'string') return this.fault(pointer, 'must be a URI');
    const found = this.documents.find(reference, here.resource);
    if (found) return this.compile(found);
    const uri = this.documents.absolute(reference, here.resource)?.replace(/#$/, '');
    if (uri === METASCHEMAS[this.draft]) return this.metaschema(here);
    const isElsewhere = !reference.startsWith('#');
    return this.fault(
      pointer,
      isElsewhere
        ? `refers to ${show(reference)}, which is not in the schema; schemas are not fetched, so put it into ${this.draft === '7' ? 'definitions' : '$defs'}`
        : `refers to ${show(reference)}, which is not in the schema`,
    );
  }

  /** A value obeys the metaschema when it can be read as a schema. */
  private metaschema({ resource }: Located): SchemaNode {
    const check: Check = (value, at, run) => {
      spend(run, textOf(value, run).length * 30);
      const reader = new SchemaReader(this.documents, this.draft, this.dialects, run.work);
      reader.compile({ schema: value, resource, pointer: '' });
      const [fault] = reader.faults;
      return (
        fault === undefined ||
        fail(run, at, () => `is not a schema: ${fault.pointer} ${fault.message}`)
      );
    };
    return { resource, checks: [check], lastChecks: [] };
  }

  private dynamicReference(here: Keywords): Check | undefined {
    const { $dynamicRef } = here.schema;
    if ($dynamicRef === undefined || this.draft !== '2020-12') return undefined;
    const fixed = this.target(here, '$dynamicRef', $dynamicRef);
    if (fixed === undefined || typeof $dynamicRef !== 'string') return undefined;
    const name = $dynamicRef.split('#')[1] ?? '';
    const found = this.documents.find($dynamicRef, here.resource);
    if (!found?.resource.dynamicAnchors.has(name)) {
      return (value, at, run, evaluated) => apply(fixed, value, at, run, evaluated);
    }
    return (value, at, run, evaluated) => {
      const outermost = run.scope.find(({ dynamicAnchors }) => dynamicAnchors.has(name));
      const located = outermost?.dynamicAnchors.get(name);
      return apply(located ? this.compile(located) : fixed, value, at, run, evaluated);
    };
  }

  /** Of draft 2019-09: to the outermost resource entered that lets itself be extended. */
  private recursiveReference(here: Keywords): Check | undefined {
    const { $recursiveRef } = here.schema;
    if ($recursiveRef === undefined || this.draft !== '2019-09') return undefined;
    if ($recursiveRef !== '#') return this.fault(`${here.pointer}/$recursiveRef`, 'must be "#"');
    const fixed = this.target(here, '$recursiveRef', $recursiveRef);
    if (fixed === undefined) return undefined;
    if (!mayBeExtended(here.resource)) {
      return (value, at, run, evaluated) => apply(fixed, value, at, run, evaluated);
    }
    return (value, at, run, evaluated) => {
      const outermost = run.scope.find(mayBeExtended);
      const root = outermost && {
        schema: outermost.root,
        resource: outermost,
        pointer: outermost.pointer,
      };
      return apply(root ? this.compile(root) : fixed, value, at, run, evaluated);
    };
  }

  private allOf(here: Keywords): Check | undefined {
    const nodes = this.list(here, 'allOf');
    return (
      nodes &&
      ((value, at, run, evaluated) => {
        let valid = true;
        for (const node of nodes) {
          if (apply(node, value, at, run, evaluated)) continue;
          valid = false;
          if (run.isQuiet) break;
        }
        return valid;
      })
    );
  }

  private anyOf(here: Keywords): Check | undefined {
    const nodes = this.list(here, 'anyOf');
    return (
      nodes &&
      ((value, at, run, evaluated) => {
        let isAny = false;
        for (const node of nodes) {
          if (!applyQuietly(node, value, at, run, evaluated)) continue;
          isAny = true;
          // The others matter only for what they evaluate.
          if (!run.tracks) break;
        }
        return isAny || failNearest(nodes, 'anyOf', value, at, run);
      })
    );
  }

  private oneOf(here: Keywords): Check | undefined {
    const nodes = this.list(here, 'oneOf');
    return (
      nodes &&
      ((value, at, run, evaluated) => {
        const fitting = nodes.flatMap((node, i) =>
          applyQuietly(node, value, at, run, evaluated) ? [i] : [],
        );
        if (fitting.length === 1) return true;
        if (fitting.length === 0) return failNearest(nodes, 'oneOf', value, at, run);
        return fail(
          run,
          at,
          () =>
            `must match exactly one schema of oneOf, matches ${fitting.length} (numbers ${showSome(fitting, ', ')})`,
        );
      })
    );
  }

  private not(here: Keywords): Check | undefined {
    const node = this.one(here, 'not');
    return (
      node &&
      ((value, at, run) =>
        !applyQuietly(node, value, at, run) ||
        fail(run, at, () => 'must not match the schema in not'))
    );
  }

  private conditional(here: Keywords): Check | undefined {
    const condition = this.one(here, 'if');
    const consequence = this.one(here, 'then');
    const alternative = this.one(here, 'else');
    if (condition === undefined) return undefined;
    return (value, at, run, evaluated) => {
      const branch = applyQuietly(condition, value, at, run, evaluated) ? consequence : alternative;
      return branch === undefined || apply(branch, value, at, run, evaluated);
    };
  }

  private dependentSchemas(here: Keywords): Check | undefined {
    const nodes =
      this.draft === '7' ? this.schemaDependencies(here) : this.named(here, 'dependentSchemas');
    if (nodes.length === 0) return undefined;
    return (value, at, run, evaluated) =>
      !isObject(value) ||
      nodes.every(
        ([name, node]) => !Object.hasOwn(value, name) || apply(node, value, at, run, evaluated),
      );
  }

  private schemaDependencies(here: Keywords): [string, SchemaNode][] {
    const { dependencies } = here.schema;
    if (!isObject(dependencies)) return [];
    return Object.entries(dependencies)
      .filter(([, schema]) => !Array.isArray(schema))
      .map(([name, schema]) => [
        name,
        this.child(here, `/dependencies/${escapeStep(name)}`, schema),
      ]);
  }

  private members(here: Keywords): Check | undefined {
    const properties = new Map(this.named(here, 'properties'));
    const patterns = this.named(here, 'patternProperties').map(([source, node]) => ({
      pattern: this.pattern(`${here.pointer}/patternProperties/${escapeStep(source)}`, source),
      node,
    }));
    const others = this.one(here, 'additionalProperties');
    const names = this.one(here, 'propertyNames');
    if (properties.size + patterns.length === 0 && !others && !names) return undefined;

    return (value, at, run, evaluated) => {
      if (!isObject(value)) return true;
      let valid = true;
      for (const [name, member] of Object.entries(value)) {
        spend(run, STEPS_PER_MEMBER);
        const place = { parent: at, step: name };
        const own = properties.get(name);
        const nodes = own ? [own] : [];
        for (const { pattern, node } of patterns) if (matches(pattern, name, run)) nodes.push(node);
        if (nodes.length === 0 && others) nodes.push(others);
        if (nodes.length > 0) evaluated?.names.add(name);
        for (const node of nodes) valid = apply(node, member, place, run) && valid;
        if (names && !applyQuietly(names, name, place, run)) {
          valid = fail(run, place, () => 'has a name that propertyNames does not allow');
        }
        if (!valid && run.isQuiet) return false;
      }
      return valid;
    };
  }

  private items(here: Keywords): Check | undefined {
    const { items } = here.schema;
    // Before 2020-12 a list of schemas stood in `items`, and the schema of the rest elsewhere.
    const isOlder = this.draft !== '2020-12';
    if (Array.isArray(items) && !isOlder) {
      return this.fault(
        `${here.pointer}/items`,
        'must be a schema; draft 2020-12 writes a list of schemas as prefixItems',
      );
    }
    const isTuple = isOlder && Array.isArray(items);
    const listed = isTuple && items.length > 0 ? this.list(here, 'items') : undefined;
    const first = (isOlder ? listed : this.list(here, 'prefixItems')) ?? [];
    const rest = isTuple ? this.one(here, 'additionalItems') : this.one(here, 'items');
    const contains = this.contains(here);
    if (first.length === 0 && !rest && !contains) return undefined;

    return (value, at, run, evaluated) => {
      if (!Array.isArray(value)) return true;
      let valid = true;
      const reached = rest ? value.length : Math.min(first.length, value.length);
      for (let i = 0; i < reached; i++) {
        const node = first[i] ?? rest;
        const item = value[i];
        if (node && item !== undefined)
          valid = apply(node, item, { parent: at, step: i }, run) && valid;
        if (!valid && run.isQuiet) return false;
      }
      if (evaluated) evaluated.first = Math.max(evaluated.first, reached);
      return (contains?.(value, at, run, evaluated) ?? true) && valid;
    };
  }

  private contains(here: Keywords): Check | undefined {
    const node = this.one(here, 'contains');
    const least = this.draft === '7' ? undefined : this.count(here, 'minContains');
    const most = this.draft === '7' ? undefined : this.count(here, 'maxContains');
    if (node === undefined) return undefined;
    return (value, at, run, evaluated) => {
      if (!Array.isArray(value)) return true;
      let found = 0;
      for (const [i, item] of value.entries()) {
        if (!applyQuietly(node, item, { parent: at, step: i }, run)) continue;
        found += 1;
        if (this.draft === '2020-12') evaluated?.items.add(i);
      }
      const isEnough = found >= (least ?? 1) && found <= (most ?? found);
      return (
        isEnough ||
        fail(
          run,
          at,
          () =>
            `has ${found} items that match contains, not ${least ?? 1} to ${most ?? 'any number'}`,
        )
      );
    };
  }

  private unevaluatedMembers(here: Keywords): Check | undefined {
    if (this.draft === '7') return undefined;
    const node = this.one(here, 'unevaluatedProperties');
    if (node === undefined) return undefined;
    this.tracks = true;
    return (value, at, run, evaluated) => {
      if (!isObject(value)) return true;
      let valid = true;
      for (const [name, member] of Object.entries(value)) {
        if (evaluated?.names.has(name)) continue;
        valid = apply(node, member, { parent: at, step: name }, run) && valid;
        evaluated?.names.add(name);
      }
      return valid;
    };
  }

  private unevaluatedItems(here: Keywords): Check | undefined {
    if (this.draft === '7') return undefined;
    const node = this.one(here, 'unevaluatedItems');
    if (node === undefined) return undefined;
    this.tracks = true;
    return (value, at, run, evaluated) => {
      if (!Array.isArray(value)) return true;
      let valid = true;
      for (const [i, item] of value.entries()) {
        if (i < (evaluated?.first ?? 0) || evaluated?.items.has(i)) continue;
        valid = apply(node, item, { parent: at, step: i }, run) && valid;
      }
      if (evaluated) evaluated.first = value.length;
      return valid;
    };
  }
}

/** Reads a schema that is a value: what it refers to is not its matter. */
class SchemaReader extends SchemaCompiler {
  protected override target(): undefined {
    return undefined;
  }
}

function mayBeExtended({ root }: Resource): boolean {
  return isObject(root) && root.$recursiveAnchor === true;
}

/** A schema that is an object, and where it stands. */
interface Keywords extends Located {
  schema: JsonObject;
}

function push(checks: Check[], ...more: (Check | undefined)[]): void {
  for (const check of more) if (check) checks.push(check);
}

function bound(
  limit: number | undefined,
  fault: string,
  holds: (value: number, limit: number) => boolean,
): Check | undefined {
  if (limit === undefined) return undefined;
  return (value, at, run) =>
    typeof value !== 'number' ||
    holds(value, limit) ||
    fail(run, at, () => `${fault} ${limit}: ${value}`);
}

function matches(pattern: EcmaPattern | undefined, text: string, run: Run): boolean {
  if (pattern === undefined) return true;
  spend(run, STEPS_TO_MATCH + matchSteps(pattern.size, text.length));
  return pattern.test(text);
}

/** Reports that no alternative fits, with the errors of the one that has the fewest. */
function failNearest(
  nodes: readonly SchemaNode[],
  keyword: string,
  value: JsonValue,
  at: Path | undefined,
  run: Run,
): false {
  if (run.isQuiet) return false;
  const { errors } = run;
  const tries = nodes.map((node) => {
    run.errors = [];
    apply(node, value, at, run);
    return run.errors;
  });
  run.errors = errors;
  const nearest = tries.reduce((a, b) => (b.length < a.length ? b : a));
  fail(
    run,
    at,
    () =>
      `matches none of the ${nodes.length} schemas of ${keyword}; the errors of the closest one follow`,
  );
  for (const error of nearest) fail(run, error.at, () => error.message);
  return false;
}

/** The index of the first item that an earlier one equals; none if all differ. */
function findRepeated(items: readonly JsonValue[], run: Run): readonly number[] {
  const texts = new Set<string>();
  for (const [i, item] of items.entries()) {
    spend(run, STEPS_PER_ITEM);
    const text = textOf(item, run);
    if (texts.has(text)) return [i];
    texts.add(text);
  }
  return [];
}

function textOf(value: JsonValue, run: Run): string {
  if (typeof value !== 'object' || value === null) {
    spend(run, typeof value === 'string' ? 100 + value.length * 10 : 100);
    return canonicalJson(value);
  }
  const known = run.texts.get(value);
  spend(run, STEPS_TO_LOOK_UP);
  if (known !== undefined) return known;
  const text = canonicalJson(value);
  spend(run, text.length * STEPS_PER_CHARACTER);
  run.texts.set(value, text);
  return text;
}

function lengthOf(value: JsonValue): number | undefined {
  if (typeof value !== 'string') return undefined;
  let length = 0;
  for (const _character of value) length += 1;
  return length;
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function show(value: JsonValue): string {
  // No more of a long text than is shown: it may be shown again and again.
  return cut(
    canonicalJson(typeof value === 'string' ? value.slice(0, 2 * MOST_CHARACTERS) : value),
  );
}

const MOST_CHARACTERS = 60;

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const MOST_SHOWN = 10;

function showSome(values: readonly JsonValue[], join: string): string {
  const more = values.length - MOST_SHOWN;
  return joinSome(values.slice(0, MOST_SHOWN).map(show), join, more);
}

function joinSome(
  texts: readonly string[],
  join: string,
  more = texts.length - MOST_SHOWN,
): string {
  const shown = texts.slice(0, MOST_SHOWN).map(cut).join(join);
  return more > 0 ? `${shown}${join}one of ${more} more` : shown;
}
