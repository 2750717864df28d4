-- 0014 tokens: they end, have a number and a name, and it is known by whose hand each of them,
-- and each account, came to be.

-- An e-mail address is one person's, however it is spelled.  A ledger may have one twice: those
-- stay two, each found by its own spelling; nobody becomes a third.
ALTER TABLE staff ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN email_twin BIGINT NOT NULL DEFAULT 0;
UPDATE staff SET email_key = lower(email);
UPDATE staff SET email_twin = 1 WHERE EXISTS (SELECT 1 FROM staff AS older WHERE older.email_key = staff.email_key AND older.id < staff.id);
CREATE UNIQUE INDEX staff_email_key ON staff (email_key) WHERE email_twin = 0;
CREATE INDEX staff_email_keys ON staff (email_key);

-- expires_at 0: of a ledger of before; the next start gives it the lifetime of a new one.
ALTER TABLE token ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN maker TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN revoked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN revoker TEXT NOT NULL DEFAULT '';
UPDATE token SET id = (SELECT count(*) FROM token AS other WHERE other.created_at < token.created_at OR (other.created_at = token.created_at AND other.hash <= token.hash));
CREATE UNIQUE INDEX token_id ON token (id);
CREATE INDEX token_staff ON token (staff_id, id);
CREATE INDEX token_unset ON token (id) WHERE expires_at = 0;
UPDATE token SET maker = a.actor FROM (SELECT at, detail, max(actor) AS actor FROM audit WHERE command = 'token.add' GROUP BY at, detail) AS a WHERE a.at = token.created_at AND a.detail = '{"user":"' || token.staff_id || '"}';
-- Who comes back gets new ones.
UPDATE token SET revoked_at = s.disabled_at, revoker = 'system' FROM staff AS s WHERE s.id = token.staff_id AND s.disabled_at <> 0;

-- token_id 0: the account; by_id 0: the operator, at the machine, or nobody knows.
CREATE TABLE staff_grant (
	staff_id BIGINT NOT NULL REFERENCES staff (id),
	token_id BIGINT NOT NULL,
	given TEXT NOT NULL CHECK (given IN ('made', 'raised', 'enabled', 'vouched', 'token')),
	by_id BIGINT NOT NULL,
	by_token BIGINT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (staff_id, token_id, at, given, by_id, by_token)
);
-- What the audit log knows of the past.  Every change of a role counts as a raise.
INSERT INTO staff_grant SELECT s.id, 0, 'made', coalesce(max(maker.id), 0), 0, s.created_at FROM staff AS s LEFT JOIN (SELECT detail, actor FROM audit WHERE command = 'user.add') AS a ON a.detail = '{"user":"' || s.id || '"}' LEFT JOIN staff AS maker ON a.actor = 'staff:' || maker.id GROUP BY s.id, s.created_at;
INSERT INTO staff_grant SELECT e.staff_id, 0, 'raised', coalesce(maker.id, 0), 0, e.at FROM event AS e JOIN staff AS s ON s.id = e.staff_id LEFT JOIN staff AS maker ON e.actor = 'staff:' || maker.id WHERE e.what = 'staff.changed' AND e.detail LIKE '%role%' GROUP BY e.staff_id, e.at, coalesce(maker.id, 0);
INSERT INTO staff_grant SELECT t.staff_id, t.id, 'token', coalesce(maker.id, 0), 0, t.created_at FROM token AS t LEFT JOIN staff AS maker ON t.maker = 'staff:' || maker.id;

-- Which tokens the two signed with; 0: of before.
ALTER TABLE emergency ADD COLUMN asked_token BIGINT NOT NULL DEFAULT 0;
ALTER TABLE emergency ADD COLUMN decided_token BIGINT NOT NULL DEFAULT 0;
