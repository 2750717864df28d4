#include "mishap_words.h"

#include <assert.h>

#define ANSWERS(word, refusal, accepted)                                          \
	{ word, MISHAP_REFUSE, REFUSAL_##refusal, accepted, false, 0, false, 0 }
#define ENDS(word, refusal) { word, MISHAP_NONE, REFUSAL_##refusal, true, true, 0, false, 0 }
#define FLAGS(word, flags, delay)                                                 \
	{ word, MISHAP_NONE, REFUSAL_NONE, true, false, flags, false, delay }

static const struct mishap_kind all[] = {
	ANSWERS("429", LIMIT, false),
	ANSWERS("500", SERVER, false),
	ANSWERS("503", UNAVAILABLE, false),
	ANSWERS("500_accepted", SERVER, true),
	ANSWERS("unauthorized", CREDENTIALS, false),
	ANSWERS("opted_out", STOPPED, false),
	ANSWERS("invalid", TO_INVALID, false),
	ANSWERS("not_mobile", NOT_MOBILE, false),
	ANSWERS("unroutable", UNROUTABLE, false),
	ANSWERS("region", REGION, false),
	ANSWERS("queue_full", QUEUE_FULL, false),
	{ "refused", MISHAP_REFUSE, REFUSAL_PARAMETER, false, false, 0, true, 0 },
	{ "refused_accepted", MISHAP_REFUSE, REFUSAL_PARAMETER, true, false, 0, true, 0 },
	{ "page", MISHAP_PAGE, REFUSAL_NONE, false, false, 0, false, 0 },
	{ "page_accepted", MISHAP_PAGE, REFUSAL_NONE, true, false, 0, false, 0 },
	{ "timeout", MISHAP_HANG, REFUSAL_NONE, false, false, 0, false, 60000 },
	{ "timeout_accepted", MISHAP_HANG, REFUSAL_NONE, true, false, 0, false, 60000 },
	{ "cut", MISHAP_CUT, REFUSAL_NONE, false, false, 0, false, 0 },
	{ "cut_accepted", MISHAP_CUT, REFUSAL_NONE, true, false, 0, false, 0 },
	{ "late_accept", MISHAP_LATE, REFUSAL_NONE, false, false, 0, false, 2000 },
	{ "2xx_without_id", MISHAP_NO_ID, REFUSAL_NONE, true, false, 0, false, 0 },
	{ "bad_json", MISHAP_BAD_JSON, REFUSAL_NONE, true, false, 0, false, 0 },
	{ "undelivered", MISHAP_NONE, REFUSAL_NETWORK, true, true, 0, true, 0 },
	ENDS("unreachable", UNREACHABLE),
	ENDS("blocked", BLOCKED),
	ENDS("unknown_number", UNKNOWN_NUMBER),
	ENDS("landline", LANDLINE),
	ENDS("filtered", FILTERED),
	ENDS("carrier_error", NETWORK),
	ENDS("overflow", OVERFLOW),
	FLAGS("no_receipt", MISHAP_SILENT, 0),
	FLAGS("unconfirmed", MISHAP_DOUBTFUL, 0),
	FLAGS("slow_queue", 0, 5000),
	FLAGS("hidden_from_list", MISHAP_HIDE, 0),
	FLAGS("dup_callbacks", MISHAP_DUPLICATE, 0),
	FLAGS("lost_callbacks", MISHAP_LOSE, 0),
	FLAGS("shuffled_callbacks", MISHAP_SHUFFLE, 300),
	FLAGS("delayed_callbacks", MISHAP_DELAY, 3000),
	FLAGS("lost_webhook", MISHAP_LOSE_WEBHOOK, 0),
	FLAGS("dup_webhook", MISHAP_DUPLICATE_WEBHOOK, 0),
	FLAGS("held", MISHAP_HOLD, 0),
	FLAGS("delayed_webhook", MISHAP_DELAY_WEBHOOK, 3000),
};

/* Numbers at which something always goes wrong; times: only the first so many
 * requests, 0: every one. */
static const struct {
	const char *number;
	int64_t times;
	const char *words[MISHAP_WORDS_MAGIC];
} magic[] = {
	{ "+15005550001", 0, { "invalid" } },
	{ "+15005550002", 0, { "unroutable" } },
	{ "+15005550003", 0, { "region" } },
	{ "+15005550004", 0, { "opted_out" } },
	{ "+15005550009", 0, { "not_mobile" } },
	{ "+15005551001", 0, { "overflow" } },
	{ "+15005551003", 0, { "unreachable" } },
	{ "+15005551004", 0, { "blocked" } },
	{ "+15005551005", 0, { "unknown_number" } },
	{ "+15005551006", 0, { "landline" } },
	{ "+15005551007", 0, { "filtered" } },
	{ "+15005551008", 0, { "carrier_error" } },
	{ "+15005551036", 0, { "slow_queue" } },
	{ "+15005551610", 0, { "opted_out" } },
	{ "+15005551429", 2, { "429" } },
	{ "+15005551500", 2, { "500" } },
	{ "+15005551501", 1, { "500_accepted" } },
	{ "+15005551502", 1, { "timeout" } },
	{ "+15005551503", 1, { "timeout_accepted" } },
	{ "+15005551504", 1, { "cut" } },
	{ "+15005551505", 1, { "cut_accepted" } },
	{ "+15005551506", 1, { "late_accept" } },
	{ "+15005551507", 1, { "2xx_without_id" } },
	{ "+15005551508", 1, { "bad_json" } },
	{ "+15005551601", 0, { "dup_callbacks" } },
	{ "+15005551602", 0, { "lost_callbacks" } },
	{ "+15005551603", 0, { "shuffled_callbacks" } },
	{ "+15005551604", 0, { "delayed_callbacks" } },
	{ "+15005551605", 0, { "dup_callbacks", "shuffled_callbacks" } },
	{ "+15005551606", 0, { "no_receipt" } },
	{ "+15005551607", 1, { "cut_accepted", "hidden_from_list" } },
};

const struct mishap_kind *mishap_words_find(struct str word)
{
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (str_is(word, all[i].word))
			return &all[i];
	return NULL;
}

void mishap_words_magic(struct str number, int64_t tried,
			const struct mishap_kind *kinds[MISHAP_WORDS_MAGIC])
{
	assert(kinds && tried >= 0);
	for (size_t i = 0; i < COUNT_OF(magic); i++) {
		if (!str_is(number, magic[i].number))
			continue;
		if (magic[i].times && tried > magic[i].times)
			continue;
		for (size_t j = 0; j < MISHAP_WORDS_MAGIC && magic[i].words[j]; j++)
			kinds[j] = mishap_words_find(str_of(magic[i].words[j]));
	}
}
