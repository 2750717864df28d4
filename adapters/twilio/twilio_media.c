#include "twilio_media.h"

#include <assert.h>

#include "twilio_account.h"

struct str twilio_media_origin(const char *text)
{
	assert(text);

	struct str url = str_of(text);
	size_t host = str_find(url, STR("://")) + 3;

	return str_slice(url, 0, host + str_find(str_from(url, host), STR("/")));
}

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

/* The scheme of base_url for the API (plain for practice on loopback), https for others. */
static bool is_at_api(const struct account *account, struct str url)
{
	struct str origin = twilio_media_origin(account->base_url);

	return str_starts(url, origin) && url.size > origin.size && url.at[origin.size] == '/';
}

static bool is_at_domain(struct str domain, struct str url)
{
	struct str host = host_of(url);

	return domain.size && host.size > domain.size && str_ends(host, domain);
}

enum fault twilio_media_authorize(const struct dialect *dialect, const struct account *account,
				  struct str url, struct http_request *request)
{
	assert(dialect && dialect->media_domain && account);
	assert(request && request->url.size == 0);

	bool is_api = is_at_api(account, url);

	if (!is_api && !is_at_domain(str_of(dialect->media_domain), url))
		return FAULT_UNSIGNED;
	request->method = HTTP_GET;
	request->is_outside = !is_api;
	buf_add(&request->url, url);
	if (is_api)
		twilio_account_authorize(account, request);
	return FAULT_NONE;
}
