-- 0011 reasons are words: why a promise is on a person's list, why a text waits, by what a
-- consent was changed.  They were sentences, which code compared.
--
-- What stood in the column is put aside, the column is made anew under a CHECK, and the
-- sentences that earlier versions wrote become its words.  A sentence that no version is
-- known to have written becomes `other` and stays where it was put aside.  (Sentences of
-- 64 bytes and more were cut at 63.)

-- person_detail: the word of the miss for which an answer did not arrive (rung.miss), or
-- the words of an earlier version.
ALTER TABLE promise ADD COLUMN person_detail TEXT NOT NULL DEFAULT '';
UPDATE promise SET person_detail = person_reason WHERE person_reason <> '';
ALTER TABLE promise DROP COLUMN person_reason;
ALTER TABLE promise ADD COLUMN person_reason TEXT NOT NULL DEFAULT '' CHECK (person_reason IN ('', 'stopped', 'opt_out_review', 'uncovered', 'escalated', 'rule_ended', 'rule_unreadable', 'step_failed', 'answer_unsaid', 'stuck', 'undelivered', 'no_hour', 'visit', 'put_back', 'other'));
UPDATE promise SET person_reason = CASE person_detail
	WHEN 'the family asked us to stop texting' THEN 'stopped'
	WHEN 'they may want no more, or be somebody else: decide stop or keep' THEN 'opt_out_review'
	WHEN 'they may want no more texts: decide stop or keep' THEN 'opt_out_review'
	WHEN 'nobody covers this language' THEN 'uncovered'
	WHEN 'escalated by its rule' THEN 'escalated'
	WHEN 'its rule is at its end, and nobody has answered' THEN 'rule_ended'
	WHEN 'its rule cannot be read' THEN 'rule_unreadable'
	WHEN 'its follow-up cannot be done' THEN 'step_failed'
	WHEN 'its automatic answer cannot be said' THEN 'answer_unsaid'
	WHEN 'the answer could not leave so far' THEN 'stuck'
	WHEN 'the answer could not be delivered' THEN 'undelivered'
	WHEN 'law, district and the family''s own hours never meet' THEN 'no_hour'
	WHEN 'the hours the law allows and the family''s own never meet' THEN 'no_hour'
	WHEN 'the ledger was put back from a copy: see what was said since' THEN 'put_back'
	WHEN 'never' THEN 'undelivered'
	WHEN 'stopped' THEN 'undelivered'
	WHEN 'bad_number' THEN 'undelivered'
	WHEN 'content' THEN 'undelivered'
	WHEN 'the family asked us to stop' THEN 'undelivered'
	WHEN 'the number cannot receive texts' THEN 'undelivered'
	WHEN 'no receipt came: nobody knows whether it arrived' THEN 'undelivered'
	WHEN 'the provider does not know it: it may have been lost, or hidden' THEN 'undelivered'
	WHEN 'the provider could not be asked what became of it' THEN 'undelivered'
	WHEN 'the provider cannot say whether it took it' THEN 'undelivered'
	WHEN 'its line was taken out of the configuration' THEN 'undelivered'
	WHEN 'the carrier could not deliver it' THEN 'undelivered'
	WHEN 'the carrier could not deliver it: once more' THEN 'undelivered'
	WHEN 'the provider refuses our account or number: see hearbackctl lin' THEN 'undelivered'
	ELSE CASE WHEN person_detail LIKE 'visit: %' THEN 'visit' ELSE 'other' END END
	WHERE person_detail <> '';
UPDATE promise SET person_detail = CASE person_detail
	WHEN 'visit: the phone could not be reached' THEN 'not_reached'
	WHEN 'visit: the number cannot receive texts' THEN 'no_texts'
	WHEN 'visit: they asked us to stop texting there' THEN 'stopped'
	WHEN 'visit: it was refused or blocked' THEN 'refused'
	WHEN 'visit: the text was refused: write it differently' THEN 'content'
	WHEN 'visit: no receipt came: it may have arrived' THEN 'silence'
	WHEN 'visit: nobody knows whether the provider took it' THEN 'doubt'
	WHEN 'visit: no hour is allowed by both law and family' THEN 'hours'
	WHEN 'never' THEN 'refused'
	WHEN 'stopped' THEN 'stopped'
	WHEN 'bad_number' THEN 'no_texts'
	WHEN 'content' THEN 'content'
	WHEN 'the family asked us to stop' THEN 'stopped'
	WHEN 'the number cannot receive texts' THEN 'no_texts'
	WHEN 'no receipt came: nobody knows whether it arrived' THEN 'silence'
	WHEN 'the provider does not know it: it may have been lost, or hidden' THEN 'doubt'
	WHEN 'the provider could not be asked what became of it' THEN 'doubt'
	WHEN 'the provider cannot say whether it took it' THEN 'doubt'
	WHEN 'its line was taken out of the configuration' THEN 'doubt'
	WHEN 'the family asked us to stop texting' THEN ''
	WHEN 'they may want no more, or be somebody else: decide stop or keep' THEN ''
	WHEN 'they may want no more texts: decide stop or keep' THEN ''
	WHEN 'nobody covers this language' THEN ''
	WHEN 'escalated by its rule' THEN ''
	WHEN 'its rule is at its end, and nobody has answered' THEN ''
	WHEN 'its rule cannot be read' THEN ''
	WHEN 'its follow-up cannot be done' THEN ''
	WHEN 'its automatic answer cannot be said' THEN ''
	WHEN 'the answer could not leave so far' THEN ''
	WHEN 'the answer could not be delivered' THEN ''
	WHEN 'law, district and the family''s own hours never meet' THEN ''
	WHEN 'the hours the law allows and the family''s own never meet' THEN ''
	WHEN 'the ledger was put back from a copy: see what was said since' THEN ''
	ELSE person_detail END
	WHERE person_detail <> '';

