#include "staff_alert.h"

#include <assert.h>

#include "coverage.h"
#include "enqueue.h"
#include "store/people/consent.h"
#include "store/people/staff_alerts.h"
#include "store/people/users.h"
#include "work/txn/reply_cache.h"

enum { TURN_MOST = 16, TEXT_CEILING = 6400 };

/* What one text needs. */
struct staff_alert {
	const struct txn *txn;
	const struct user *user;
	struct contact contact;
	struct number number;
	struct line_id line;
};

/* The minutes of the day between which they work on any day: the claim looks at no week. */
static void set_hours(const struct school_week *week, struct contact *contact)
{
	contact->own_from = 24 * 60;
	for (int day = 0; day < 7; day++) {
		for (int i = 0; i < 2; i++) {
			if (week->spans[day][i].to == 0)
				continue;
			if (week->spans[day][i].from < contact->own_from)
				contact->own_from = week->spans[day][i].from;
			if (week->spans[day][i].to > contact->own_to)
				contact->own_to = week->spans[day][i].to;
		}
	}
}

static enum fault add_contact(struct staff_alert *alert)
{
	const struct txn *txn = alert->txn;
	const struct school_week week = coverage_week(txn, alert->user);
	struct contact *contact = &alert->contact;
	enum fault fault;

	*contact = (struct contact){ .id = { txn_id(txn) }, .is_known = true,
				     .language_source = LANGUAGE_STAFF, .prefers = CHANNEL_SMS,
				     .created_at = txn->now, .updated_at = txn->now };
	str_put(contact->name, sizeof(contact->name), str_of(alert->user->name));
	str_put(contact->language, sizeof(contact->language), str_of(txn->locale->staff->tag));
	str_put(contact->zone, sizeof(contact->zone), str_of(alert->user->zone));
	set_hours(&week, contact);
	alert->number = (struct number){ .contact = contact->id };
	str_put(alert->number.phone, sizeof(alert->number.phone), str_of(alert->user->phone));
	fault = contact_add(txn->db, contact);
	if (!fault)
		fault = number_add(txn->db, &alert->number, txn->now);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "contact.added", .actor = "system", .contact = contact->id,
		.staff = alert->user->id, .detail = "a member of staff's own number" });
}

static enum fault find_contact(struct staff_alert *alert)
{
	struct db *db = alert->txn->db;
	enum fault fault = number_get(db, str_of(alert->user->phone), &alert->number);

	if (fault == FAULT_MISSING)
		return add_contact(alert);
	if (fault)
		return fault;
	return contact_get(db, alert->number.contact, &alert->contact);
}

/* Ids and settings of lines never change after the start. */
static bool find_line(const struct core *core, struct line_id *line)
{
	for (size_t i = 0; i < core->line_count; i++) {
		if (core->lines[i].settings && core->lines[i].settings->speaks[CHANNEL_SMS]) {
			*line = core->lines[i].id;
			return true;
		}
	}
	return false;
}

static enum fault say(struct staff_alert *alert, const struct staff_alert_load *load)
{
	const struct txn *txn = alert->txn;
	struct reply_facts facts;
	struct consent consent;
	struct reply_said said;
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, TEXT_CEILING);
	fault = find_contact(alert);
	if (!fault)
		fault = consent_get(txn->db, str_of(alert->number.phone), CHANNEL_SMS,
				    PURPOSE_SCHOOL, &consent);
	if (fault)
		return fault;
	if (consent.is_stopped || number_is_unusable(&alert->number, CHANNEL_SMS))
		return FAULT_NONE;
	txn_reply_facts(txn, &alert->contact, &facts);
	facts.due_at = load->oldest_at;
	facts.media_failed = (int)load->waiting;
	fault = reply_cache_compose(txn, &facts, &(struct classification){
		.sentence = "staff.waiting", .language = txn->locale->staff }, &text, &said);
	if (fault)
		return fault;
	return enqueue_message(txn, &(struct outbound){
		.contact = &alert->contact, .number = &alert->number, .channel = CHANNEL_SMS,
		.line = alert->line, .kind = KIND_UPDATE, .purpose = PURPOSE_SCHOOL,
		.language = said.lang->tag, .text = buf_str(&text),
		.segments = said.segments }, NULL, NULL);
}

/* Nothing waits, or they are away: no text.  Not at work: when they are again. */
static enum fault look(const struct txn *txn, void *thing)
{
	const struct user *user = thing;
	struct staff_alert alert = { .txn = txn, .user = user };
	struct staff_alert_load load = { .waiting = 0 };
	const struct school_week week = coverage_week(txn, user);
	bool is_away = false;
	int64_t open_at;
	enum fault fault = staff_alert_load(txn->db, user->id, &load);

	if (!fault)
		fault = coverage_is_away(txn, user->id, &is_away);
	if (fault)
		return fault;
	if (load.waiting == 0 || is_away || user->disabled_at || !user->phone[0] ||
	    !find_line(txn->core, &alert.line))
		return staff_alert_put(txn->db, user->id, 0, NEVER);
	if (!school_is_open(&week, txn->now)) {
		open_at = school_after(&week, txn->now, 1);
		return staff_alert_put(txn->db, user->id, 0, open_at == NEVER ? NEVER : open_at - 1);
	}
	fault = say(&alert, &load);
	if (fault)
		return fault;
	return staff_alert_put(txn->db, user->id, txn->now, NEVER);
}

static enum fault postpone(const struct txn *txn, void *thing)
{
	const struct user *user = thing;

	return staff_alert_put(txn->db, user->id, 0, txn->now + TRIAL_AGAIN_IN);
}

enum fault staff_alert_turn(const struct txn *txn, size_t *count)
{
	assert(txn_is_writing(txn) && count);

	static const struct trial trial = { look, postpone, "staff_alert" };
	struct user due[TURN_MOST];
	enum fault fault = staff_alert_due(txn->db, txn->now, due, TURN_MOST, count);

	for (size_t i = 0; !fault && i < *count; i++)
		fault = txn_try(txn, &trial, &due[i], due[i].id.n);
	return fault;
}
