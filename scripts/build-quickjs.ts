/**
 * Writes scorers/code/quickjs.wasm: QuickJS as `@jitl/quickjs-wasmfile-release-sync` compiles it, made
 * to count its steps (`metered-wasm.ts`) and to begin with less memory.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { meter } from './metered-wasm.ts';

const source = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
const target = join(import.meta.dirname, '..', 'scorers', 'code', 'quickjs.wasm');

// `q` is its `abort`. Its stack and data need 82 pages.
writeFileSync(target, meter(readFileSync(source), { onEmpty: 'q', initialPages: 96 }));
