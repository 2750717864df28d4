/*
 * hook_url - our webhook addresses under public_url, as contract.md names them.
 *
 * In a header: the providers' rooms and the API both need it, and the archive of the
 * adapters stands above the providers' own.
 *
 * Threads: pure; any.
 */
#ifndef ADAPTERS_HOOK_URL_H
#define ADAPTERS_HOOK_URL_H

#include "adapters/adapter.h"

static inline void hook_url_add(const struct account *account, const char *hook,
				struct buf *into)
{
	buf_add_text(into, account->public_url);
	buf_add_text(into, "/hooks/");
	form_url_add(into, str_of(account->name));
	buf_add_text(into, hook);
}

/* Where a message's callbacks go; `token` is the attempt's. */
static inline void hook_url_status(const struct account *account, const char *token,
				   struct buf *into)
{
	hook_url_add(account, "/message-status/", into);
	form_url_add(into, str_of(token));
}

/* Where inbound texts go: what is pasted at the provider. */
static inline void hook_url_message(const struct account *account, struct buf *into)
{
	hook_url_add(account, "/message", into);
}

#endif
