#include "adapter.h"

#include "twilio.h"

static const struct adapter *const adapters[] = {
	&adapter_twilio,
	&adapter_signalwire,
	&adapter_somleng,
	&adapter_practice,
};

const struct adapter *adapter_find(struct str kind)
{
	for (size_t i = 0; i < COUNT_OF(adapters); i++)
		if (str_is(kind, adapters[i]->kind))
			return adapters[i];
	return NULL;
}

static void add_hook(const struct account *account, const char *hook, struct buf *into)
{
	buf_add_text(into, account->public_url);
	buf_add_text(into, "/hooks/");
	url_add(into, str_of(account->name));
	buf_add_text(into, hook);
}

void adapter_status_url(const struct account *account, const char *token, struct buf *into)
{
	add_hook(account, "/message-status/", into);
	url_add(into, str_of(token));
}

void adapter_message_url(const struct account *account, struct buf *into)
{
	add_hook(account, "/message", into);
}
