-- 0013 steps: what a rule's step did stands in columns; before, code took its sentence apart.
-- Rows of the first versions named no deed: of those nothing is known, as before.
ALTER TABLE event ADD COLUMN deed TEXT NOT NULL DEFAULT '' CHECK (deed IN ('', 'acknowledge', 'assign', 'reassign', 'remind', 'escalate', 'update family', 'answer', 'ask', 'close as courtesy'));
ALTER TABLE event ADD COLUMN tier BIGINT NOT NULL DEFAULT 0;
UPDATE event SET deed = CASE
	WHEN detail LIKE 'acknowledge, %' THEN 'acknowledge'
	WHEN detail LIKE 'assign, %' THEN 'assign'
	WHEN detail LIKE 'reassign, %' THEN 'reassign'
	WHEN detail LIKE 'remind, %' THEN 'remind'
	WHEN detail LIKE 'escalate, %' THEN 'escalate'
	WHEN detail LIKE 'update family, %' THEN 'update family'
	WHEN detail LIKE 'answer, %' THEN 'answer'
	WHEN detail LIKE 'ask, %' THEN 'ask'
	WHEN detail LIKE 'close as courtesy, %' THEN 'close as courtesy'
	ELSE '' END
	WHERE what = 'rule.step';
UPDATE event SET tier = CASE
	WHEN detail LIKE '%, tier 1; step %' THEN 1
	WHEN detail LIKE '%, tier 2; step %' THEN 2
	WHEN detail LIKE '%, tier 3; step %' THEN 3
	ELSE 0 END
	WHERE deed = 'escalate';
