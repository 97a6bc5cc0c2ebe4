/** The SHA-256 of each weights file, which its detector's fingerprint holds. `npm run train` writes it. */
export const WEIGHTS = {
  injection: 'sha256:1920c2f3b803302129d7a0df960a0e62aaa769847dac2a5ae680e8f333ed266b',
  refusal: 'sha256:cf3cdc7d830e0c109ed6425b9d922c6c99041032847d70061ac3f6c82e0f097f',
  toxicity: 'sha256:3be326d2d07032a81a96a466ae1c41dcb933fa6ea1249af6ddec1b622cb3c762',
  ungrounded: 'sha256:3c310e8918e4943e7124a545544c3cbcece1d6f515dbcbd66d80b4ed7119c82a',
} as const satisfies Record<string, string>;
