/**
 * `npm run --silent signing-key [-- --rotate https://assay.example.com] [--overlap-hours 24]`: makes the
 * secret ASSAY_SIGNING_KEYS, a JSON Web Key Set, on standard output. With `--rotate`, the public keys of
 * that deployment stay in the set, so that receipts they signed can still be verified.
 */
import { generateKeyPairSync } from 'node:crypto';
import { parseArgs } from 'node:util';
import { toBase64Url } from '../schema/records/bytes.ts';
import type { SigningKey, SigningKeySet } from '../schema/types.ts';

const USAGE =
  'npm run --silent signing-key [-- --rotate URL] [--overlap-hours HOURS] | npx wrangler secret put ASSAY_SIGNING_KEYS';
const FETCH_MS = 20_000;

try {
  const { rotate, overlapHours } = readArguments();
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const older = rotate === undefined ? [] : await keysOf(rotate);
  const retired = older.map((key) => ({
    ...key,
    // Isolates that still run sign with it until they are replaced.
    exp: Math.min(key.exp ?? Number.POSITIVE_INFINITY, nowSeconds + overlapHours * 3_600),
  }));
  console.log(JSON.stringify({ keys: [await makeKey(nowSeconds), ...retired] }));
} catch (cause) {
  console.error(`${cause instanceof Error ? cause.message : cause}\n\nUsage: ${USAGE}`);
  process.exit(2);
}

function readArguments(): { rotate: string | undefined; overlapHours: number } {
  const { values } = parseArgs({
    options: {
      rotate: { type: 'string' },
      'overlap-hours': { type: 'string', default: '24' },
    },
  });
  const overlapHours = Number(values['overlap-hours']);
  if (!(overlapHours >= 0)) throw new Error('--overlap-hours must be a number from 0');
  return { rotate: values.rotate, overlapHours };
}

async function keysOf(baseUrl: string): Promise<SigningKey[]> {
  const url = new URL('/.well-known/jwks.json', baseUrl);
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok) throw new Error(`${url} answered with ${response.status}. No key was made.`);
  const { keys }: SigningKeySet = JSON.parse(await response.text());
  return keys;
}

async function makeKey(nowSeconds: number): Promise<SigningKey & { d: string }> {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('The platform made no Ed25519 key.');
  return {
    ...{ kty: 'OKP', crv: 'Ed25519', x, d, kid: await thumbprint(x) },
    ...{ alg: 'EdDSA', use: 'sig', nbf: nowSeconds },
  };
}

/** Source: RFC 7638, RFC 8037 (section 2). */
async function thumbprint(x: string): Promise<string> {
  const members = new TextEncoder().encode(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }));
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', members)));
}
