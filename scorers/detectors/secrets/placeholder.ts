const STANDS_FOR =
  /example|x{4,}|\*{3,}|\.{3}|…|your|change[-_ ]?me|replace|placeholder|dummy|sample|redacted|insert|<[^>]*>|\$\{|\{\{|\$\(|^\$|^%[a-z(]|process\.env|os\.environ|getenv|^env[.(]|secrets\.|vault:|^(?:null|none|nil|undefined|true|false|string|todo|tbd|test|secret|password|passwd|token|key|hidden|foo|bar|baz)\b|_here\b|-here\b|not[-_]?(?:a[-_])?real|fake|abcdef|0123456|1234567|deadbeef|qwerty|letmein/i;

/** Whether a value only shows where a secret goes: names, variables, repeated or counted signs. */
export function isPlaceholder(value: string): boolean {
  if (STANDS_FOR.test(value)) return true;
  return new Set(value).size <= Math.min(5, value.length / 3) || countsUp(value);
}

/** Whether most signs are the one before plus one, as in abcdefgh or 12345678. */
function countsUp(value: string): boolean {
  let steps = 0;
  for (let i = 1; i < value.length; i += 1) {
    if (value.charCodeAt(i) - value.charCodeAt(i - 1) === 1) steps += 1;
  }
  return steps > value.length / 2;
}

/** Bits of entropy a sign has, by how often each sign of the value comes (Shannon 1948). */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const sign of value) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) {
    entropy -= (count / value.length) * Math.log2(count / value.length);
  }
  return entropy;
}
