#include "registry.h"

#include <assert.h>

#include "adapters/telnyx/telnyx.h"
#include "adapters/twilio/twilio.h"

/* One row a provider. */
#define ADAPTERS(X)                                                   \
	X(twilio_adapter_twilio)                                      \
	X(twilio_adapter_signalwire)                                  \
	X(twilio_adapter_somleng)                                     \
	X(twilio_adapter_practice)                                    \
	X(telnyx_adapter)

#define X(adapter) &adapter,
static const struct adapter *const adapters[] = { ADAPTERS(X) };
#undef X

#define X(adapter) &adapter.account,
static const struct account_kind *const kinds[] = { ADAPTERS(X) NULL };
#undef X

const struct adapter *registry_find(struct str kind)
{
	assert(kind.at || kind.size == 0);
	for (size_t i = 0; i < COUNT_OF(adapters); i++)
		if (str_is(kind, adapters[i]->account.word))
			return adapters[i];
	return NULL;
}

const struct account_kind *const *registry_kinds(void)
{
	return kinds;
}
