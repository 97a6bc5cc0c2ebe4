/** CommonJS, which a build in parts gives a default export alone where it is imported on first use: its names are given here. */
export { SaxesParser } from 'saxes';
