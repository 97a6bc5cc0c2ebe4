import * as z from 'zod';
import { ReceiptLog } from './log.ts';
import type * as contract from './types.ts';

export const SigningKey = z
  .strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string().describe('The public key: 32 bytes as base64url.'),
    kid: z.string().describe('Thumbprint of the key (RFC 7638).'),
    alg: z.literal('EdDSA'),
    use: z.literal('sig'),
    nbf: z
      .int()
      .exactOptional()
      .describe('Start of the period in which it signs, in seconds since 1970.'),
    exp: z
      .int()
      .exactOptional()
      .describe('End of the period in which it signs; absent while it is in use.'),
  })
  .meta({ id: 'SigningKey', description: 'A public key as a JSON Web Key (RFC 7517, RFC 8037).' });

export const SigningKeySet: z.ZodType<contract.SigningKeySet> = z
  .strictObject({ keys: z.array(SigningKey).describe('The keys, newest first.') })
  .meta({ id: 'SigningKeySet', description: 'The public keys that receipts are verified with.' });

export const DsseEnvelope = z
  .strictObject({
    payload: z.string().describe('The statement as canonical JSON (RFC 8785), in base64.'),
    payloadType: z.string().describe('`application/vnd.in-toto+json`.'),
    signatures: z
      .array(
        z.strictObject({
          keyid: z.string().describe('`kid` of the key.'),
          sig: z.string().describe('Ed25519 signature, in base64.'),
        }),
      )
      .describe('One signature.'),
  })
  .meta({ id: 'DsseEnvelope', description: 'A signed payload, as DSSE v1 writes it.' });

export const Receipt: z.ZodType<contract.Receipt> = z
  .strictObject({
    verdictId: z.string().describe('Id of the verdict.'),
    keyId: z.string().describe('`kid` of the key in /.well-known/jwks.json.'),
    signedAt: z.string().describe('ISO 8601, UTC.'),
    envelope: DsseEnvelope.describe('An in-toto Statement in a DSSE envelope.'),
    jws: z
      .string()
      .describe('The same statement as a compact JSON Web Signature (RFC 7515), with `alg` EdDSA.'),
    log: ReceiptLog.describe('Where the verdict is in the log of the project.'),
  })
  .meta({ id: 'Receipt', description: 'A stored verdict as a signed statement.' });
