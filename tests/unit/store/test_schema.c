/* The words of the schema's CHECKs are those of the C tables. */
#include "tests/lib/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "domain/consent_cause.h"
#include "domain/delivery.h"
#include "domain/excuse.h"
#include "domain/inbound/classify.h"
#include "domain/ladder.h"
#include "domain/names.h"
#include "domain/pause_cause.h"
#include "domain/person_reason.h"
#include "domain/promise.h"
#include "domain/rules/rule.h"
#include "domain/wait_reason.h"
#include "store/db/migrate.h"
#include "store/messaging/emergencies.h"
#include "store/people/grants.h"
#include "store/people/opt_out_reviews.h"

/* "'in', 'out'" from a word function. */
#define SPELL(noun, type, count)                                            \
	static void spell_##noun(struct buf *into)                          \
	{                                                                   \
		for (int i = 0; i < (int)(count); i++)                      \
			buf_add_format(into, "%s'%s'", into->size ? ", " : "", \
				       noun##_word((type)i));               \
	}

SPELL(channel, enum channel, CHANNEL_COUNT)
SPELL(direction, enum direction, DIRECTION_COUNT)
SPELL(purpose, enum purpose, PURPOSE_COUNT)
SPELL(kind, enum kind, KIND_COUNT)
SPELL(role, enum role, ROLE_COUNT)
SPELL(question, enum question, QUESTION_COUNT)
SPELL(language_source, enum language_source, LANGUAGE_SOURCE_COUNT)
SPELL(promise, enum promise_state, PROMISE_STATES)
SPELL(excuse, enum excuse, EXCUSE_COUNT)
SPELL(opt_out_review_decision, enum decision, DECISION_COUNT)
SPELL(emergency_state, enum emergency_state, EMERGENCY_STATE_COUNT)
SPELL(delivery, enum delivery_state, DELIVERY_STATES)
SPELL(rung, enum rung, RUNG_COUNT)
SPELL(miss, enum miss, MISS_COUNT)
SPELL(person_reason, enum person_reason, PERSON_REASON_COUNT)
SPELL(wait_reason, enum wait_reason, WAIT_REASON_COUNT)
SPELL(pause_cause, enum pause_cause, PAUSE_CAUSE_COUNT)
SPELL(consent_cause, enum consent_cause, CONSENT_CAUSE_COUNT)
SPELL(rule_deed, enum rule_deed, RULE_DEEDS)
SPELL(grant, enum grant_kind, GRANT_COUNT)

static const struct {
	const char *column;     /* "table.column"; a bare column means every table's */
	bool may_be_empty;
	void (*spell)(struct buf *into);
	const char *words;      /* those that only the store knows */
} checked[] = {
	{ "channel", false, spell_channel, NULL },
	{ "prefers", false, spell_channel, NULL },
	{ "direction", false, spell_direction, NULL },
	{ "purpose", false, spell_purpose, NULL },
	{ "kind", true, spell_kind, NULL },
	{ "role", false, spell_role, NULL },
	{ "question", false, spell_question, NULL },
	{ "language_source", false, spell_language_source, NULL },
	{ "hours_source", false, spell_language_source, NULL },
	{ "emergency.state", false, spell_emergency_state, NULL },
	{ "excuse", true, spell_excuse, NULL },
	{ "promise.state", false, spell_promise, NULL },
	{ "delivery.state", false, spell_delivery, NULL },
	{ "decision", false, spell_opt_out_review_decision, NULL },
	{ "rung", false, spell_rung, NULL },
	{ "next", true, spell_rung, NULL },
	{ "miss", false, spell_miss, NULL },
	{ "person_reason", false, spell_person_reason, NULL },
	{ "waits_for", false, spell_wait_reason, NULL },
	{ "cause", false, spell_consent_cause, NULL },
	{ "pause_cause", false, spell_pause_cause, NULL },
	{ "event.deed", true, spell_rule_deed, NULL },
	{ "given", false, spell_grant, NULL },
	{ "consent_change.state", false, NULL, "'granted', 'stopped'" },
	{ "consent.state", false, NULL, "'granted', 'stopped'" },
	{ "rule_book.state", false, NULL, "'draft', 'published'" },
	{ "media.state", false, NULL, "'waiting', 'kept', 'failed'" },
};

static void expect_words(const char *table, struct str column, struct str words)
{
	char full[80];
	AUTO(buf) expected;

	snprintf(full, sizeof(full), "%s.%.*s", table, STR_ARG(column));
	buf_init(&expected, 1000);
	for (size_t i = 0; i < COUNT_OF(checked); i++) {
		if (!str_is(column, checked[i].column) && strcmp(full, checked[i].column) != 0)
			continue;
		if (checked[i].words)
			buf_add_text(&expected, checked[i].words);
		else
			checked[i].spell(&expected);
		if (str_starts(words, STR("'', ")) && checked[i].may_be_empty)
			words = str_from(words, 4);
		if (!str_equals(words, buf_str(&expected)))
			fail_msg("%s: %.*s, but C says %s", full, STR_ARG(words),
				 buf_text(&expected));
		return;
	}
	fail_msg("%s is checked, but no table of words was named here", full);
}

/* A later migration has made the table, or this column, anew: what stood here is history. */
static bool is_made_anew(const char *table, struct str column, size_t migration)
{
	struct str name = str_of(table), last = STR_NONE;
	size_t end = name.size;
	char drop[80], column_drop[120];

	/* number_2 was renamed to number */
	while (end > 0 && name.at[end - 1] >= '0' && name.at[end - 1] <= '9')
		end--;
	last = end > 1 && end < name.size && name.at[end - 1] == '_' ? str_slice(name, 0, end - 1) : name;
	snprintf(drop, sizeof(drop), "DROP TABLE %.*s;", STR_ARG(last));
	snprintf(column_drop, sizeof(column_drop), "ALTER TABLE %.*s DROP COLUMN %.*s;", STR_ARG(last),
		 STR_ARG(column));
	for (size_t i = migration + 1; i < migration_count; i++)
		if (strstr(migrations[i].sql, drop) || strstr(migrations[i].sql, column_drop))
			return true;
	return false;
}

/* One "CHECK (column IN ('a', 'b'))" of a line of the SQL file. */
static int check_line(struct str line, char table[64], size_t migration)
{
	struct str rest, column, words;

	if (str_starts(line, STR("CREATE TABLE "))) {
		rest = str_from(line, 13);
		str_next(&rest, ' ', &column);
		str_put(table, 64, column);
	}
	if (str_starts(line, STR("ALTER TABLE "))) {
		rest = str_from(line, 12);
		str_next(&rest, ' ', &column);
		str_put(table, 64, column);
	}
	rest = str_from(line, str_find(line, STR("CHECK (")));
	if (rest.size == 0)
		return 0;
	rest = str_from(rest, 7);
	column = str_slice(rest, 0, str_find(rest, STR(" IN (")));
	rest = str_from(rest, column.size + 5);
	words = str_slice(rest, 0, str_find(rest, STR("))")));
	if (str_is(words, "0, 1") || is_made_anew(table, column, migration))
		return 0;
	expect_words(table, column, words);
	return 1;
}

static void the_words_of_the_schema_are_those_of_the_tables(void **state)
{
	int lines = 0;

	(void)state;
	for (size_t i = 0; i < migration_count; i++) {
		struct str rest = str_of(migrations[i].sql), line;
		char table[64] = "";

		while (str_next(&rest, '\n', &line))
			lines += check_line(line, table, i);
	}
	assert_int_equal(lines, 34);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_of_the_schema_are_those_of_the_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
