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

/* So many codes and countries are said; the rest is counted. */
enum { TOLD_MOST = 64, SAID_MOST = 4, ADVICE_ROOM = 16 };

static const char *advice_of(const struct txn *txn, struct line_id line, int code)
{
	for (size_t i = 0; i < txn->core->line_count; i++)
		if (txn->core->lines[i].id.n == line.n)
			return txn->core->lines[i].account->adapter->advise(code);
	return "";
}

/* Under whatever code: once. */
static bool is_named(const struct refused_destination *ones, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(ones[k].country, ones[i].country) == 0)
			return true;
	return ones[i].is_named || !ones[i].country[0];
}

static void say_one(const struct refused_destination *ones, size_t i, struct buf *into)
{
	const struct refused_destination *one = &ones[i];

	buf_add_format(into, "%lld by %d", (long long)one->counted, one->code);
	if (is_named(ones, i))
		return;
	buf_add_text(into, ", ");
	phone_country_name(one->country, into);
}

/* What to do about a code, once, as long as there is room. */
static void advise(const struct txn *txn, const struct refused_destination *ones, size_t i,
		   struct buf *into)
{
	const char *advice = advice_of(txn, ones[i].line, ones[i].code);

	for (size_t k = 0; k < i; k++)
		if (ones[k].code == ones[i].code)
			return;
	if (advice[0] && into->size + strlen(advice) + ADVICE_ROOM < NOTICE_DETAIL)
		buf_add_format(into, ". %d: %s", ones[i].code, advice);
}

/* "3 texts were not delivered to where they were to go: 2 by 21408, Puerto Rico; 1 by 30018.
 * 21408: texts to that country are not enabled: …" */
static void say(const struct txn *txn, const struct refused_destination *ones, size_t count,
		struct buf *into)
{
	int64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += ones[i].counted;
	buf_add_format(into, "%lld text%s not delivered to where %s to go: ", (long long)all,
		       all == 1 ? " was" : "s were", all == 1 ? "it was" : "they were");
	for (size_t i = 0; i < count && i < SAID_MOST; i++) {
		buf_add_text(into, i ? "; " : "");
		say_one(ones, i, into);
	}
	if (count > SAID_MOST)
		buf_add_text(into, "; and others");
	for (size_t i = 0; i < count && i < SAID_MOST; i++)
		advise(txn, ones, i, into);
}

static enum fault tell(const struct txn *txn, struct line_id line)
{
	struct refused_destination *ones = memory_zeroed(TOLD_MOST, sizeof(*ones));
	struct notice notice = { .id = txn_id(txn), .role = ROLE_ADMINISTRATOR, .at = txn->now };
	size_t count = 0;
	AUTO(buf) text;
	enum fault fault = refused_destination_list(txn->db, line, ones, TOLD_MOST, &count);

	buf_init(&text, NOTICE_DETAIL - 1);
	if (!fault && count) {
		say(txn, ones, count, &text);
		str_put(notice.what, sizeof(notice.what), STR("destination.refused"));
		str_put(notice.detail, sizeof(notice.detail), buf_str(&text));
		fault = notice_add(txn->db, &notice);
	}
	if (!fault && count)
		log_fact(LOG_ALARM, "destination.refused", LOG_ID("line", line.n),
			 LOG_COUNT("code", ones[0].code), LOG_NOTE(notice.detail));
	free(ones);
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
