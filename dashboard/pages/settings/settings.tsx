import { ApiKeys } from './api-keys.tsx';
import { JudgingSettings } from './judging-settings.tsx';
import { RetentionSettings } from './retention-settings.tsx';
import { WebhookSettings } from './webhook-settings.tsx';
import './settings.css';

/** What administers the project: keys, models, retention and webhooks. */
export default function Settings() {
  return (
    <section class="page">
      <h1>Settings</h1>
      <ApiKeys />
      <JudgingSettings />
      <RetentionSettings />
      <WebhookSettings />
    </section>
  );
}
