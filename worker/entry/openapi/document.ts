import {
  type DocumentedOpenRoute,
  type DocumentedOperation,
  placeOf,
} from '../operations/operation.ts';
import { describeRoute } from './describe.ts';
import { createWriter } from './write-schemas.ts';

/** The paths of an OpenAPI 3.1 document, and the schemas that they refer to. */
export interface Paths {
  paths: Record<string, Record<string, object>>;
  schemas: Record<string, unknown>;
}

/** What all routes contribute to the OpenAPI document. */
export function describeRoutes(
  routes: readonly (DocumentedOperation | DocumentedOpenRoute)[],
): Paths {
  const { write, schemas } = createWriter();
  const paths: Paths['paths'] = {};
  for (const route of routes) {
    if (route.route === undefined) continue;
    const { method, path } = placeOf(route.route);
    const template = path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
    paths[template] = {
      ...paths[template],
      [method.toLowerCase()]: describeRoute(route, path, write),
    };
  }
  return { paths, schemas: referred(paths, schemas) };
}

/** Without the schemas that nothing refers to: what refers to itself is written twice. */
function referred(paths: Paths['paths'], schemas: Paths['schemas']): Paths['schemas'] {
  const text = JSON.stringify({ paths, schemas });
  const entries = Object.entries(schemas);
  const kept = entries.filter(([name]) => text.includes(`"#/components/schemas/${name}"`));
  // What was omitted may have been all that referred to another.
  return kept.length === entries.length ? schemas : referred(paths, Object.fromEntries(kept));
}
