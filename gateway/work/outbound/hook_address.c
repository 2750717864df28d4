#include "hook_address.h"

#include <assert.h>

#include "wire/form.h"

static void add_address(const struct account *account, const char *hook, struct buf *into)
{
	buf_add_text(into, account->public_url);
	buf_add_text(into, "/hooks/");
	form_url_add(into, str_of(account->name));
	buf_add_text(into, hook);
}

void hook_address_message(const struct account *account, struct buf *into)
{
	assert(account->public_url && account->name && into);
	add_address(account, "/message", into);
}

void hook_address_status(const struct account *account, const char *token, struct buf *into)
{
	assert(account->public_url && token[0] && into);
	add_address(account, "/message-status/", into);
	form_url_add(into, str_of(token));
}
