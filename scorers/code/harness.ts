/**
 * What runs beside the code, inside the engine. It takes what it needs from the globals before the code
 * can change them, calls the code, and answers in JSON that it writes itself: what code returns may
 * have getters, proxies and methods, and these run in the engine or nowhere.
 */
export const HARNESS = `(() => {
'use strict';
const { parse, stringify } = JSON;
const text = String;
const nothing = () => {};
globalThis.console = { log: nothing, info: nothing, warn: nothing, error: nothing, debug: nothing };
// Given back when the code failed, so that there is memory to say why.
let spare = new ArrayBuffer(16384);

const answer = (...parts) => stringify(parts);
const unfit = (what) => answer('unfit', what);
const named = (value) => {
  if (value === null) return 'null';
  if (typeof value === 'undefined') return 'nothing';
  if (typeof value === 'object') return 'an object';
  return 'a ' + typeof value;
};

function read(value) {
  if (typeof value === 'boolean') return answer('boolean', value);
  if (typeof value === 'number') return answer('number', text(value));
  if (typeof value !== 'object' || value === null) return unfit(named(value));
  const { pass, score, reason } = value;
  const isNone = (each) => each === undefined || each === null;
  if (isNone(pass) && isNone(score)) return unfit('an object without \`pass\` and \`score\`');
  if (!isNone(pass) && typeof pass !== 'boolean') return unfit(named(pass) + ' as \`pass\`');
  if (!isNone(score) && typeof score !== 'number') return unfit(named(score) + ' as \`score\`');
  if (!isNone(reason) && typeof reason !== 'string') return unfit(named(reason) + ' as \`reason\`');
  return answer('result', {
    pass: pass ?? null,
    score: isNone(score) ? null : text(score),
    reason: isNone(reason) ? null : reason,
  });
}

function fault(cause) {
  let message = named(cause);
  let stack = '';
  try {
    if (typeof cause === 'object' && cause !== null) {
      message = text(cause.name) + ': ' + text(cause.message);
      stack = text(cause.stack);
    } else message = text(cause);
  } catch {}
  return answer('threw', message, stack);
}

return async (json, run) => {
  try {
    const sample = parse(json);
    const value = await run(sample);
    return read(typeof value === 'function' ? await value(sample) : value);
  } catch (cause) {
    spare = undefined;
    return fault(cause);
  }
};
})()`;
