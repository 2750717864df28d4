-- rules: follow-up rules as documents, each published version kept for ever.
--
-- Version 0 is the draft; published ones count from 1.  In force is, of those whose
-- time has come, the one whose time came last.  Promises keep rule and version.

CREATE TABLE rule_book (
	version BIGINT PRIMARY KEY,
	state TEXT NOT NULL CHECK (state IN ('draft', 'published')),
	document TEXT NOT NULL,
	author TEXT NOT NULL,
	note TEXT NOT NULL,
	written_at BIGINT NOT NULL,
	published_at BIGINT NOT NULL,
	effective_at BIGINT NOT NULL
);
CREATE INDEX rule_book_effective ON rule_book (effective_at, version) WHERE state = 'published';

-- Promises of before: the rule that was built in is now the shipped document's, whose
-- steps begin with two that happen at once.
UPDATE promise SET rule = 'everything else',
	next_step = CASE next_step WHEN 0 THEN 2 WHEN 1 THEN 3 ELSE 6 END
	WHERE rule = 'built-in';
