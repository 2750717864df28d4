#include "telnyx.h"

#include <assert.h>

#include "base/json.h"
#include "telnyx_advice.h"
#include "telnyx_hook.h"
#include "telnyx_judge.h"
#include "telnyx_read.h"
#include "wire/form.h"

static const struct account_option options[] = {
	[TELNYX_API_KEY] = {
		"api_key_file", ACCOUNT_SECRET_FILE, .is_needed = true,
		.example = "/etc/hearback/secrets/main.token",
		.help = "holds the account's API v2 key (chmod 640)" },
	[TELNYX_PUBLIC_KEYS] = {
		"public_keys", ACCOUNT_TEXT, .is_list = true, .is_needed = true,
		.example = "\"ewbSvXj2q0xBcuUO71GUbUBbxCtUXKQNxfFrGfMVHmE=\"",
		.help = "prove webhooks; from the portal, base64; two while the key is replaced" },
	[TELNYX_PROFILE] = {
		"messaging_profile_id", ACCOUNT_TEXT,
		.help = "of the lines; webhooks of another profile are refused" },
	[TELNYX_OPTIONS] = { .key = NULL },
};

static void start(const struct account *account, enum http_method method, const char *path,
		  struct http_request *request)
{
	request->method = method;
	buf_add_text(&request->url, account->base_url);
	buf_add_text(&request->url, path);
	buf_add_text(&request->bearer, account_option_value(account->options, TELNYX_API_KEY));
}

static void set_media(json_t *order, const struct outgoing *outgoing)
{
	json_t *urls = json_array();

	for (size_t i = 0; i < outgoing->media_count; i++)
		json_array_append_new(urls, json_stringn(outgoing->media[i].at,
							 outgoing->media[i].size));
	json_object_set_new(order, "media_urls", urls);
}

/* There is no validity period to ask for: what is queued there leaves within hours
 * (§1.2), so a line's own pace has to keep that queue empty. */
static void compose(const struct account *account, const struct outgoing *outgoing,
		    struct http_request *request)
{
	AUTO_JSON *order = json_object();
	const char *profile = account_option_value(account->options, TELNYX_PROFILE);

	assert(outgoing->media_count <= telnyx_adapter.media_most);
	start(account, HTTP_POST, "/v2/messages", request);
	request->content_type = "application/json";
	request->is_once = true;
	json_set_str(order, "from", str_of(outgoing->from));
	json_set_str(order, "to", str_of(outgoing->to));
	if (outgoing->text.size)
		json_set_str(order, "text", outgoing->text);
	if (outgoing->media_count)
		set_media(order, outgoing);
	if (profile[0])
		json_set_str(order, "messaging_profile_id", str_of(profile));
	/* the address is the only place that carries our token, and the only one asked */
	json_set_str(order, "webhook_url", str_of(outgoing->callback_url));
	json_set_bool(order, "use_profile_webhooks", false);
	json_write(order, &request->body);
}

static void compose_fetch(const struct account *account, struct str id,
			  struct http_request *request)
{
	start(account, HTTP_GET, "/v2/messages/", request);
	form_url_add(&request->url, id);
}

/* Media are open to whoever has the address (§7): our key stays at home. */
static enum fault authorize_fetch(const struct account *account, struct str url,
				  struct http_request *request)
{
	struct str base = str_of(account->base_url);
	bool is_api = str_starts(url, base) && str_starts(str_from(url, base.size), STR("/"));

	if (!is_api && !str_starts(url, STR("https://media.telnyx.com/")))
		return FAULT_UNSIGNED;
	request->method = HTTP_GET;
	request->is_outside = !is_api;
	buf_add(&request->url, url);
	return FAULT_NONE;
}

/* It has no list of messages, and its detail records lag by hours: that one is not there
 * proves nothing (§4). */
const struct adapter telnyx_adapter = {
	.account = { "telnyx", "https://api.telnyx.com", options },
	.can_list = false,
	.media_most = 10,
	.compose = compose,
	.judge = telnyx_judge,
	.advise = telnyx_advice,
	.compose_fetch = compose_fetch,
	.read_fetch = telnyx_read_fetch,
	.compose_media = compose_fetch,
	.read_media = telnyx_read_media,
	.authorize_fetch = authorize_fetch,
	.open = telnyx_hook_open,
	.reply = telnyx_hook_reply,
	.webhook_overrides = "",
};
