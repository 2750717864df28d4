-- 0015 deep poll: when the last sweep over 48 hours began; 0: never.  Stored, for a daemon
-- that is restarted within each day would else never come to the next one.
ALTER TABLE line ADD COLUMN deep_at BIGINT NOT NULL DEFAULT 0;
