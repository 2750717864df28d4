#include "destination_notice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "i18n/text/phone.h"
#include "store/messaging/refused_destinations.h"
#include "store/people/notices.h"

/* Each code is said, with its count; of the countries so many, and what there is room for. */
enum { CODES_MOST = 64, COUNTRIES_MOST = 256, NAMED_MOST = 4, CODE_ROOM = 80, ADVICE_ROOM = 16 };

/* What there is to tell of a line. */
struct tale {
	struct refused_destination codes[CODES_MOST], countries[COUNTRIES_MOST];
	size_t code_count, country_count;
};

static const char *advice_of(const struct txn *txn, struct line_id line, int code)
{
	for (size_t i = 0; i < txn->core->line_count; i++)
		if (txn->core->lines[i].id.n == line.n)
			return txn->core->lines[i].account->adapter->advise(code);
	return "";
}

/* Under whatever code: once. */
static bool is_named(const struct tale *tale, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(tale->countries[k].country, tale->countries[i].country) == 0)
			return true;
	return tale->countries[i].is_named || !tale->countries[i].country[0];
}

/* ", Puerto Rico" behind the code that it is met with first. */
static void say_countries(const struct tale *tale, int code, int *named, struct buf *into)
{
	for (size_t i = 0; i < tale->country_count && *named < NAMED_MOST; i++) {
		if (tale->countries[i].code != code || is_named(tale, i) || into->size + CODE_ROOM >= NOTICE_DETAIL)
			continue;
		buf_add_text(into, ", ");
		phone_country_name(tale->countries[i].country, into);
		++*named;
	}
}

static void advise(const struct txn *txn, const struct refused_destination *one, struct buf *into)
{
	const char *advice = advice_of(txn, one->line, one->code);

	if (advice[0] && into->size + strlen(advice) + ADVICE_ROOM < NOTICE_DETAIL)
		buf_add_format(into, ". %d: %s", one->code, advice);
}

/* "3 texts were not delivered to where they were to go: 2 by 21408, Puerto Rico; 1 by 30018.
 * 21408: texts to that country are not enabled: …" */
static void say(const struct txn *txn, const struct tale *tale, struct buf *into)
{
	int64_t all = 0;
	int named = 0;
	size_t i;

	for (i = 0; i < tale->code_count; i++)
		all += tale->codes[i].counted;
	buf_add_format(into, "%lld text%s not delivered to where %s to go: ", (long long)all,
		       all == 1 ? " was" : "s were", all == 1 ? "it was" : "they were");
	for (i = 0; i < tale->code_count && into->size + CODE_ROOM < NOTICE_DETAIL; i++) {
		buf_add_format(into, "%s%lld by %d", i ? "; " : "", (long long)tale->codes[i].counted,
			       tale->codes[i].code);
		say_countries(tale, tale->codes[i].code, &named, into);
	}
	if (i < tale->code_count)
		buf_add_text(into, "; and others");
	for (i = 0; i < tale->code_count; i++)
		advise(txn, &tale->codes[i], into);
}

static enum fault read_tale(const struct txn *txn, struct line_id line, struct tale *tale)
{
	enum fault fault = refused_destination_codes(txn->db, line, tale->codes, CODES_MOST, &tale->code_count);

	if (fault)
		return fault;
	return refused_destination_list(txn->db, line, tale->countries, COUNTRIES_MOST, &tale->country_count);
}

static enum fault tell(const struct txn *txn, struct line_id line)
{
	struct tale *tale = memory_new(struct tale);
	struct notice notice = { .id = txn_id(txn), .role = ROLE_ADMINISTRATOR, .at = txn->now };
	AUTO(buf) text;
	enum fault fault = read_tale(txn, line, tale);

	buf_init(&text, NOTICE_DETAIL - 1);
	if (!fault && tale->code_count) {
		say(txn, tale, &text);
		str_put(notice.what, sizeof(notice.what), STR("destination.refused"));
		str_put(notice.detail, sizeof(notice.detail), buf_str(&text));
		fault = notice_add(txn->db, &notice);
	}
	if (!fault && tale->code_count)
		log_fact(LOG_ALARM, "destination.refused", LOG_ID("line", line.n), LOG_NOTE(notice.detail));
	free(tale);
	if (fault)
		return fault;
	return refused_destination_told(txn->db, line, txn->now);
}

static bool is_due(const struct txn *txn, int64_t told_at)
{
	/* a clock that was set back keeps nobody waiting for ever */
	return told_at + DAY_MS <= txn->now || told_at > txn->now;
}

enum fault destination_notice_turn(const struct txn *txn, size_t *count)
{
	assert(txn_is_writing(txn) && count);

	enum fault fault = FAULT_NONE;

	*count = 0;
	while (!fault && *count < CORE_LINES) {
		struct line_id line = { 0 };
		int64_t told_at = 0;

		fault = refused_destination_first(txn->db, &line, &told_at);
		if (fault || !is_due(txn, told_at))
			break;
		fault = tell(txn, line);
		++*count;
	}
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

enum fault destination_notice_next(struct db *db, int64_t *at)
{
	struct line_id line;
	int64_t told_at = 0;
	enum fault fault;

	assert(at);
	fault = refused_destination_first(db, &line, &told_at);
	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = fault ? NEVER : told_at + DAY_MS;
	return FAULT_NONE;
}

enum fault destination_notice_count(const struct txn *txn, const struct message *message, int code)
{
	struct refused_destination one = { .line = message->line, .code = code };
	size_t count = 0;
	enum fault fault;

	assert(txn_is_writing(txn) && message->line.n != 0);
	(void)phone_country(str_of(message->phone), one.country);
	fault = refused_destination_add(txn->db, &one);
	if (fault)
		return fault;
	return destination_notice_turn(txn, &count);
}
