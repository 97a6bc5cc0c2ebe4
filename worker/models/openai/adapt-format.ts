import type { ChatBody, Manner } from './chat-body.ts';
import type { Complaint } from './complaint.ts';

const OF_A_SCHEMA =
  /invalid_json_schema|invalid schema|invalid json payload|grammar|samplers|schema conversion|unrecognized schema|additionalproperties|schema (?:contains|is too|has|uses)|too many states|unsupported (?:json )?schema|for (?:'|")?(?:object|array|integer|number|string)(?:'|")? type/;
const OF_THE_FORMAT =
  /response_?\s?format|json_schema|json_object|json mode|json output|structured.output|guided|response mime type/;

/** Says “json” in the prompt, where JSON mode is refused without the word. */
export function sayJson({ text }: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  const isAsked =
    /must contain the word/.test(text) && sent.response_format?.type === 'json_object';
  if (!isAsked || manner.dialect.saysJson) return undefined;
  return { ...manner, dialect: { ...manner.dialect, saysJson: true } };
}

/**
 * Loosens the format: of this call alone when its schema is at fault, of the model when it does not
 * take the format at all.
 */
export function loosenFormat(
  { text, fields }: Complaint,
  sent: ChatBody,
  manner: Manner,
): Manner | undefined {
  const { response_format: asked } = sent;
  if (asked === undefined) return undefined;
  if (asked.type === 'json_schema' && OF_A_SCHEMA.test(text)) {
    return { ...manner, format: 'object' };
  }
  if (!OF_THE_FORMAT.test(text) && !fields.some((field) => OF_THE_FORMAT.test(field)))
    return undefined;
  const next = asked.type === 'json_schema' ? 'object' : 'none';
  return { ...manner, dialect: { ...manner.dialect, format: next } };
}