-- waits_for_before: the words of an earlier version, where they are none of ours.
ALTER TABLE delivery ADD COLUMN waits_for_before TEXT NOT NULL DEFAULT '';
UPDATE delivery SET waits_for_before = waits_for WHERE waits_for <> '';
ALTER TABLE delivery DROP COLUMN waits_for;
ALTER TABLE delivery ADD COLUMN waits_for TEXT NOT NULL DEFAULT '' CHECK (waits_for IN ('', 'night', 'district_hours', 'family_hours', 'no_hour', 'hours_end', 'next_try', 'refused_for_now', 'undelivered', 'not_found', 'line_busy', 'line_refused', 'line_paused', 'stopped', 'busy', 'stopping', 'other'));
UPDATE delivery SET waits_for = CASE waits_for_before
	WHEN 'it is night where they live' THEN 'night'
	WHEN 'the district does not text at this hour' THEN 'district_hours'
	WHEN 'the family asked for other hours' THEN 'family_hours'
	WHEN 'law, district and the family''s own hours never meet' THEN 'no_hour'
	WHEN 'the hours the law allows and the family''s own never meet' THEN 'no_hour'
	WHEN 'the allowed hours end' THEN 'hours_end'
	WHEN 'the allowed hours ended' THEN 'hours_end'
	WHEN 'the next try' THEN 'next_try'
	WHEN 'outage' THEN 'next_try'
	WHEN 'retry' THEN 'refused_for_now'
	WHEN 'later' THEN 'refused_for_now'
	WHEN 'never' THEN 'refused_for_now'
	WHEN 'content' THEN 'refused_for_now'
	WHEN 'bad_number' THEN 'refused_for_now'
	WHEN 'the carrier could not deliver it: once more' THEN 'undelivered'
	WHEN 'the provider does not know it: it may have been lost, or hidden' THEN 'not_found'
	WHEN 'line' THEN 'line_busy'
	WHEN 'config' THEN 'line_refused'
	WHEN 'the provider refuses our account or number: see hearbackctl lin' THEN 'line_refused'
	WHEN 'the line is paused' THEN 'line_paused'
	WHEN 'the family asked us to stop' THEN 'stopped'
	WHEN 'too many requests are under way' THEN 'busy'
	WHEN 'we are stopping' THEN 'stopping'
	ELSE 'other' END
	WHERE waits_for_before <> '';
UPDATE delivery SET waits_for_before = '' WHERE waits_for_before <> '' AND waits_for <> 'other';

ALTER TABLE consent ADD COLUMN cause_before TEXT NOT NULL DEFAULT '';
UPDATE consent SET cause_before = cause WHERE cause <> '';
ALTER TABLE consent DROP COLUMN cause;
ALTER TABLE consent ADD COLUMN cause TEXT NOT NULL DEFAULT '' CHECK (cause IN ('', 'keyword', 'phrase', 'scope', 'provider', 'staff', 'policy', 'other'));
UPDATE consent SET cause = CASE WHEN cause_before IN ('keyword', 'phrase', 'scope', 'provider', 'staff', 'policy') THEN cause_before ELSE 'other' END
	WHERE cause_before <> '';
UPDATE consent SET cause_before = '' WHERE cause_before <> '' AND cause <> 'other';

ALTER TABLE consent_change ADD COLUMN cause_before TEXT NOT NULL DEFAULT '';
UPDATE consent_change SET cause_before = cause WHERE cause <> '';
ALTER TABLE consent_change DROP COLUMN cause;
ALTER TABLE consent_change ADD COLUMN cause TEXT NOT NULL DEFAULT '' CHECK (cause IN ('', 'keyword', 'phrase', 'scope', 'provider', 'staff', 'policy', 'other'));
UPDATE consent_change SET cause = CASE WHEN cause_before IN ('keyword', 'phrase', 'scope', 'provider', 'staff', 'policy') THEN cause_before ELSE 'other' END
	WHERE cause_before <> '';
UPDATE consent_change SET cause_before = '' WHERE cause_before <> '' AND cause <> 'other';
