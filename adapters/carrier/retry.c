#include "retry.h"

#include <assert.h>

static const struct {
	const char *word;
	unsigned causes;
} words[] = {
	{ "4xx", RETRY_4XX },
	{ "5xx", RETRY_5XX },
	{ "ct", RETRY_CONNECT },
	{ "rt", RETRY_READ },
	{ "all", RETRY_4XX | RETRY_5XX | RETRY_CONNECT | RETRY_READ },
};

static unsigned causes_of(struct str list)
{
	unsigned causes = 0;
	struct str word;

	while (str_next(&list, ',', &word))
		for (size_t i = 0; i < COUNT_OF(words); i++)
			if (str_is(word, words[i].word))
				causes |= words[i].causes;
	return causes;
}

struct retry retry_of(struct str url)
{
	struct retry retry = { .most = 1, .causes = RETRY_CONNECT, .share = 15 };
	struct str rest = str_from(url, str_find(url, STR("#")) + 1);
	struct str pair;

	while (str_next(&rest, '&', &pair)) {
		struct str value = pair;
		struct str key = STR_NONE;
		int64_t number;

		str_next(&value, '=', &key);
		if (str_is(key, "rc") && str_number(value, 0, 5, &number) == FAULT_NONE)
			retry.most = (int)number;
		if (str_is(key, "rp"))
			retry.causes = causes_of(value);
	}
	return retry;
}

bool retry_wants(const struct retry *retry, const struct http_reply *reply)
{
	assert(retry && reply);
	if (reply->fate == HTTP_NOT_SENT)
		return retry->causes & RETRY_CONNECT;
	if (reply->fate == HTTP_CUT)
		return retry->causes & RETRY_READ;
	if (reply->status >= 500)
		return retry->causes & RETRY_5XX;
	if (reply->status >= 400)
		return retry->causes & RETRY_4XX;
	return reply->status >= 300 && (retry->causes & RETRY_3XX);
}

int64_t retry_gap(const struct retry *retry, int attempt, int64_t most_for)
{
	assert(retry && attempt >= 1);
	assert(most_for > 0);

	int64_t first = most_for / retry->share;

	return retry->doubles ? first << (attempt - 1) : first * attempt;
}
