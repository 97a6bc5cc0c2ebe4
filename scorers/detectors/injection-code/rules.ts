/** How an attack by code is written. */
export interface CodeRule {
  kind: 'sql' | 'shell' | 'script' | 'template' | 'path' | 'document';
  /** A sign or word without which the pattern cannot match: looked for first. */
  needs: string;
  pattern: RegExp;
  certainty: number;
}

const rule = (
  kind: CodeRule['kind'],
  needs: string,
  certainty: number,
  source: string,
): CodeRule => ({
  kind,
  needs,
  pattern: new RegExp(source, 'gi'),
  certainty,
});

const VALUE = `(?:['"\`]?\\w{1,30}['"\`]?)`;
const SPACE = '(?:\\s|/\\*[^*]{0,40}\\*/|\\+|%20){1,6}';
const COMMAND =
  '(?:rm|cat|ls|id|whoami|uname|curl|wget|nc|ncat|netcat|bash|sh|zsh|python3?|perl|ruby|php|node|powershell|cmd|ping|nslookup|dig|chmod|chown|kill|shutdown|reboot|sleep|env|printenv|passwd|useradd|crontab|scp|ssh|telnet|mkfifo|dd|mkfs)';

/** Patterns by which an input is more than data. Every repeat has a bound. Made on first use. */
export const makeRules = (): CodeRule[] => [
  // SQL: what closes a text and goes on
  rule(
    'sql',
    ' or ',
    0.95,
    `['"\`)]\\s{0,4}(?:or|\\|\\|)\\s{1,4}${VALUE}\\s{0,3}(?:=|like|<|>)\\s{0,3}${VALUE}`,
  ),
  rule('sql', ' or ', 0.7, `\\b(?:or|and)\\s{1,4}(\\d{1,5})\\s{0,3}=\\s{0,3}\\1\\b`),
  rule(
    'sql',
    ' and ',
    0.9,
    `['"\`)]\\s{0,4}and\\s{1,4}${VALUE}\\s{0,3}=\\s{0,3}${VALUE}\\s{0,3}(?:--|#|/\\*)`,
  ),
  rule(
    'sql',
    'union',
    0.9,
    `['"\`)\\d]\\s{0,4}(?:\\))?\\s{0,3}union${SPACE}(?:all${SPACE})?select\\b`,
  ),
  rule(
    'sql',
    'union',
    0.7,
    `\\bunion${SPACE}(?:all${SPACE})?select${SPACE}(?:null|\\d|@@|concat|char\\(|version|database|user)`,
  ),
  rule(
    'sql',
    ';',
    0.95,
    `['"\`)]\\s{0,4};\\s{0,4}(?:drop|delete|insert|update|alter|truncate|exec|create|shutdown)\\b[^;]{0,200}?(?:--|;|#|$)`,
  ),
  rule('sql', 'drop', 0.8, `;\\s{0,4}drop\\s{1,4}(?:table|database|schema|user)\\s{1,4}\\w`),
  rule('sql', "'", 0.75, `\\w'\\s{0,3}(?:--|#)(?:\\s|$)`),
  rule(
    'sql',
    '(',
    0.85,
    `\\b(?:sleep\\s{0,2}\\(\\s{0,2}\\d|benchmark\\s{0,2}\\(\\s{0,2}\\d|pg_sleep\\s{0,2}\\(|extractvalue\\s{0,2}\\(\\s{0,2}\\w|updatexml\\s{0,2}\\(|load_file\\s{0,2}\\()[^)]{0,80}\\)(?=\\s{0,3}(?:--|#|'|"|$|and\\b|or\\b))`,
  ),
  rule('sql', 'waitfor', 0.9, `\\bwaitfor\\s{1,4}delay\\s{1,4}'`),
  rule('sql', 'xp_', 0.9, '\\bxp_(?:cmdshell|dirtree|regread)\\b'),
  rule('sql', 'into', 0.85, `\\bselect\\b[^;]{1,200}\\binto\\s{1,4}(?:out|dump)file\\b`),
  // shell: what ends one command and begins another
  rule(
    'shell',
    'rm',
    0.95,
    `[;|&\`(]\\s{0,3}(?:sudo\\s{1,3})?rm\\s{1,3}-[a-z]{1,5}\\s{1,3}[/~*.$]`,
  ),
  rule(
    'shell',
    'rm',
    0.6,
    `\\brm\\s{1,3}-(?:rf|fr)\\s{1,3}(?:--no-preserve-root\\s{1,3})?(?:/|~|\\*)(?:\\s|$|\\*)`,
  ),
  rule('shell', ' ', 0.85, `^\\s{0,3}(?:;|&&|\\|\\|?|\`|\\$\\()\\s{0,3}${COMMAND}\\b`),
  rule('shell', ';', 0.7, `[\\w'"./-];\\s{0,3}${COMMAND}\\s{1,3}[-/.~$'"\\w]`),
  rule(
    'shell',
    '|',
    0.9,
    `\\b(?:curl|wget)\\b[^|;\\n]{1,300}\\|\\s{0,3}(?:sudo\\s{1,3})?(?:ba|z|da)?sh\\b`,
  ),
  rule(
    'shell',
    '|',
    0.9,
    `\\bbase64\\s{1,3}(?:-d|--decode|-D)\\b[^|\\n]{0,100}\\|\\s{0,3}(?:ba|z)?sh\\b`,
  ),
  rule(
    'shell',
    '$(',
    0.7,
    `\\$\\(\\s{0,3}(?:cat|curl|wget|id|whoami|rm|nc|bash|sh|python3?|env|printenv)\\b[^)]{0,200}\\)`,
  ),
  rule(
    'shell',
    '`',
    0.6,
    `(?<!\`)\`\\s{0,2}(?:cat|curl|wget|id|whoami|rm|nc|bash|env|printenv)\\s{1,3}[-/.][^\`\\n]{0,200}\``,
  ),
  rule('shell', '/dev/tcp', 0.97, `/dev/(?:tcp|udp)/[\\w.-]{1,100}/\\d{1,5}`),
  rule(
    'shell',
    'nc',
    0.93,
    `\\bn(?:c|cat|etcat)\\s{1,3}(?:-\\w{1,6}\\s{1,3}){0,3}-(?:e|c)\\s{1,3}/?\\w`,
  ),
  rule('shell', 'mkfifo', 0.9, `\\bmkfifo\\s{1,3}/tmp/\\w`),
  rule('shell', ':|:', 0.97, `:\\s{0,2}\\(\\)\\s{0,2}\\{\\s{0,2}:\\s{0,2}\\|\\s{0,2}:`),
  rule(
    'shell',
    'powershell',
    0.9,
    `powershell(?:\\.exe)?\\s[^\\n]{0,100}-e(?:nc|ncodedcommand)?\\s{1,3}[A-Za-z0-9+/=]{20,400}`,
  ),
  rule(
    'shell',
    'import',
    0.8,
    `(?:__import__\\(\\s{0,2}['"](?:os|subprocess)|\\b(?:os\\.system|subprocess\\.(?:run|call|Popen)|child_process['"]?\\)?\\.exec)\\s{0,2}\\(\\s{0,2}['"][^'"]{0,100}(?:rm -|curl|wget|/etc/|nc ))`,
  ),
  // script: what a page runs
  rule('script', '<script', 0.9, `<script\\b[^>]{0,300}>`),
  rule(
    'script',
    'on',
    0.92,
    `<[a-z][a-z0-9]{0,15}\\b[^>]{0,300}[\\s/"']on(?:error|load|click|mouse\\w{2,5}|focus|blur|toggle|begin|start|animation\\w{3,9}|pointer\\w{2,6}|key\\w{2,5})\\s{0,3}=`,
  ),
  rule(
    'script',
    'javascript',
    0.85,
    `(?:href|src|action|formaction|data)\\s{0,3}=\\s{0,3}["']?\\s{0,3}j\\s{0,2}a\\s{0,2}v\\s{0,2}a\\s{0,2}script\\s{0,2}:`,
  ),
  rule('script', '<iframe', 0.7, `<iframe\\b[^>]{0,300}(?:srcdoc|src)\\s{0,3}=`),
  rule(
    'script',
    'document.cookie',
    0.6,
    `\\bdocument\\.cookie\\b(?=[^\\n]{0,100}(?:fetch|src|location|http)|\\s{0,3}[)+])`,
  ),
  rule(
    'script',
    'eval',
    0.6,
    `\\beval\\s{0,2}\\(\\s{0,2}(?:atob|unescape|String\\.fromCharCode)\\s{0,2}\\(`,
  ),
  // template: what an engine evaluates
  rule(
    'template',
    '${',
    0.98,
    `\\$\\{(?:\\$\\{[^}]{0,30}\\}|[^}]{0,30}?)?(?:jndi|lower:j|upper:j):`,
  ),
  rule('template', 'jndi', 0.98, `\\$\\{jndi:(?:ldaps?|rmi|dns|iiop|http):`),
  rule(
    'template',
    '{{',
    0.92,
    `\\{\\{[^{}]{0,200}(?:__(?:class|globals|mro|subclasses|builtins|init|import)__|constructor|\\bconfig\\b|\\brequest\\.|cycler|lipsum|self\\.|\\bpopen\\b)[^{}]{0,200}\\}\\}`,
  ),
  rule(
    'template',
    '{{',
    0.8,
    `\\{\\{\\s{0,4}['"]?\\d{1,6}['"]?\\s{0,3}[*+-]\\s{0,3}['"]?\\d{1,6}['"]?\\s{0,4}\\}\\}`,
  ),
  rule(
    'template',
    '{%',
    0.85,
    `\\{%[^%]{0,100}\\b(?:import|include|extends|debug)\\b[^%]{0,100}%\\}[^\\n]{0,100}(?:os|popen|system|/etc)`,
  ),
  rule(
    'template',
    '{',
    0.7,
    `[$#*@]\\{\\s{0,3}(?:\\d{1,6}\\s{0,2}[*]\\s{0,2}\\d{1,6}|T\\(java\\.lang|new java|Runtime\\.getRuntime)`,
  ),
  rule(
    'template',
    '<%',
    0.75,
    `<%=?\\s{0,3}(?:\\d{1,6}\\s{0,2}\\*\\s{0,2}\\d|system|exec|\`|Runtime|request\\.getParameter|File\\.)`,
  ),
  rule(
    'template',
    '__',
    0.75,
    `(?:\\.__class__|\\['__class__'\\])(?:\\.__|\\[)[\\w'"\\]\\[.]{0,60}__(?:mro|subclasses|globals|base)`,
  ),
  // path: what leaves a folder
  rule(
    'path',
    '..',
    0.95,
    `(?:\\.\\.(?:/|\\\\)){1,20}(?:etc/(?:passwd|shadow|hosts)|proc/self|root/|\\.ssh|\\.env\\b|\\.aws|\\.git/config|windows[/\\\\]|boot\\.ini|web\\.config|wp-config|var/log)`,
  ),
  rule(
    'path',
    '%',
    0.92,
    `(?:(?:\\.|%2e|%252e|%c0%ae){2}(?:/|%2f|%5c|%252f|%c0%af|\\\\)){2,20}(?=[^\\s]{0,40})(?<=%[^\\s]{0,200})`,
  ),
  rule('path', '....', 0.9, `(?:\\.{4}(?:/|\\\\){2}){2,20}`),
  rule('path', '..', 0.6, `(?:\\.\\./){5,30}|(?:\\.\\.\\\\){4,30}`),
  rule(
    'path',
    '/etc/',
    0.6,
    `(?:^|[\\s'"=:(])(?:file://)?/(?:etc/(?:passwd|shadow|sudoers)|proc/self/environ|root/\\.ssh/\\w{1,20})\\b`,
  ),
  rule('path', 'file:', 0.7, `\\bfile:/{2,3}(?:etc|proc|c:|root|var)[/\\\\]`),
  rule('path', '%00', 0.75, `\\w%00(?:\\.\\w{1,5})?(?:\\s|$|['"&])`),
  // documents that read files or ask databases
  rule(
    'document',
    '<!entity',
    0.95,
    `<!entity\\s{1,4}(?:%\\s{1,4})?\\w{1,40}\\s{1,4}(?:system|public)\\s{1,4}["']`,
  ),
  rule(
    'document',
    '$',
    0.75,
    `["'\\[]?\\$(?:ne|gt|gte|lt|regex|where|exists)["'\\]]{1,2}\\s{0,3}[:=]\\s{0,3}(?:null|""|''|1\\b|true|\\{\\}|["']\\.\\*)`,
  ),
  rule('document', ')(', 0.85, `\\*\\)\\s{0,2}\\((?:\\||&|!|\\w{1,20}=\\*)`),
  rule(
    'document',
    '%0',
    0.85,
    `%0d%0a\\s{0,2}(?:set-cookie|location|content-length|x-)[\\w-]{0,30}(?::|%3a)`,
  ),
];
