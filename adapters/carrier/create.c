#include "create.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "deliver.h"
#include "dialect.h"
#include "i18n/text/segment.h"
#include "wire/call.h"
#include "wire/form.h"

enum { FORM_CEILING = 256 * 1024 };

/* --- accepting --------------------------------------------------------------------- */

static void log_accepted(struct carrier *carrier, const struct record *record)
{
	json_t *line = json_object();

	json_set_str(line, "sid", str_of(record->sid));
	json_set_str(line, "to", str_of(record->to));
	json_set_str(line, "from", str_of(record->from));
	json_set_str(line, "body", buf_str(&record->text));
	if (record->callback)
		json_set_str(line, "callback", str_of(record->callback));
	json_set_number(line, "valid_for_s", (record->valid_until - record->created_at) / SECOND_MS);
	carrier_log_add(carrier->log, "accepted", line);
}

static char *copy_of(struct str text)
{
	return text.size ? memory_text(text) : NULL;
}

static void set_content(struct record *record, const struct form *form)
{
	const struct dialect_names *names = &record->dialect->names;

	buf_add(&record->text, form_get(form, names->text));
	record->segments = segment_count(buf_str(&record->text)).segments;
	record->callback = copy_of(form_get(form, names->callback));
	record->fallback = copy_of(form_get(form, names->fallback));
	for (size_t i = 0; i < form->count; i++) {
		struct record_medium *medium;

		if (!str_is(form->fields[i].name, names->media))
			continue;
		medium = record_add_medium(record);
		if (!medium)
			continue;
		medium->url = copy_of(form->fields[i].value);
		str_put(medium->type, sizeof(medium->type), STR("image/jpeg"));
	}
}

static void set_mishaps(struct record *record, const struct mishap *mishap)
{
	record->end = JOURNEY_ARRIVES;
	if (mishap->flags & MISHAP_DOUBTFUL)
		record->end = JOURNEY_IS_DOUBTFUL;
	if (mishap->flags & MISHAP_SILENT)
		record->end = JOURNEY_IS_SILENT;
	record->ending = mishap->ending;
	record->is_hidden = mishap->flags & MISHAP_HIDE;
	record->chaos = mishap->flags;
	record->chaos_for = mishap->chaos_for;
	record->copies = mishap->copies;
}

static const struct record *accept_form(struct carrier *carrier, const struct dialect *dialect,
					const struct form *form, const struct mishap *mishap)
{
	const struct dialect_names *names = &dialect->names;
	bool has_media = form_get(form, names->media).at;
	struct record *record = records_add(carrier->records, dialect->kinds[has_media]);

	record->dialect = dialect;
	str_put(record->to, sizeof(record->to), form_get(form, names->to));
	str_put(record->from, sizeof(record->from), form_get(form, names->from));
	str_put(record->service, sizeof(record->service), form_get(form, names->service));
	record->direction = RECORD_SENT;
	set_content(record, form);
	record->created_at = carrier_now(carrier);
	record->updated_at = record->created_at;
	dialect->schedule(record, form);
	set_mishaps(record, mishap);
	log_accepted(carrier, record);
	deliver_start(carrier, record, mishap->queue_for);
	return record;
}

/* --- a request that is accepted after its sender gave up ------------------------------ */

struct late {
	struct mishap mishap;
	const struct dialect *dialect;
	size_t size;
	char body[];
};

static void create_on_late(struct carrier *carrier, int64_t no, void *data)
{
	struct late *late = data;
	struct form form;
	AUTO(arena) arena;

	(void)no;
	arena_init(&arena, FORM_CEILING * 4);
	if (late->dialect->read_body((struct str){ late->body, late->size }, &arena, &form,
				     NULL) == FAULT_NONE)
		(void)accept_form(carrier, late->dialect, &form, &late->mishap);
	free(late);
}

static void accept_later(struct rest *rest, const struct mishap *mishap)
{
	struct str body = call_body(rest->call);
	struct late *late = memory_zeroed(1, sizeof(*late) + body.size);
	struct chore chore = { .run = create_on_late, .drop = free, .data = late };

	late->mishap = *mishap;
	late->dialect = rest->dialect;
	late->size = body.size;
	memcpy(late->body, body.at, body.size);
	chores_add(rest->carrier->chores, mishap->delay_for, &chore);
}

/* --- answering ---------------------------------------------------------------------------- */

/* A document that breaks off in its middle. */
static void answer_half(struct rest *rest, const struct record *record)
{
	AUTO_JSON *json = rest->dialect->show(rest->carrier, record);
	AUTO(buf) body;

	buf_init(&body, FORM_CEILING);
	json_write(json, &body);
	rest_answer_bytes(rest, rest->dialect->created, "application/json",
			  str_slice(buf_str(&body), 0, body.size / 2));
}

static void answer_record(struct rest *rest, const struct mishap *mishap,
			  const struct record *record)
{
	json_t *json = rest->dialect->show(rest->carrier, record);

	if (mishap->answer == MISHAP_NO_ID)
		json_object_del(json, rest->dialect->id_key);
	rest_answer_one(rest, rest->dialect->created, json);
}

static void answer(struct rest *rest, const struct mishap *mishap, const struct record *record)
{
	switch (mishap->answer) {
	case MISHAP_REFUSE:
		rest_refuse_mishap(rest, mishap);
		break;
	case MISHAP_PAGE:
		rest_answer_page(rest, mishap);
		break;
	case MISHAP_HANG:
		rest_hang(rest, mishap->delay_for);
		break;
	case MISHAP_CUT:
	case MISHAP_LATE:
		rest_cut(rest);
		break;
	case MISHAP_BAD_JSON:
		answer_half(rest, record);
		break;
	case MISHAP_NO_ID:
	case MISHAP_NONE:
		answer_record(rest, mishap, record);
		break;
	}
}

static void judge_mishap(struct rest *rest, struct mishap *mishap)
{
	const struct dialect_names *names = &rest->dialect->names;
	struct str to = form_get(&rest->form, names->to);
	struct phone *phone = NULL;
	struct mishap_case request = { .request = MISHAP_CREATE, .to = to,
				       .from = form_get(&rest->form, names->from),
				       .text = form_get(&rest->form, names->text) };

	if (phone_is_number(carrier_bare(to)))
		phone = phones_need(rest->carrier->phones, carrier_bare(to));
	if (phone)
		request.tried = ++phone->tried;
	mishaps_judge(rest->carrier->mishaps, &request, mishap);
}

static void create_judged(struct rest *rest, const struct mishap *mishap)
{
	const struct dialect *dialect = rest->dialect;
	const struct record *record = NULL;
	enum refusal refusal;

	if (!mishap->is_accepted && mishap->answer != MISHAP_LATE) {
		answer(rest, mishap, NULL);
		return;
	}
	refusal = dialect->judge(rest->carrier, &rest->form);
	if (refusal) {
		rest_refuse(rest, refusal, NULL);
		return;
	}
	if (mishap->answer == MISHAP_LATE)
		accept_later(rest, mishap);
	else
		record = accept_form(rest->carrier, dialect, &rest->form, mishap);
	answer(rest, mishap, record);
}

static void create_on_release(struct rest *rest)
{
	create_judged(rest, &rest->mishap);
}

void create_run(struct rest *rest)
{
	assert(rest && rest->carrier && rest->dialect);
	if (!rest_is_strict(rest, &rest->form, rest->dialect->names.all))
		return;
	judge_mishap(rest, &rest->mishap);
	if (rest->mishap.is_held)
		rest_hold(rest, create_on_release);
	else
		create_judged(rest, &rest->mishap);
}
