#include "request.h"

#include "store/jobs/reader.h"
#include "store/log/audit.h"
#include "token_use.h"
#include "wire/call.h"
#include "wire/form.h"
#include "work/commands/command.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"

/* A path of 1023 bytes, each written \u00xx, and its key. */
enum { DETAIL_MOST = 8 * 1024 };

static const char answer_type[] = "application/json";

/* Frees everything but the call, which must have been answered. */
static void request_free(struct request **request)
{
	struct request *gone = *request;

	if (!gone)
		return;
	if (gone->more && gone->more_free)
		gone->more_free(gone->more);
	json_decref(gone->asked);
	json_decref(gone->reply);
	json_decref(gone->detail);
	locale_free(&gone->locale);
	buf_done(&gone->text);
	arena_done(&gone->arena);
	free(gone);
	*request = NULL;
}

/* It was written, and the file has gone since: who reads this as done must not. */
static bool is_lost(const struct request *request)
{
	return request->route->method != HTTP_GET && !request->route->is_rescue && request->status < 300 &&
	       !writer_is_in_place(request->api->core->writer);
}

void request_answer_text(struct request *request, const char *content_type, struct str text)
{
	assert(loop_is_here(request->api->core->loop) && request->call && content_type);
	if (is_lost(request)) {
		request_refuse(request, FAULT_DISK, NULL);
		return;
	}
	call_answer(request->call, request->status, content_type, text);
	request_free(&request);
}

void request_answer_bare(struct request *request, int status)
{
	assert(loop_is_here(request->api->core->loop) && request->call && status >= 100 && status < 600);
	request->status = status;
	if (is_lost(request)) {
		request_refuse(request, FAULT_DISK, NULL);
		return;
	}
	call_answer(request->call, status, NULL, STR_NONE);
	request_free(&request);
}

struct stream *request_stream(struct request *request, void (*gone)(void *data), void *data)
{
	assert(loop_is_here(request->api->core->loop) && request->call && gone);

	struct stream *stream = call_stream(request->call, gone, data);

	request_free(&request);
	return stream;
}

void request_refuse(struct request *request, enum fault fault, const struct note *note)
{
	assert(loop_is_here(request->api->core->loop) && request->call && fault != FAULT_NONE);
	if (fault == FAULT_STRANGER)
		call_add_header(request->call, "WWW-Authenticate", "Bearer");
	call_refuse(request->call, fault, note, request->field);
	request_free(&request);
}

static void write_reply(struct request *request)
{
	if (!request->reply)
		return;
	json_write(request->reply, &request->text);
	json_decref(request->reply);
	request->reply = NULL;
}

static void send_reply(struct request *request)
{
	struct note note = { .line = 0 };
	enum fault fault;

	write_reply(request);
	fault = buf_check(&request->text, &note);
	if (fault)
		request_refuse(request, fault, &note);
	else
		request_answer_text(request, answer_type, buf_str(&request->text));
}

void request_answer(struct request *request, json_t *reply)
{
	assert(loop_is_here(request->api->core->loop) && request->call);
	json_decref(request->reply);
	request->reply = reply;
	send_reply(request);
}

/* --- the steps, last first -------------------------------------------------- */

static void step_act(struct request *request)
{
	struct note note = { .line = 0 };
	enum fault fault;

	if (!request->route->act) {
		send_reply(request);
		return;
	}
	fault = request->route->act(request, &note);
	if (fault)
		request_refuse(request, fault, &note);
}

static enum fault run_audit(struct job *job, struct db *db, struct note *note)
{
	struct request *request = container_of(job, struct request, job);
	struct audit_row row = { .at = clock_now(request->api->core->clock) };
	AUTO(buf) detail;
	enum fault fault;

	buf_init(&detail, DETAIL_MOST);
	if (!request->detail)
		request->detail = json_object();
	if (request->who.token)
		json_set_id(request->detail, COMMAND_BY_TOKEN, request->who.token);
	json_write(request->detail, &detail);
	fault = buf_check(&detail, note);
	if (fault)
		return fault;
	row.detail = buf_str(&detail);
	str_put(row.actor, sizeof(row.actor), str_of(request->who.actor));
	str_put(row.command, sizeof(row.command), str_of(request->route->audit));
	return audit_add(db, request->api->core->settings->audit_key, &row);
}

/* The way out of a ledger that takes no rows is not barred by it. */
static bool may_go_unrecorded(const struct request *request)
{
	const struct core *core = request->api->core;

	return request->route->is_rescue &&
	       (!writer_is_in_place(core->writer) ||
		(core->health && db_health_state(core->health) == DB_HEALTH_DAMAGED));
}

static void audit_done(struct job *job, enum fault fault, const struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	if (fault && may_go_unrecorded(request))
		log_fact(LOG_ALARM, "audit.not_kept", LOG_WORD("command", request->route->audit),
			 LOG_WORD("actor", request->who.actor));
	if (fault && !may_go_unrecorded(request))
		request_refuse(request, fault, note);
	else
		step_act(request);
}

