/** The compiled engine, as the Workers runtime hands it over: it compiles nothing while running. */
export { default } from './quickjs.wasm';
