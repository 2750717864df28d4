#include "txn.h"

#include <assert.h>
#include <string.h>

#include "agenda.h"
#include "base/log.h"
#include "domain/inbound/reply.h"
#include "store/log/events.h"
#include "store/people/consent.h"

struct txn txn_of(const struct core *core, const struct locale *locale, struct db *db,
		      struct note *note)
{
	assert(core && locale && db);

	struct txn txn = { core, locale, db, clock_now(core->clock), note,
			       core->settings->week, NULL };

	txn.week.closures = timetable_closures(locale->timetable, STR_NONE);
	return txn;
}

bool txn_is_writing(const struct txn *txn)
{
	return txn && txn->core && txn->agenda && db_is_begun(txn->db);
}

int64_t txn_id(const struct txn *txn)
{
	return id_next(txn->core->ids, txn->now);
}

bool txn_is_of_store(enum fault fault)
{
	return fault == FAULT_DISK || fault == FAULT_AGAIN;
}

enum fault txn_try(const struct txn *txn, const struct trial *trial, void *thing,
		     int64_t id)
{
	assert(txn_is_writing(txn) && trial->run && trial->postpone && trial->what);

	enum fault fault = agenda_write_promises(txn);

	assert(agenda_is_empty(txn));
	if (!fault)
		fault = db_savepoint(txn->db);
	if (fault)
		return fault;
	fault = trial->run(txn, thing);
	if (!fault && !agenda_is_empty(txn))
		fault = txn->agenda->carry_out(txn);
	if (!fault)
		fault = agenda_write_promises(txn);
	if (!fault)
		return db_release(txn->db);
	db_rollback_to(txn->db);
	agenda_forget(txn);
	if (txn_is_of_store(fault))
		return fault;
	log_fact(LOG_WARN, "scheduler.postponed", LOG_WORD("what", trial->what), LOG_ID("id", id),
		 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(txn->note->text));
	txn->note->text[0] = '\0';
	return trial->postpone(txn, thing);
}

enum fault txn_trace(const struct txn *txn, const struct trace *trace)
{
	struct event event = {
		.id = txn_id(txn),
		.at = txn->now,
		.what = trace->what,
		.actor = trace->actor,
		.promise = trace->promise,
		.message = trace->message,
		.contact = trace->contact,
		.detail = str_of(trace->detail ? trace->detail : ""),
		.staff = trace->staff,
		.step = trace->step,
	};

	assert(txn_is_writing(txn) && trace->what[0] && trace->actor[0]);
	return event_keep(txn->db, &event);
}

const struct zone *txn_zone(const struct txn *txn, const struct contact *contact)
{
	const struct zone *zone = NULL;

	if (contact && contact->zone[0])
		zone = zone_find(str_of(contact->zone));
	return zone ? zone : txn->core->settings->zone;
}

struct school_week txn_week(const struct txn *txn, const char *school)
{
	struct school_week week = txn->week;

	week.closures = timetable_closures(txn->locale->timetable, str_of(school));
	return week;
}

struct hours_facts txn_hours(const struct txn *txn, const struct contact *contact)
{
	const struct core_settings *settings = txn->core->settings;

	return (struct hours_facts){
		.zone = txn_zone(txn, contact),
		.law_from = settings->law_from,
		.law_to = settings->law_to,
		.district_from = settings->district_from,
		.district_to = settings->district_to,
		.own_from = contact->own_from,
		.own_to = contact->own_to,
		.kind = KIND_OUTREACH,
		.purpose = PURPOSE_SCHOOL,
	};
}

static struct hours_facts hours_of(const struct txn *txn, const struct route_ask *ask)
{
	struct hours_facts facts = txn_hours(txn, ask->contact);

	facts.invited_at = ask->number->inbound_at;
	facts.kind = ask->kind;
	facts.purpose = ask->purpose;
	return facts;
}

enum fault txn_route(const struct txn *txn, const struct route_ask *ask,
		       struct route *route, struct hours_verdict *hours)
{
	assert(ask->contact && ask->number && route);
	assert(ask->channel < CHANNEL_COUNT && ask->kind < KIND_COUNT && ask->purpose < PURPOSE_COUNT);

	struct consent consent;
	struct route_line line = { .id = ask->line, .is_paused = ask->is_line_paused };
	struct route_facts facts = {
		.now = txn->now,
		.kind = ask->kind,
		.purpose = ask->purpose,
		.language = locale_language(txn->locale, ask->contact->language),
		.language_why = language_source_word(ask->contact->language_source),
		.prefers = ask->channel,
		.wrote_to = ask->line,
		.lines = &line,
		.line_count = 1,
		.hours = hours_of(txn, ask),
	};
	enum fault fault = consent_get(txn->db, str_of(ask->number->phone), ask->channel,
				       ask->purpose, &consent);

	if (fault)
		return fault;
	/* G6's one exception: the confirmation of the STOP itself. */
	if (ask->kind == KIND_CONFIRMATION)
		consent = (struct consent){ .is_granted = true };
	line.speaks[ask->channel] = true;
	facts.is_stopped[ask->channel] = consent.is_stopped;
	facts.is_unusable[ask->channel] = number_is_unusable(ask->number, ask->channel);
	facts.may_receive[ask->channel] = consent.is_granted && !consent.is_stopped &&
					  !facts.is_unusable[ask->channel];
	if (hours)
		*hours = hours_check(&facts.hours, txn->now);
	route_choose(&facts, route);
	return FAULT_NONE;
}

void txn_reply_facts(const struct txn *txn, const struct contact *contact,
		       struct reply_facts *facts)
{
	assert(contact && facts);
	*facts = (struct reply_facts){
		.catalog = txn->locale->catalog,
		.languages = txn->locale->languages,
		.zone = txn_zone(txn, contact),
		.district = str_of(txn->core->settings->district_name),
		.district_phone = str_of(txn->core->settings->district_phone),
		.contact_name = str_of(contact->name),
		.is_open_now = school_is_open(&txn->week, txn->now),
	};
}
