import { type ChannelMessage, figuresOf, linksOf } from './channel-message.ts';

const HEADER_CHARACTERS = 150;
const SECTION_CHARACTERS = 3_000;
const FIELD_CHARACTERS = 2_000;
const BUTTON_CHARACTERS = 75;
const MOST_FIELDS = 10;
const MOST_BUTTONS = 5;

/**
 * The body of a message for an incoming webhook.
 *
 * Source: Slack, "Sending messages using incoming webhooks" and the reference of Block Kit, whose
 * limits are those above.
 */
export function slackBody(message: ChannelMessage): string {
  const { alert, event } = message;
  const heading = `${HEADINGS[event](alert.severity)}: ${alert.title}`;
  const fields = [
    ['Severity', alert.severity],
    ['Source', alert.source],
    ['Since', alert.openedAt],
    ...(alert.resolvedAt === null ? [] : [['Until', alert.resolvedAt]]),
    ...figuresOf(alert),
  ].slice(0, MOST_FIELDS);
  const links = linksOf(message).slice(0, MOST_BUTTONS);
  return JSON.stringify({
    // What notifications show.
    text: escaped(heading),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: heading.slice(0, HEADER_CHARACTERS) } },
      { type: 'section', text: { type: 'mrkdwn', text: cut(alert.summary, SECTION_CHARACTERS) } },
      {
        type: 'section',
        fields: fields.map(([name = '', value = '']) => ({
          type: 'mrkdwn',
          text: cut(`*${name}*\n${value}`, FIELD_CHARACTERS),
        })),
      },
      ...(links.length === 0
        ? []
        : [
            {
              type: 'actions',
              elements: links.map(({ title, url }, i) => ({
                type: 'button',
                action_id: `link-${i}`,
                text: { type: 'plain_text', text: title.slice(0, BUTTON_CHARACTERS) },
                url,
              })),
            },
          ]),
    ],
  });
}

const HEADINGS: Record<ChannelMessage['event'], (severity: string) => string> = {
  triggered: (severity) => `Alert (${severity})`,
  escalated: (severity) => `Escalated to ${severity}`,
  reminder: (severity) => `Still open (${severity})`,
  resolved: () => 'Resolved',
  test: () => 'Test',
};

/** The three characters that begin markup: links and mentions of people would start with them. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cut before it is escaped, so that no entity is cut in two. */
function cut(text: string, most: number): string {
  let kept = text.slice(0, most);
  while (escaped(kept).length > most) kept = kept.slice(0, -Math.ceil(kept.length / 10));
  return escaped(kept) || '–';
}
