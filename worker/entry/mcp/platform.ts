/**
 * What the library of the Model Context Protocol needs of a platform. In the Worker it takes the place of the library's
 * own (`scripts/worker-build.ts`), which makes all of its schemas when it is loaded, and brings a JSON Schema validator
 * for what users are asked by a server.
 */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new TypeError('This server asks users for nothing, so that it validates no JSON Schema.');
  }
}
