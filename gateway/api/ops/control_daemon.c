#include "control_daemon.h"

#include <assert.h>

#include "api/http/request_input.h"
#include "api/json/json_core.h"
#include "base/file.h"
#include "store/jobs/high_water.h"
#include "store/jobs/reader.h"
#include "store/log/audit.h"
#include "work/outbound/hook_address.h"

static void set_webhooks(json_t *shape, const struct account_state *account)
{
	AUTO(buf) address;

	buf_init(&address, 2048);
	hook_address_message(&account->settings->account, &address);
	buf_add_text(&address, account->adapter->webhook_overrides);
	json_set_str(shape, "message_webhook", buf_str(&address));
	/* The same door again: a repeat is recognised by its id (G3). */
	json_set_str(shape, "message_fallback", buf_str(&address));
	json_set_str(shape, "webhook_method", STR("POST"));
}

enum fault control_daemon_lines(struct request *request, struct note *note)
{
	const struct core *core = request->api->core;
	json_t *items = json_array();
	json_t *reply;

	(void)note;
	for (size_t i = 0; i < core->line_count; i++) {
		json_t *line = json_core_line(&core->lines[i]);

		set_webhooks(line, core->lines[i].account);
		json_array_append_new(items, line);
	}
	reply = request_input_list(items);
	request_answer(request, reply);
	return FAULT_NONE;
}

static void answer_done(struct request *request)
{
	json_t *reply = json_object();

	json_set_bool(reply, "is_done", true);
	request_answer(request, reply);
}

enum fault control_daemon_reload(struct request *request, struct note *note)
{
	const struct api_hands *hands = &request->api->settings.hands;
	enum fault fault;

	if (!hands->reload)
		return fault_because(FAULT_CONFLICT, note, "this program cannot reload");
	fault = hands->reload(hands->context, note);
	if (!fault)
		answer_done(request);
	return fault;
}

/* Answers first: after the drain nobody listens. */
enum fault control_daemon_drain(struct request *request, struct note *note)
{
	const struct api_hands hands = request->api->settings.hands;

	if (!hands.drain)
		return fault_because(FAULT_CONFLICT, note, "this program cannot drain");
	answer_done(request);
	hands.drain(hands.context);
	return FAULT_NONE;
}

/* --- backup: check, audit, then copy on a reader thread ------------------------- */

enum fault control_daemon_backup_check(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "path", 1023, true },
		{ .name = NULL },
	};
	enum fault fault = request_input_body(request, fields, note);

	(void)db;
	if (fault)
		return fault;
	if (!str_starts(request_input(request, "path"), STR("/"))) {
		request->field = "path";
		return fault_because(FAULT_INVALID, note, "the path must be absolute");
	}
	request->detail = json_object();
	json_set_str(request->detail, "path", request_input(request, "path"));
	return FAULT_NONE;
}

static enum fault run_backup(struct job *job, struct db *db, struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	const char *path = json_string_value(json_object_get(request->asked, "path"));
	const struct backup_ours *ours = request->api->settings.ours;

	return ours ? db_backup_beside(db, path, ours, note) : db_backup(db, path, note);
}

static void backup_done(struct job *job, enum fault fault, const struct note *note)
{
	struct request *request = container_of(job, struct request, job);

	if (fault)
		request_refuse(request, fault, note);
	else
		answer_done(request);
}

enum fault control_daemon_backup(struct request *request, struct note *note)
{
	assert(request->asked);
	(void)note;
	request->job = (struct job){ .run = run_backup, .done = backup_done, .is_long = true };
	return reader_add(request->api->core->reader, &request->job);
}

/* The chain by itself, and that its end is where the mark beside the ledger saw it.  The mark first
 * and then a new instant of the ledger, so that none is asked for that is not committed yet. */
static enum fault verify(struct request *request, struct db *db, int64_t *rows, int64_t *bad_no)
{
	const struct core *core = request->api->core;
	struct high_water *mark = writer_mark(core->writer);
	struct audit_link link = { .no = 0 };
	bool is_there = true;
	enum fault fault;

	if (mark)
		high_water_audit(mark, &link);
	db_rollback(db);
	fault = db_begin(db);
	if (!fault)
		fault = audit_verify(db, core->settings->audit_key, rows, bad_no);
	if (!fault)
		fault = audit_link_is(db, &link, &is_there);
	if (!fault && !*bad_no && !is_there)
		*bad_no = link.no <= *rows ? link.no : *rows + 1;
	return fault;
}

enum fault control_daemon_audit_verify(struct request *request, struct db *db, struct note *note)
{
	int64_t rows = 0, bad_no = 0;
	enum fault fault = verify(request, db, &rows, &bad_no);

	(void)note;
	if (fault)
		return fault;
	request->reply = json_object();
	json_set_bool(request->reply, "is_whole", bad_no == 0);
	json_set_number(request->reply, "rows", rows);
	json_core_id(request->reply, "first_bad", bad_no);
	return FAULT_NONE;
}
