import { type ChannelMessage, linksOf } from './channel-message.ts';

export const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

const SUMMARY_CHARACTERS = 1_024;

/**
 * An event of PagerDuty's Events API v2: alerts open and close one incident by their id.
 *
 * Source: developer.pagerduty.com, "Send an Event to PagerDuty" and the Common Event Format (PD-CEF).
 */
export function pagerDutyBody(message: ChannelMessage, routingKey: string): string {
  const { alert, event, projectId } = message;
  const isEnd = event === 'resolved';
  const [kind] = alert.source.split(':');
  const links = linksOf(message);
  return JSON.stringify({
    routing_key: routingKey,
    event_action: isEnd ? 'resolve' : 'trigger',
    dedup_key: alert.id,
    ...(!isEnd && {
      payload: {
        summary: `${alert.title}: ${alert.summary}`.slice(0, SUMMARY_CHARACTERS),
        source: alert.source,
        severity: alert.severity,
        timestamp: alert.openedAt,
        component: alert.key,
        group: projectId,
        class: kind,
        custom_details: { ...alert.details, summary: alert.summary, event },
      },
      client: 'Assay',
      ...(links[0] && { client_url: links[0].url }),
      links: links.map(({ title, url }) => ({ href: url, text: title })),
    }),
  });
}
