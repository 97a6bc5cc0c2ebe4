-- Verdicts of earlier releases are sealed like new ones.
INSERT INTO log_outbox (project_id, kind, entry_id, hash)
SELECT project_id, 'verdict', id, NULL FROM verdicts WHERE deleted_at_ms IS NULL
ON CONFLICT DO NOTHING;
