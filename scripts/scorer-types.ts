import type { JsonObject, ScorerInfo } from '../schema/types.ts';
import { describeScorers } from '../scorers/catalogue.ts';
import { dials } from '../scorers/judging/dials.ts';

const DIALS = Object.keys(dials().shape);

/** `sdk/scorer-params.ts`: the parameters of each scorer as types, by id and alias. */
export function renderScorerTypes(): string {
  const scorers = describeScorers();
  const judge = scorers.find(({ params }) => hasDials(params));
  const shared = judge ? propertiesOf(judge.params, (name) => DIALS.includes(name)) : [];
  const needing = scorers.flatMap(({ id, aliases, params }) => {
    const required = [...requiredOf(params)];
    const lacking = aliases.filter((alias) => !required.every((name) => name in alias.params));
    return required.length === 0 ? [] : [id, ...lacking.map(({ name }) => name)];
  });
  return indented(`// Made by \`npm run docs\` from scorers/registry.ts.
import type { JsonValue } from '@assay/schema/types.ts';
import type { ScorerReference } from './scorer-reference.ts';

/** What every judge scorer takes. */
export interface JudgeDials {
${shared.join('\n')}
}

/** The parameters of each scorer, by id and by alias. */
export interface ScorerParams {
${scorers.flatMap((scorer) => [renderOwn(scorer), ...renderAliases(scorer)]).join('\n')}
}

/** Those that cannot do without parameters. */
export type NeedsParams = ${needing.map((name) => JSON.stringify(name)).join(' | ')};
`);
}

function renderOwn({ id, summary, params, threshold }: ScorerInfo): string {
  const isJudge = hasDials(params);
  const either = alternativesOf(params);
  const own = propertiesOf(
    params,
    (name) => !either.includes(name) && (!isJudge || !DIALS.includes(name)),
  );
  const parts = [
    ...renderEither(params, either),
    ...(own.length === 0 ? [] : [`{\n${own.join('\n')}\n}`]),
    ...(isJudge ? ['JudgeDials'] : []),
  ];
  const passes = threshold === null ? 'Only measures.' : `Passes from ${threshold}.`;
  return `/** ${comment(`${summary} ${passes}`)} */\n${keyOf(id)}: ${parts.join(' & ') || 'Record<never, never>'};`;
}

function renderAliases({ id, aliases, params }: ScorerInfo): string[] {
  const required = requiredOf(params);
  return aliases.map((alias) => {
    const preset = Object.keys(alias.params).filter((name) => required.has(name));
    const own = `ScorerParams[${JSON.stringify(id)}]`;
    const names = preset.map((name) => JSON.stringify(name)).join(' | ');
    const type =
      preset.length === 0 ? own : `Omit<${own}, ${names}> & Partial<Pick<${own}, ${names}>>`;
    const told =
      Object.keys(alias.params).length === 0 ? '' : ` with \`${JSON.stringify(alias.params)}\``;
    return `/** \`${id}\`${comment(told)}. */\n${keyOf(alias.name)}: ${type};`;
  });
}

function hasDials({ properties = {} }: JsonObject): boolean {
  return DIALS.every((name) => name in (properties as JsonObject));
}

function requiredOf(schema: JsonObject): Set<string> {
  const { required = [] } = schema;
  return new Set([...(required as string[]), ...alternativesOf(schema).slice(0, 1)]);
}

/** The names of a parameter that is needed by one name or another. */
function alternativesOf({ oneOf = [] }: JsonObject): string[] {
  return (oneOf as { required: string[] }[]).flatMap(({ required }) => required);
}

function renderEither(schema: JsonObject, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const each = names.map((name) => {
    const others = names.filter((other) => other !== name).map((other) => `${other}?: never;`);
    return `{\n${[...propertiesOf(schema, (own) => own === name, true), ...others].join('\n')}\n}`;
  });
  return [`(${each.join(' | ')})`];
}

/** The lines of an interface for an object's properties. */
function propertiesOf(
  schema: JsonObject,
  isWanted: (name: string) => boolean,
  isNeeded = false,
): string[] {
  const required = requiredOf(schema);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonObject>)
    .filter(([name]) => isWanted(name))
    .map(([name, property]) => {
      const said = [
        ...(property.description === undefined ? [] : [String(property.description)]),
        ...(property.default === undefined
          ? []
          : [`\`${JSON.stringify(property.default)}\` when left out.`]),
      ].join(' ');
      const doc = said === '' ? '' : `/** ${comment(said)} */\n`;
      return `${doc}${keyOf(name)}${isNeeded || required.has(name) ? '' : '?'}: ${typeOf(property)};`;
    });
}

/** The type that a JSON Schema describes. */
function typeOf(schema: JsonObject): string {
  if (schema.$ref === '#/$defs/ScorerReference') return 'ScorerReference';
  if (Array.isArray(schema.enum))
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) {
    return [...new Set(options.map((option) => typeOf(option as JsonObject)))].join(' | ');
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `Array<${typeOf((schema.items ?? {}) as JsonObject)}>`;
    case 'object':
      if (schema.properties) return `{\n${propertiesOf(schema, () => true).join('\n')}\n}`;
      return `{ [key: string]: ${typeOf((schema.additionalProperties ?? {}) as JsonObject)} }`;
    case undefined:
      return 'JsonValue';
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function comment(text: string): string {
  return text.replaceAll('*/', '*\\/').replaceAll('\n', ' ');
}

function indented(text: string): string {
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('}')) depth -= 1;
      const indentation = line === '' ? '' : '  '.repeat(depth);
      if (line.endsWith('{')) depth += 1;
      return indentation + line;
    })
    .join('\n');
}
