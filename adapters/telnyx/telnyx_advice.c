#include "telnyx_advice.h"

#include "base/str.h"

/* Those that pause a line, keep an answer from us, or are told to administrators.
 * Less than 200 bytes each, of our own keys and the provider's portal alone. */
static const struct {
	int first, last;
	const char *words;
} advice[] = {
	{ 10009, 10009, "the provider refuses our key: check api_key_file in hearback.yaml (was "
			"the key changed?), then restart hearbackd" },
	{ 10010, 10010, "our key may not send: see its rights in the provider's portal" },
	{ 20002, 20006, "our key was revoked or has expired: put a new one into api_key_file of "
			"hearback.yaml, then restart hearbackd" },
	{ 20012, 20017, "the provider has closed or not verified our account: see its portal" },
	{ 20100, 20100, "the account has no money left: see billing in the provider's portal" },
	{ 40003, 40003, "carriers block our number as spam: ask the provider" },
	{ 40010, 40010, "our number is in no registered 10DLC campaign: register it in the portal" },
	{ 40305, 40307, "our number is not the provider's to use: check lines: number in hearback.yaml "
			"and its messaging profile in the portal" },
	{ 40309, 40309, "that country is not on the messaging profile's list: the provider's portal" },
	{ 40311, 40315, "the messaging profile is off or wrong: see it in the provider's portal" },
	{ 40320, 40323, "the messaging profile has no number that can send there: see the portal" },
	{ 40329, 40330, "our toll-free number is not verified: verify it in the provider's portal" },
	{ 40331, 40331, "that country is not on the messaging profile's list: the provider's portal" },
	{ 40333, 40333, "the messaging profile has spent its limit: see it in the provider's portal" },
};

const char *telnyx_advice(int code)
{
	for (size_t i = 0; i < COUNT_OF(advice); i++)
		if (code >= advice[i].first && code <= advice[i].last)
			return advice[i].words;
	return "";
}
