#include "twilio_advice.h"

#include "base/str.h"

/* Those that pause a line, keep a list from being read, or are told to administrators.
 * Less than 200 bytes each, of our own keys and the provider's console alone. */
static const struct {
	int first, last;
	const char *words;
} advice[] = {
	{ 10001, 10001, "the provider says our account is not active: see its console" },
	{ 13227, 13227, "calls to that country are not enabled: the console's geo permissions" },
	{ 20003, 20003, "the provider refuses our keys: check account_sid and auth_token_file in "
			"hearback.yaml (was the token changed?), then restart hearbackd" },
	{ 20005, 20005, "the provider has suspended our account: see its console (billing?)" },
	{ 21215, 21215, "that country is not enabled: the console's geo permissions" },
	{ 21219, 21219, "the account is on trial: it reaches verified numbers only; upgrade it" },
	{ 21210, 21213, "the provider does not know our number: check lines: number in hearback.yaml "
			"and the numbers in its console" },
	{ 21408, 21408, "texts to that country are not enabled: the console's geo permissions" },
	{ 21601, 21607, "our number cannot send texts there: check lines: number in hearback.yaml and "
			"what the number can do in the provider's console" },
	{ 21608, 21608, "the account is on trial: it reaches verified numbers only; upgrade it" },
	{ 21616, 21616, "our number is not the provider's to use: check lines: number in hearback.yaml" },
	{ 21701, 21705, "the messaging service is gone or has no number: see the provider's console" },
	{ 30002, 30002, "the provider has suspended our account: see its console (billing?)" },
	{ 30018, 30018, "our number is not registered for that country or network: see its registration" },
	{ 30024, 30024, "our number is not provisioned for that network: ask the provider" },
	{ 30032, 30032, "our toll-free number is not verified: verify it in the provider's console" },
	{ 30034, 30034, "our number is in no registered 10DLC campaign: register it in the console" },
	{ 30450, 30450, "the provider takes the texts for pumping: its console has a safe list" },
	{ 63001, 63008, "the WhatsApp sender does not work: see its state in the provider's console" },
	{ 63015, 63015, "the WhatsApp sandbox reaches those who joined it only: use a real sender" },
	{ 63020, 63020, "the WhatsApp sender is not allowed to send: see the provider's console" },
};

const char *twilio_advice(int code)
{
	for (size_t i = 0; i < COUNT_OF(advice); i++)
		if (code >= advice[i].first && code <= advice[i].last)
			return advice[i].words;
	return "";
}
