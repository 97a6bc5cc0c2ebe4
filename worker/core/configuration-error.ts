/** A variable of the deployment that cannot be understood; the message names it, and quotes no secret. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
