#include "handle_tokens.h"

#include <assert.h>

#include "event_stream.h"
#include "handle_users.h"
#include "handler.h"
#include "work/commands/token_commands.h"

/* --- the list ---------------------------------------------------------------------------- */

static json_t *shape_user(const struct user *user)
{
	json_t *shape = json_object();

	json_set_id(shape, "id", user->id.n);
	json_set_str(shape, "name", str_of(user->name));
	json_set_str(shape, "email", str_of(user->email));
	return shape;
}

/* "staff:ID" with their name; "ctl:NAME" as it is; of before: null. */
static json_t *shape_maker(struct db *db, const char *maker)
{
	struct user_id id = { 0 };
	struct user user;
	json_t *shape;

	if (!maker[0])
		return json_null();
	shape = json_object();
	if (str_starts(str_of(maker), STR("staff:")) &&
	    !id_parse(str_from(str_of(maker), 6), &id.n) && user_get(db, id, &user) == FAULT_NONE)
		json_set_str(shape, "name", str_of(user.name[0] ? user.name : user.email));
	else
		json_set_str(shape, "name", str_of(maker));
	json_core_id(shape, "id", id.n);
	return shape;
}

static const char *state_of(const struct token *token, const struct user *user, int64_t now)
{
	if (token->revoked_at || user->disabled_at)
		return "revoked";
	return token_opens(token, now) ? "open" : "expired";
}

static enum fault shape_token(struct db *db, const struct token *token, int64_t now,
			      struct page *page)
{
	struct user user;
	enum fault fault = user_get(db, token->user, &user);
	json_t *shape;

	if (fault)
		return fault;
	shape = json_object();
	json_set_id(shape, "id", token->id);
	json_set_str(shape, "state", str_of(state_of(token, &user, now)));
	json_object_set_new(shape, "user", shape_user(&user));
	json_core_word(shape, "name", token->name);
	json_object_set_new(shape, "made_by", shape_maker(db, token->maker));
	json_set_time(shape, "made_at", token->created_at);
	json_set_time(shape, "used_at", token->used_at);
	json_set_time(shape, "expires_at", token->expires_at);
	json_set_time(shape, "revoked_at", token->revoked_at);
	json_object_set_new(shape, "revoked_by", shape_maker(db, token->revoker));
	request_input_page_add(page, shape, token->id);
	return FAULT_NONE;
}

/* ?user= is an id or an e-mail address, as at {id} elsewhere. */
static enum fault read_user(struct request *request, struct db *db, struct user_id *id,
			    struct note *note)
{
	struct str text = form_get(&request->query, "user");
	enum fault fault;

	if (text.size == 0)
		return FAULT_NONE;
	request->field = "user";
	request->id = text;
	fault = handle_user_find(request, db, note);
	if (fault)
		return fault;
	*id = ((const struct user *)request->more)->id;
	request->field = NULL;
	return FAULT_NONE;
}

enum fault handle_tokens_list(struct request *request, struct db *db, struct note *note)
{
	int64_t now = clock_now(request->api->core->clock);
	struct user_id user = { 0 };
	const struct token *tokens;
	struct page page;
	enum fault fault = request_input_page(request, NEVER, sizeof(*tokens), &page, note);

	if (!fault)
		fault = read_user(request, db, &user, note);
	if (!fault)
		fault = token_list(db, user, page.after, page.at, page.room, &page.count);
	if (fault)
		return fault;
	tokens = page.at;
	for (size_t i = 0; !fault && i < request_input_page_shown(&page); i++)
		fault = shape_token(db, &tokens[i], now, &page);
	request_input_page_end(request, &page);
	return fault;
}

/* --- one more ---------------------------------------------------------------------------- */

enum fault handle_token_add_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "name", TOKEN_NAME_ROOM - 1, false },
		{ "days", FIELD_NUMBER, false },
		{ .name = NULL },
	};
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	return handle_user_find(request, db, note);
}

static json_t *add_told(struct request *request, const struct command *command)
{
	const struct token_issue *issue = container_of(command, struct token_issue, command);
	json_t *shape = json_object();

	(void)request;
	json_set_id(shape, "user", issue->token.user.n);
	json_set_id(shape, "id", issue->token.id);
	json_set_str(shape, "token", str_of(issue->secret));
	json_set_time(shape, "expires_at", issue->token.expires_at);
	return shape;
}

enum fault handle_token_add(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct token_issue issue = { .command.row = &token_command_issue,
				     .email = str_of(user->email),
				     .name = str_trim(request_input(request, "name")),
				     .days = json_number(request->asked, "days", 0) };

	if (user->disabled_at)
		return fault_because(FAULT_CONFLICT, note, "this user is disabled");
	if (json_object_get(request->asked, "days") &&
	    (issue.days < 1 || issue.days > TOKEN_DAYS_MOST)) {
		request->field = "days";
		return fault_because(FAULT_INVALID, note, "a token is made for 1 to %d days",
				     TOKEN_DAYS_MOST);
	}
	return handler_start(request, &issue.command, 201, add_told);
}

/* --- none any more ----------------------------------------------------------------------- */

/* A token's id, kept in request->more; or a user, whose tokens are all meant. */
struct meant {
	int64_t token;
	const struct user *user;
};

static enum fault keep(struct request *request, struct meant meant)
{
	struct meant *kept = arena_take(&request->arena, sizeof(*kept));

	if (!kept)
		return FAULT_TOO_LARGE;
	*kept = meant;
	request->more = kept;
	return FAULT_NONE;
}

enum fault handle_tokens_revoke_look(struct request *request, struct db *db, struct note *note)
{
	enum fault fault = handle_user_find(request, db, note);

	if (fault)
		return fault;
	return keep(request, (struct meant){ .user = request->more });
}

enum fault handle_token_revoke_look(struct request *request, struct db *db, struct note *note)
{
	int64_t id = 0;
	enum fault fault;

	if (str_find(request->id, STR("@")) < request->id.size)
		return handle_tokens_revoke_look(request, db, note);
	fault = request_input_id(request, &id, note);
	if (fault)
		return fault;
	return keep(request, (struct meant){ .token = id });
}

static json_t *revoke_told(struct request *request, const struct command *command)
{
	const struct token_recall *recall = container_of(command, struct token_recall, command);
	json_t *shape = json_object();

	/* On disk: from now on nobody gets in on what was remembered, nor hears any more. */
	session_forget(&request->api->sessions);
	event_stream_cut(request->api->hub);
	json_set_id(shape, "user", recall->user.n);
	json_core_id(shape, "id", recall->token);
	json_set_number(shape, "revoked", recall->count);
	return shape;
}

enum fault handle_token_revoke(struct request *request, struct note *note)
{
	assert(request->more);

	const struct meant *meant = request->more;
	struct token_recall recall = { .command.row = &token_command_revoke,
				       .token = meant->token };

	(void)note;
	if (meant->user)
		recall.email = str_of(meant->user->email);
	return handler_start(request, &recall.command, 200, revoke_told);
}
