/*
 * provider - a provider of messages that does as it is told and remembers what it took.
 */
#ifndef TESTS_UNIT_WORK_PROVIDER_H
#define TESTS_UNIT_WORK_PROVIDER_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "tests/lib/fine.h"
#include "wire/call.h"
#include "wire/endpoint.h"
#include "wire/form.h"
#include "wire/http.h"
#include "wire/server.h"

enum { THINGS = 512 };

/* How its list leads on: to its end; to the same page; round and round; for ever, each page
 * with the same, with nothing, or with something new. */
enum leads { LEADS_WELL, LEADS_SELF, LEADS_ROUND, LEADS_SAME, LEADS_EMPTY, LEADS_NEW };

enum takes { TAKES, TAKES_AND_CUTS, LOSES, HOLDS, ANSWERS };

struct thing {
	char id[40], from[48], to[48], token[64], direction[16], status[16];
	char text[2048];
	int64_t at;
	int code, media;
};

struct provider {
	struct server *server;
	int port;
	enum takes takes;
	int status;               /* of ANSWERS */
	const char *body;         /* of ANSWERS */
	const char *retry_after;  /* header of ANSWERS, or NULL */
	int posts, lists, fetches, media_asks;
	int list_status;          /* 0: 200 */
	int list_code;            /* of the provider's own error document; 0: there is none */
	int list_fails_at;        /* this page is a 503; 0: none */
	int64_t date_offset;      /* its Date, ms from ours; 0: ours */
	int page_size;            /* 0: all on one */
	enum leads leads;
	bool hides;               /* lists nothing of what it took */
	bool lists_oldest_first;
	bool holds_lists;         /* in held, until provider_answer_lists */
	bool lists_all;           /* whatever numbers it is asked for */
	struct call *held[16];
	int held_count;
	struct thing things[THINGS];
	int count;
	char last_target[1024];
	int64_t last_validity;
	/* GET /media/{name} and GET of /…/Media/… */
	int media_status;
	const char *media_type, *media_body, *media_location;
	const char *media_list;
};

static inline struct thing *provider_add(struct provider *provider, const char *from,
					 const char *to, const char *text, bool is_inbound)
{
	struct thing *thing = &provider->things[provider->count++];

	assert_true(provider->count < THINGS);
	*thing = (struct thing){ .at = (int64_t)time(NULL) * 1000 };
	snprintf(thing->id, sizeof(thing->id), "SM%032d", provider->count);
	snprintf(thing->from, sizeof(thing->from), "%s", from);
	snprintf(thing->to, sizeof(thing->to), "%s", to);
	snprintf(thing->text, sizeof(thing->text), "%s", text);
	snprintf(thing->direction, sizeof(thing->direction), "%s",
		 is_inbound ? "inbound" : "outbound-api");
	snprintf(thing->status, sizeof(thing->status), "%s", is_inbound ? "received" : "queued");
	return thing;
}

static inline struct thing *provider_take(struct provider *provider, struct call *call)
{
	struct form form;
	struct str callback, from, to, text;
	char from_z[48], to_z[48], text_z[2048];
	struct thing *thing;

	assert_fine(form_read(call_body(call), 64, call_arena(call), &form, NULL));
	from = form_get(&form, "From");
	to = form_get(&form, "To");
	text = form_get(&form, "Body");
	callback = form_get(&form, "StatusCallback");
	str_put(from_z, sizeof(from_z), from);
	str_put(to_z, sizeof(to_z), to);
	str_put(text_z, sizeof(text_z), text);
	thing = provider_add(provider, from_z, to_z, text_z, false);
	assert_fine(str_number(form_get(&form, "ValidityPeriod"), 0, 1000000,
			       &provider->last_validity));
	while (callback.size && str_find(callback, STR("/")) < callback.size)
		callback = str_from(callback, str_find(callback, STR("/")) + 1);
	callback = str_slice(callback, 0, str_find(callback, STR("#")));
	str_put(thing->token, sizeof(thing->token), callback);
	return thing;
}

