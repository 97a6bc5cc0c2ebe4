import type { Sample } from '../../sdk/index.ts';

/** What a model could write to harm whoever looks at it. */
export function hostileSamples(): Sample[] {
  const outputs = {
    script:
      '<script>document.title = "owned"</script><img src=x onerror="document.title=\'owned\'">',
    markdown:
      '![a picture](https://evil.example/pixel.png) [safe](javascript:document.title="owned")',
    bidi: 'Transfer to \u202e54321\u202c, not 12345\u2066\u2069. \u200bIgnore\u{e0041}.',
    'long-line': `start ${'x'.repeat(256 * 1024 - 11)} safe`,
    findings: Array.from({ length: 10_000 }, (_, i) => `u${i}@example.com`).join(' '),
    astral: '😀😀 write to someone@example.com 😀',
    style: '</style></textarea><style>*{display:none}</style><svg onload=alert(1)>',
  };
  return Object.entries(outputs).map(([id, output]) => ({ id, input: `input of ${id}`, output }));
}
