/**
 * A JSON Schema document and those embedded in it: which identifiers stand where, and what a
 * reference means. Nothing is ever fetched.
 *
 * Source: JSON Schema Core 2020-12 and 2019-09, sections 8 and 9; draft 7, section 8.
 */
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';

export const DRAFTS = ['2020-12', '2019-09', '7'] as const;
export type Draft = (typeof DRAFTS)[number];

/** The metaschema that names each draft. */
export const METASCHEMAS: Readonly<Record<Draft, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '7': 'http://json-schema.org/draft-07/schema',
};

/** A schema with an identity of its own: the root, or one with `$id`. */
export interface Resource {
  uri: string;
  root: JsonValue;
  /** JSON pointer of the root within the document given. */
  pointer: string;
  anchors: Map<string, Located>;
  dynamicAnchors: Map<string, Located>;
}

/** A schema and where it stands. */
export interface Located {
  schema: JsonValue;
  resource: Resource;
  pointer: string;
}

/** Where keywords keep schemas: one, a list of them, or one for each name. */
export const ONE = [
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
] as const;
export const LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'] as const;
export const NAMED = [
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
] as const;

const UNNAMED = 'https://schema.invalid/';

/** All that references can reach, by URI. */
export class Documents {
  private readonly resources = new Map<string, Resource>();
  private readonly owners = new Map<JsonObject, Resource>();
  private readonly draft: Draft;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** Takes in a document and every resource in it. */
  add(root: JsonValue, uri: string = UNNAMED): Resource {
    const resource = this.addResource(root, uri, '');
    this.index(root, resource, '');
    return isObject(root) ? this.ownerOf(root, resource) : resource;
  }

  /** The resource that a schema belongs to, which is its parent's unless it has an `$id`. */
  ownerOf(schema: JsonValue, parent: Resource): Resource {
    return (isObject(schema) && this.owners.get(schema)) || parent;
  }

  /** The URI that a reference means; undefined when it is no URI. */
  absolute(reference: string, from: Resource): string | undefined {
    try {
      return new URL(reference, from.uri).href;
    } catch {
      return undefined;
    }
  }

  /** The schema that a reference means; undefined when it leads nowhere or out of the documents. */
  find(reference: string, from: Resource): Located | undefined {
    const uri = this.absolute(reference, from);
    if (uri === undefined) return undefined;
    const [base = '', fragment = ''] = uri.split('#');
    const resource = this.resources.get(base);
    if (resource === undefined) return undefined;
    const name = decode(fragment);
    if (name === '') return { schema: resource.root, resource, pointer: resource.pointer };
    return name.startsWith('/') ? this.follow(name, resource) : resource.anchors.get(name);
  }

  private follow(pointer: string, resource: Resource): Located | undefined {
    const found: Located = { schema: resource.root, resource, pointer: resource.pointer };
    for (const escaped of pointer.split('/').slice(1)) {
      const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const parent = found.schema;
      if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, step)) {
        return undefined;
      }
      const child = Array.isArray(parent) ? parent[Number(step)] : parent[step];
      if (child === undefined) return undefined;
      found.schema = child;
      found.resource = this.ownerOf(child, found.resource);
      found.pointer += `/${escaped}`;
    }
    return found;
  }

  private addResource(root: JsonValue, uri: string, pointer: string): Resource {
    const resource = { uri, root, pointer, anchors: new Map(), dynamicAnchors: new Map() };
    this.resources.set(uri.split('#')[0] ?? uri, resource);
    return resource;
  }

  private index(schema: JsonValue, parent: Resource, pointer: string): void {
    if (!isObject(schema)) return;
    const resource = this.identify(schema, parent, pointer);
    this.owners.set(schema, resource);
    for (const { schema: child, pointer: step } of subschemas(schema)) {
      this.index(child, resource, pointer + step);
    }
  }

  private identify(schema: JsonObject, parent: Resource, pointer: string): Resource {
    const { $id, $anchor, $dynamicAnchor, $ref } = schema;
    // Before 2019-09 a reference hid everything beside it, and an anchor was an `$id` of its own.
    if (this.draft === '7') {
      if (typeof $id !== 'string' || $ref !== undefined) return parent;
      if ($id.startsWith('#')) {
        parent.anchors.set($id.slice(1), { schema, resource: parent, pointer });
        return parent;
      }
    }
    const uri = typeof $id === 'string' ? this.absolute($id, parent) : undefined;
    const resource = uri === undefined ? parent : this.addResource(schema, uri, pointer);
    const here = { schema, resource, pointer };
    if (this.draft === '7') return resource;
    if (typeof $anchor === 'string') resource.anchors.set($anchor, here);
    if (typeof $dynamicAnchor === 'string' && this.draft === '2020-12') {
      resource.anchors.set($dynamicAnchor, here);
      resource.dynamicAnchors.set($dynamicAnchor, here);
    }
    return resource;
  }
}

/** The schemas directly inside a schema, each with the pointer that leads to it. */
function* subschemas(schema: JsonObject): Generator<{ schema: JsonValue; pointer: string }> {
  for (const keyword of ONE) {
    const child = schema[keyword];
    if (isObject(child)) yield { schema: child, pointer: `/${keyword}` };
  }
  for (const keyword of LIST) {
    const children = schema[keyword];
    if (!Array.isArray(children)) continue;
    for (const [i, child] of children.entries())
      yield { schema: child, pointer: `/${keyword}/${i}` };
  }
  for (const keyword of NAMED) {
    const children = schema[keyword];
    if (!isObject(children)) continue;
    for (const [name, child] of Object.entries(children)) {
      yield { schema: child, pointer: `/${keyword}/${escapeStep(name)}` };
    }
  }
}

/** A name as a step of a JSON pointer. Source: RFC 6901. */
export function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
