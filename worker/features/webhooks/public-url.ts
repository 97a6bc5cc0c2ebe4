import ipaddr from 'ipaddr.js';

/**
 * Why a URL is not a public HTTPS address; undefined when it is.
 *
 * Addresses are judged as the URL parser settles them, so that `0x7f.1`, `2130706433`, `017700000001`
 * and `[::ffff:7f00:1]` are all 127.0.0.1. A host name cannot be looked up from a Worker: one that
 * leads to a private address is not told from others. A deployed Worker has no route to private
 * networks, so that such a name reaches nothing.
 *
 * Source: WHATWG URL, host parsing; the IANA special-purpose address registries.
 */
export function publicUrlFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'must start with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  if (url.port === '0') return 'must not use port 0';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(host)) return isPublic(host) ? undefined : PRIVATE;
  const isLocalName = !host.includes('.') || LOCAL_NAME.test(host);
  return isLocalName ? PRIVATE : undefined;
}

const PRIVATE =
  'must resolve to a public address, not to a private, loopback, link-local or reserved one';

// Names that are never public, and those by which metadata services are known.
const LOCAL_NAME =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion|svc|alt|localtest\.me|nip\.io|sslip\.io|xip\.io|lvh\.me|vcap\.me|lacolhost\.com)$/;

// The only part of IPv6 in which public addresses are given out. Those of it that are not: protocol
// assignments (Teredo, benchmarking, ORCHID among them), documentation, 6to4, and what was the 6bone.
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const NOT_GLOBAL = ['2001::/23', '2001:db8::/32', '2002::/16', '3ffe::/16', '3fff::/20'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
);

function isPublic(host: string): boolean {
  // Turns an IPv4 address that IPv6 carries back into itself.
  const address = ipaddr.process(host);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return true;
  return address.match(GLOBAL_UNICAST) && !NOT_GLOBAL.some((range) => address.match(range));
}