static inline json_t *thing_json(const struct thing *thing)
{
	json_t *shape = json_object();
	char at[DATE_SIZE];

	date_rfc2822(thing->at, at);
	json_set_str(shape, "sid", str_of(thing->id));
	json_set_str(shape, "from", str_of(thing->from));
	json_set_str(shape, "to", str_of(thing->to));
	json_set_str(shape, "body", str_of(thing->text));
	json_set_str(shape, "direction", str_of(thing->direction));
	json_set_str(shape, "status", str_of(thing->status));
	json_set_str(shape, "date_created", str_of(at));
	json_set_number(shape, "error_code", thing->code);
	json_set_number(shape, "num_media", thing->media);
	return shape;
}

static inline void provider_say(struct call *call, int status, json_t *shape)
{
	AUTO(buf) text;

	buf_init(&text, 1 << 20);
	json_write(shape, &text);
	json_decref(shape);
	call_answer(call, status, "application/json", buf_str(&text));
}

static inline void provider_on_post(void *context, struct call *call)
{
	struct provider *provider = context;
	struct thing *thing;

	provider->posts++;
	switch (provider->takes) {
	case TAKES:
		thing = provider_take(provider, call);
		provider_say(call, 201, thing_json(thing));
		return;
	case TAKES_AND_CUTS:
		provider_take(provider, call);
		call_cut(call);
		return;
	case LOSES:
		call_cut(call);
		return;
	case HOLDS:
		provider_take(provider, call);
		provider->held[provider->held_count++] = call;
		return;
	default:
		if (provider->retry_after)
			call_add_header(call, "Retry-After", provider->retry_after);
		call_answer(call, provider->status, "application/json", str_of(provider->body));
	}
}

static inline void provider_say_date(const struct provider *provider, struct call *call)
{
	char text[DATE_SIZE];

	if (!provider->date_offset)
		return;
	date_rfc2822((int64_t)time(NULL) * 1000 + provider->date_offset, text);
	call_add_header(call, "Date", text);
}

static inline bool provider_lists(const struct provider *provider, const struct form *form,
				  const struct thing *thing)
{
	struct str to = form_get(form, "To"), from = form_get(form, "From");
	int64_t since_at = 0;

	(void)!date_parse_rfc3339(form_get(form, "DateSent>"), &since_at);
	return !((!provider->lists_all && ((to.size && !str_is(to, thing->to)) ||
					   (from.size && !str_is(from, thing->from)))) ||
		 (provider->hides && strcmp(thing->direction, "inbound") != 0)) &&
	       thing->at >= since_at;
}

/* Where page `no` leads; -1: nowhere. */
static inline int provider_leads(const struct provider *provider, int no, bool is_more)
{
	switch (provider->leads) {
	case LEADS_SELF:
		return 1;
	case LEADS_ROUND:
		return no % 3 + 1;
	case LEADS_SAME:
	case LEADS_EMPTY:
	case LEADS_NEW:
		return no + 1;
	default:
		return is_more ? no + 1 : -1;
	}
}

/* One more stands on each page of LEADS_NEW than there is. */
static inline void provider_add_new(json_t *messages, int no)
{
	struct thing thing = { .at = (int64_t)time(NULL) * 1000 };

	snprintf(thing.id, sizeof(thing.id), "NEW%d", no);
	snprintf(thing.direction, sizeof(thing.direction), "outbound-api");
	json_array_append_new(messages, thing_json(&thing));
}

