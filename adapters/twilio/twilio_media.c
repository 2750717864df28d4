/*
 * Where media may be fetched from (guarantees.md §3): an address from outside is data, and
 * must not lead us into our own network.
 */
#include "twilio.h"

/* The authority of an https address, or what stands before the path; empty when there
 * is user info or anything odd in it. */
static struct str host_of(struct str url)
{
	struct str host = str_from(url, sizeof("https://") - 1);
	struct str rest = host;

	if (!str_starts(url, STR("https://")) || !str_next(&rest, '/', &host))
		return STR_NONE;
	for (size_t i = 0; i < host.size; i++) {
		char c = host.at[i];

		if (!(c == '-' || c == '.' || (c >= '0' && c <= '9') ||
		      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
			return STR_NONE;
	}
	return host;
}

bool twilio_media_fits(const struct account *account, const char *domain,
			 struct str url, bool *is_api)
{
	struct str origin = twilio_origin(account->base_url);
	struct str host = host_of(url);

	*is_api = str_starts(url, origin) && url.size > origin.size &&
		  url.at[origin.size] == '/';
	if (*is_api)
		return true;
	return domain[0] && host.size > str_of(domain).size && str_ends(host, str_of(domain));
}
