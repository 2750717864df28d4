#include "adapter.h"

#include "adapters/twilio/twilio.h"

static const struct adapter *const adapters[] = {
	&twilio_adapter_twilio,
	&twilio_adapter_signalwire,
	&twilio_adapter_somleng,
	&twilio_adapter_practice,
};

const struct adapter *registry_find(struct str kind)
{
	for (size_t i = 0; i < COUNT_OF(adapters); i++)
		if (str_is(kind, adapters[i]->kind))
			return adapters[i];
	return NULL;
}
