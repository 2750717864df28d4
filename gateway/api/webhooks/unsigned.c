#include "unsigned.h"

#include <assert.h>

#include "base/log.h"

enum { SAY_EVERY = 60 * 1000, ARENA_MOST = 1 << 20, ADDRESS_MOST = 300 };

static bool fits(const struct account_state *account, const struct webhook *webhook,
		 const char *scheme, struct str host)
{
	struct account other = account->settings->account;
	struct webhook_events events = { .count = 0 };
	AUTO(arena) arena;
	AUTO(buf) address;

	buf_init(&address, ADDRESS_MOST);
	arena_init(&arena, ARENA_MOST);
	buf_add_text(&address, scheme);
	buf_add(&address, host);
	if (!host.size || buf_check(&address, NULL))
		return false;
	other.public_url = buf_text(&address);
	events.arena = &arena;
	return account->adapter->open(&other, webhook, &events, NULL) != FAULT_UNSIGNED;
}

/* The provider's signature fits the address that was called, so it is the provider: only
 * ours is another one. */
static bool is_for_another_address(const struct account_state *account,
				   const struct webhook *webhook)
{
	static const char *const names[] = { "Host", "X-Forwarded-Host" };
	static const char *const schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str host = http_header_find(webhook->headers, webhook->header_count, names[i]);

		for (size_t j = 0; j < COUNT_OF(schemes); j++)
			if (fits(account, webhook, schemes[j], host))
				return true;
	}
	return false;
}

void unsigned_tell(struct account_state *account, const struct webhook *webhook,
		   const char *from, const struct note *note)
{
	bool is_address;
	int64_t count;

	assert(account && webhook && from && note);
	account->refused_signatures++;
	if (!rarely_may_say(&account->unsigned_told, clock_boot_ms(), SAY_EVERY, &count))
		return;
	is_address = is_for_another_address(account, webhook);
	log_fact(LOG_WARN, "webhook.unsigned", LOG_WORD("adapter", account->settings->account.name),
		 LOG_WORD("from", from), LOG_COUNT("count", count),
		 LOG_WORD("likely", is_address ? "public_url" : "secret"),
		 LOG_WORD("adapter_says", note->text),
		 LOG_NOTE(is_address ? "the provider signs another address than public_url: paste "
				       "those of hearbackctl lines there, or mend public_url" :
				       "forged, or the provider signs with another secret: after a "
				       "rotation name both in webhook_secret_files"));
}