static void step_audit(struct request *request)
{
	enum fault fault;

	if (!request->route->audit) {
		step_act(request);
		return;
	}
	request->job = (struct job){ .run = run_audit, .done = audit_done };
	fault = writer_add(request->api->core->writer, &request->job);
	if (fault)
		request_refuse(request, fault, NULL);
}

static enum fault run_look(struct job *job, struct db *db, struct note *note)
{
	struct request *request = container_of(job, struct request, job);
	enum fault fault = request->route->look(request, db, note);

	/* Large replies are written here, not on the loop. */
	if (!fault && !request->route->act)
		write_reply(request);
	return fault;
}

static void look_done(struct job *job, enum fault fault, const struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	if (fault && !request->route->is_told)
		request_refuse(request, fault, note);
	else
		step_audit(request);
}

static void step_look(struct request *request)
{
	enum fault fault;

	if (!request->route->look) {
		step_audit(request);
		return;
	}
	request->locale = locale_hold(request->api->core->locale);
	request->job = (struct job){ .run = run_look, .done = look_done,
				     .is_long = request->route->is_long };
	fault = reader_add(request->api->core->reader, &request->job);
	if (fault && request->route->is_told)
		step_audit(request);
	else if (fault)
		request_refuse(request, fault, NULL);
}

static void step_admit(struct request *request)
{
	struct note note = { .line = 0 };

	if (access_of(request->who.user.role) < request->route->access) {
		request_refuse(request, fault_because(FAULT_UNSIGNED, &note,
						  "this takes the role %s",
						  access_word(request->route->access)), &note);
		return;
	}
	step_look(request);
}

static enum fault run_look_up(struct job *job, struct db *db, struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	return session_look_up(db, &request->ticket, clock_now(request->api->core->clock),
			       &request->who, note);
}

static void step_look_up(struct request *request);

static void look_up_done(struct job *job, enum fault fault, const struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	if (fault) {
		request_refuse(request, fault, note);
		return;
	}
	/* Somebody was signed out meanwhile: perhaps they.  An event stream would stay. */
	if (session_is_stale(&request->api->sessions, &request->ticket)) {
		request->ticket.generation = request->api->sessions.generation;
		step_look_up(request);
		return;
	}
	session_remember(&request->api->sessions, &request->ticket, &request->who);
	token_use_note(request->api->core, &request->who);
	step_admit(request);
}

static void step_look_up(struct request *request)
{
	enum fault fault;

	request->job = (struct job){ .run = run_look_up, .done = look_up_done };
	fault = reader_add(request->api->core->reader, &request->job);
	if (fault)
		request_refuse(request, fault, NULL);
}

static enum fault show_ticket(struct request *request, struct note *note)
{
	const struct session_cache *cache = &request->api->sessions;

	struct str token = call_header(request->call, "Authorization");

	/* Who shows a token at the control socket signs with that. */
	if (!request->is_control || token.size)
		return session_ticket_public(cache, token, &request->ticket, note);
	session_ticket_control(cache, call_peer(request->call), &request->ticket);
	return FAULT_NONE;
}

static void step_identify(struct request *request)
{
	struct note note = { .line = 0 };
	enum fault fault;

	if (request->route->access == ACCESS_OPEN) {
		step_look(request);
		return;
	}
	fault = show_ticket(request, &note);
	if (fault)
		request_refuse(request, fault, &note);
	else if (session_find(&request->api->sessions, &request->ticket,
			      clock_now(request->api->core->clock), &request->who))
		step_admit(request);
	else
		step_look_up(request);
}

void request_sign(const struct request *request, struct command *command)
{
	assert(loop_is_here(request->api->core->loop) && request->who.actor[0]);
	str_put(command->actor, sizeof(command->actor), str_of(request->who.actor));
	command->actor_id = request->who.user.id;
	command->actor_token = request->who.token;
}

void request_start(struct api *api, struct call *call, const struct route_row *route,
		 bool is_control)
{
	assert(loop_is_here(api->core->loop) && call && route);

	struct request *request = memory_new(struct request);
	struct note note = { .line = 0 };
	enum fault fault;

	request->api = api;
	request->call = call;
	request->route = route;
	request->is_control = is_control;
	request->status = 200;
	request->id = call_param(call, "id");
	request->body = call_body(call);
	buf_init(&request->text, REQUEST_REPLY);
	arena_init(&request->arena, REQUEST_ARENA);
	/* A provider's query is read by nobody: it is only signed. */
	fault = route->access == ACCESS_OPEN ? FAULT_NONE :
		form_read(call_query(call), 32, &request->arena, &request->query, &note);
	if (fault)
		request_refuse(request, fault, &note);
	else
		step_identify(request);
}