/* Newest first, as Twilio lists, or as it is told. */
static inline void provider_on_list(void *context, struct call *call)
{
	struct provider *provider = context;
	json_t *page = json_object(), *messages = json_array();
	struct form form;
	int64_t no = 0;
	int leads, seen = 0;
	bool is_more = false;

	provider->lists++;
	if (provider->holds_lists) {
		provider->held[provider->held_count++] = call;
		json_decref(page);
		json_decref(messages);
		return;
	}
	str_put(provider->last_target, sizeof(provider->last_target), call_target(call));
	assert_fine(form_read(call_query(call), 16, call_arena(call), &form, NULL));
	provider_say_date(provider, call);
	(void)!str_number(form_get(&form, "Page"), 0, INT32_MAX, &no);
	for (int i = provider->count; i-- > 0;) {
		const struct thing *thing = &provider->things[provider->lists_oldest_first ?
							      provider->count - 1 - i : i];
		int at = seen, size = provider->page_size ? provider->page_size : THINGS;

		if (!provider_lists(provider, &form, thing))
			continue;
		seen++;
		is_more |= at >= ((int)no + 1) * size;
		if (provider->leads != LEADS_EMPTY &&
		    ((at >= (int)no * size && at < ((int)no + 1) * size) || provider->leads == LEADS_SAME))
			json_array_append_new(messages, thing_json(thing));
	}
	if (provider->leads == LEADS_NEW)
		provider_add_new(messages, (int)no);
	leads = provider_leads(provider, (int)no, is_more);
	if (leads >= 0) {
		AUTO(buf) next;

		buf_init(&next, 2048);
		buf_add_format(&next, "/2010-04-01/Accounts/A/Messages.json?Page=%d", leads);
		for (size_t i = 0; i < form.count; i++)
			if (!str_is(form.fields[i].name, "Page"))
				form_add(&next, form.fields[i].name.at, form.fields[i].value);
		json_set_str(page, "next_page_uri", buf_str(&next));
	}
	json_object_set_new(page, "messages", messages);
	if (provider->list_code)
		json_object_set_new(page, "code", json_integer(provider->list_code));
	provider_say(call, provider->list_fails_at && no == provider->list_fails_at ? 503 :
		     provider->list_status ? provider->list_status : 200, page);
}

/* The lists that it holds: nothing is on them. */
static inline void provider_answer_lists(struct provider *provider)
{
	for (int i = 0; i < provider->held_count; i++)
		call_answer(provider->held[i], 200, "application/json", STR("{\"messages\": []}"));
	provider->held_count = 0;
}

static inline void provider_on_fetch(void *context, struct call *call)
{
	struct provider *provider = context;
	struct str id = call_param(call, "id");

	provider->fetches++;
	for (int i = 0; i < provider->count; i++)
		if (str_starts(id, str_of(provider->things[i].id)))
			return provider_say(call, 200, thing_json(&provider->things[i]));
	call_answer(call, 404, "application/json", STR("{\"code\": 20404}"));
}

static inline void provider_on_media_list(void *context, struct call *call)
{
	struct provider *provider = context;

	provider->media_asks++;
	if (provider->media_list)
		call_answer(call, 200, "application/json", str_of(provider->media_list));
	else
		call_answer(call, 404, "application/json", STR("{}"));
}

static inline void provider_on_media(void *context, struct call *call)
{
	struct provider *provider = context;

	provider->media_asks++;
	str_put(provider->last_target, sizeof(provider->last_target), call_target(call));
	if (provider->media_location) {
		call_add_header(call, "Location", provider->media_location);
		call_answer(call, 302, "text/plain", STR("there"));
		return;
	}
	call_answer(call, provider->media_status, provider->media_type,
		    str_of(provider->media_body));
}

static const struct endpoint provider_endpoints[] = {
	{ HTTP_POST, "/2010-04-01/Accounts/{sid}/Messages.json", 0, provider_on_post },
	{ HTTP_GET, "/2010-04-01/Accounts/{sid}/Messages.json", 0, provider_on_list },
	{ HTTP_GET, "/2010-04-01/Accounts/{sid}/Messages/{id}", 0, provider_on_fetch },
	{ HTTP_GET, "/2010-04-01/Accounts/{sid}/Messages/{id}/Media.json", 0, provider_on_media_list },
	{ HTTP_GET, "/2010-04-01/Accounts/{sid}/Messages/{id}/Media/{no}", 0, provider_on_media },
	{ HTTP_GET, "/media/{name}", 0, provider_on_media },
	{ .path = NULL },
};

static inline void provider_let_go(struct provider *provider)
{
	for (int i = 0; i < provider->held_count; i++)
		call_cut(provider->held[i]);
	provider->held_count = 0;
}

#endif
