#include "dialect_telnyx.h"

#include "base/random.h"
#include "create.h"
#include "dialect_telnyx_hook.h"
#include "dialect_telnyx_order.h"
#include "dialect_telnyx_record.h"
#include "dialect_telnyx_show.h"
#include "wire/call.h"

/* --- the door ------------------------------------------------------------------------ */

static bool is_authentic(const struct rest *rest)
{
	struct str header = call_header(rest->call, "Authorization");

	return str_equals_nocase(str_slice(header, 0, 7), STR("Bearer ")) &&
	       str_is_same_secret(str_trim(str_from(header, 7)),
				  str_of(rest->carrier->settings.token));
}

/* What stands behind /v2/. */
static bool read_path(struct rest *rest)
{
	struct str path = str_from(call_path(rest->call), 1);
	struct str segment;

	str_next(&path, '/', &segment);
	while (str_next(&path, '/', &segment) && rest->path_count < REST_SEGMENTS)
		rest->path[rest->path_count++] = segment;
	return rest->path_count > 0;
}

static const struct rest_resource resources[] = {
	{ HTTP_POST, "messages", false, create_run },
	{ HTTP_GET, "messages/*", false, dialect_telnyx_record_fetch },
	{ HTTP_DELETE, "messages/*", false, dialect_telnyx_record_cancel },
	{ HTTP_GET, "detail_records", false, dialect_telnyx_record_list },
	{ HTTP_GET, NULL, false, NULL },
};

/* {"errors": [{"code", "title", "detail"}]} */
static json_t *refuse(enum refusal refusal, const char *detail)
{
	json_t *json = json_object();
	json_t *list = json_array();

	json_array_append_new(list, dialect_telnyx_show_error(refusal, detail));
	json_object_set_new(json, "errors", list);
	return json;
}

/* With 429 comes how long the window lasts; how many requests it holds is invented. */
static void add_headers(struct rest *rest, int status)
{
	char token[TOKEN_SIZE];

	random_token(token);
	call_add_header(rest->call, "x-request-id", token);
	if (status != 429)
		return;
	call_add_header(rest->call, "x-ratelimit-limit", "50");
	call_add_header(rest->call, "x-ratelimit-remaining", "0");
	call_add_header(rest->call, "x-ratelimit-reset", "1");
}

/* --- the row ---------------------------------------------------------------------------- */

static const char *const parameters[] = {
	"to", "from", "messaging_profile_id", "text", "*media_urls", "subject", "type",
	"auto_detect", "encoding", "send_at", "use_profile_webhooks", "webhook_url",
	"webhook_failover_url", NULL
};

/* One number's STOP closes the profile, that is: all numbers. */
static struct str scope(struct str line)
{
	(void)line;
	return STR(DIALECT_TELNYX_PROFILE);
}

const struct dialect dialect_telnyx = {
	.id = DIALECT_TELNYX,
	.name = "telnyx",
	.realm = "Bearer realm=\"practice carrier\"",
	.retry_for = 2 * SECOND_MS,
	.is_authentic = is_authentic,
	.read_path = read_path,
	.content_type = "application/json",
	.read_body = dialect_telnyx_order_read,
	.resources = resources,
	.refuse = refuse,
	.add_headers = add_headers,
	.names = { .to = "to", .from = "from", .service = "messaging_profile_id",
		   .text = "text", .media = "media_urls", .callback = "webhook_url",
		   .fallback = "webhook_failover_url", .all = parameters },
	.judge = dialect_telnyx_order_judge,
	.schedule = dialect_telnyx_order_schedule,
	.kinds = { "", "" },
	.created = 200,
	.id_key = "id",
	.is_wrapped = true,
	.is_media_open = true,
	.show = dialect_telnyx_show_message,
	.tell_message = dialect_telnyx_hook_message,
	.tell_status = dialect_telnyx_hook_status,
	.compose = dialect_telnyx_hook_compose,
	.retry = dialect_telnyx_hook_retry,
	.judge_answer = dialect_telnyx_hook_judge,
	.scope = scope,
};

void dialect_telnyx_run(void *context, struct call *call)
{
	rest_run(context, &dialect_telnyx, call);
}
