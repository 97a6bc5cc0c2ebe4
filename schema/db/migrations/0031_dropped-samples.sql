ALTER TABLE `batches` ADD `samples_dropped_at_ms` integer;--> statement-breakpoint
ALTER TABLE `retention` ADD `samples_dropped_to` text;