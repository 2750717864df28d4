#include "handle_users.h"

#include <assert.h>
#include <string.h>

#include "event_stream.h"
#include "handler.h"
#include "i18n/text/label.h"
#include "i18n/text/phone.h"
#include "store/people/users.h"
#include "work/commands/staff_commands.h"

enum fault handle_users_list(struct request *request, struct db *db, struct note *note)
{
	const struct user *users;
	struct page page;
	enum fault fault = request_input_page(request, 0, sizeof(*users), &page, note);

	if (!fault)
		fault = user_list(db, (struct user_id){ page.after }, page.at, page.room,
				  &page.count);
	if (fault)
		return fault;
	users = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_core_user(&users[i]), users[i].id.n);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

/* "es,so" -> the shipped tags. */
enum fault handle_user_read_languages(struct request *request, struct user *user, struct note *note)
{
	const struct lang_set *set = request->api->core->locale->languages;
	struct str rest = request_input(request, "languages");
	struct str tag;
	AUTO(buf) tags;

	buf_init(&tags, sizeof(user->languages) - 1);
	request->field = "languages";
	while (str_next(&rest, ',', &tag)) {
		const struct lang *lang;

		tag = str_trim(tag);
		if (tag.size == 0)
			continue;
		lang = lang_match(set, tag);
		if (!lang)
			return fault_because(FAULT_INVALID, note,
					     "languages are tags that we ship, joined by commas: es,so");
		if (tags.size)
			buf_add_char(&tags, ',');
		buf_add_text(&tags, lang->tag);
	}
	str_put(user->languages, sizeof(user->languages), buf_str(&tags));
	request->field = NULL;
	return buf_check(&tags, note);
}

enum fault handle_user_read_phone(struct request *request, struct user *user, struct note *note)
{
	struct str text = request_input(request, "phone");
	struct phone phone;
	enum fault fault;

	if (text.size == 0)
		return FAULT_NONE;
	request->field = "phone";
	fault = phone_read(text, request->api->settings.region, &phone, note);
	if (fault)
		return fault;
	str_put(user->phone, sizeof(user->phone), str_of(phone.e164));
	request->field = NULL;
	return FAULT_NONE;
}

static enum fault read_email(struct request *request, struct user *user, struct note *note)
{
	struct str email = str_trim(request_input(request, "email"));
	size_t at = str_find(email, STR("@"));
	struct note cause = { .text = "" };

	request->field = "email";
	if (label_check(email, LABEL_ADDRESS, &cause))
		return fault_because(FAULT_INVALID, note, "this is no e-mail address: %s", cause.text);
	if (at == 0 || at + 1 >= email.size || str_find(str_from(email, at + 1), STR("@")) < email.size - at - 1)
		return fault_because(FAULT_INVALID, note, "this is no e-mail address");
	request->field = NULL;
	str_put(user->email, sizeof(user->email), email);
	return FAULT_NONE;
}

static json_t *add_told(struct request *request, const struct command *command)
{
	(void)request;
	return json_core_user(&container_of(command, struct user_add, command)->user);
}

enum fault handle_user_add(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "email", 127, true },
		{ "role", 16, true },
		{ "name", NAME_ROOM - 1, false },
		{ "languages", 159, false },
		{ "phone", 64, false },
		{ .name = NULL },
	};
	struct user_add add = { .command.row = &staff_command_add };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_email(request, &add.user, note);
	if (!fault)
		fault = handle_user_read_languages(request, &add.user, note);
	if (!fault)
		fault = handle_user_read_phone(request, &add.user, note);
	if (fault)
		return fault;
	if (!role_of(request_input(request, "role"), &add.user.role)) {
		request->field = "role";
		return fault_because(FAULT_INVALID, note,
				     "role is viewer, liaison or administrator");
	}
	str_put(add.user.name, sizeof(add.user.name), request_input(request, "name"));
	return handler_start(request, &add.command, 201, add_told);
}

/* {id} is a user's id or e-mail address; the user is kept in request->more. */
enum fault handle_user_find(struct request *request, struct db *db, struct note *note)
{
	struct user *user = arena_take(&request->arena, sizeof(*user));
	struct user_id id;
	enum fault fault;

	if (!user)
		return FAULT_TOO_LARGE;
	if (str_find(request->id, STR("@")) < request->id.size) {
		fault = user_by_email(db, request->id, user);
	} else {
		fault = request_input_id(request, &id.n, note);
		if (!fault)
			fault = user_get(db, id, user);
	}
	request->more = user;
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, note, USER_TWIN_SENTENCE);
	return fault == FAULT_MISSING && !note->text[0] ?
		fault_because(fault, note, "no user has that e-mail address or id") : fault;
}

static json_t *disable_told(struct request *request, const struct command *command)
{
	struct user *user = request->more;

	/* On disk: from now on nobody gets in on what was remembered. */
	session_forget(&request->api->sessions);
	event_stream_cut(request->api->hub);
	user->disabled_at = container_of(command, struct user_disable, command)->disabled_at;
	return json_core_user(user);
}

enum fault handle_user_disable(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct user_disable disable = { .command.row = &staff_command_disable,
					.email = str_of(user->email) };

	(void)note;
	return handler_start(request, &disable.command, 200, disable_told);
}

static json_t *enable_told(struct request *request, const struct command *command)
{
	session_forget(&request->api->sessions);
	return json_core_user(&container_of(command, struct user_enable, command)->user);
}

enum fault handle_user_enable(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct user_enable enable = { .command.row = &staff_command_enable,
				      .email = str_of(user->email) };

	(void)note;
	return handler_start(request, &enable.command, 200, enable_told);
}

static json_t *vouch_told(struct request *request, const struct command *command)
{
	(void)request;
	return json_core_user(&container_of(command, struct user_vouch, command)->user);
}

enum fault handle_user_vouch(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct user_vouch vouch = { .command.row = &staff_command_vouch,
				    .email = str_of(user->email) };

	(void)note;
	return handler_start(request, &vouch.command, 200, vouch_told);
}
