#include "inbound_private.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "inbound_clean.h"
#include "promise_open.h"
#include "store/messaging/media.h"
#include "store/people/consent.h"
#include "work/followup/consequences.h"
#include "work/followup/enqueue.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/quiet_hold.h"
#include "work/followup/stop.h"
#include "work/txn/reply_cache.h"
#include "work/txn/trace.h"

enum { TEXT_CEILING = 6400, WEBHOOK_DELAY_MS = 600000 };

/* A number nobody knows is never dropped: it gets a contact of its own. */
static enum fault make_stranger(struct inbound_store *store)
{
	const struct txn *txn = store->txn;
	enum fault fault;

	store->contact = (struct contact){
		.id = { txn_id(txn) },
		.language_source = LANGUAGE_DEFAULT,
		.prefers = store->ask->inbound->channel,
		.created_at = txn->now,
		.updated_at = txn->now,
	};
	str_put(store->contact.language, sizeof(store->contact.language),
		str_of(txn->locale->staff->tag));
	store->number = (struct number){ .contact = store->contact.id };
	str_put(store->number.phone, sizeof(store->number.phone), store->ask->inbound->from);
	fault = contact_add(txn->db, &store->contact);
	if (!fault)
		fault = number_add(txn->db, &store->number, txn->now);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "contact.added", .actor = "family", .contact = store->contact.id,
		.detail = "a number nobody knew" });
}

static enum fault find_family(struct inbound_store *store)
{
	const struct txn *txn = store->txn;
	enum fault fault = number_get(txn->db, store->ask->inbound->from, &store->number);

	if (fault == FAULT_MISSING)
		return make_stranger(store);
	if (!fault)
		fault = contact_get(txn->db, store->number.contact, &store->contact);
	if (fault)
		return fault;
	fault = promise_last(txn->db, store->contact.id, store->ask->line, &store->last);
	store->has_last = fault == FAULT_NONE;
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

static void read_choices(const struct inbound_store *store, struct classify_facts *facts)
{
	struct str rest = str_of(store->number.choices);
	struct str tag;

	if (store->number.question == QUESTION_HOURS) {
		hours_menu_read(rest, &facts->hours, &facts->menu);
		return;
	}
	while (rest.size && facts->choice_count < CLASSIFY_CHOICES && str_next(&rest, ',', &tag)) {
		const struct lang *lang = lang_find(store->txn->locale->languages, tag);

		if (lang)
			facts->choices[facts->choice_count++] = lang;
	}
}

/* Texts that a poll finds are judged by when they were said: three within two minutes
 * are one promise, hours later too.  One from before the last we know has no such place. */
static int64_t said_at(const struct inbound_store *store)
{
	return store->has_last && store->ask->inbound_at < store->last.input_at ?
		       store->txn->now : store->ask->inbound_at;
}

/* What we said to this number: how often by ourselves, and when a person did. */
static enum fault read_said(const struct inbound_store *store, struct classify_facts *facts)
{
	const struct txn *txn = store->txn;
	struct str phone = str_of(store->number.phone);
	enum fault fault = message_last_personal(txn->db, phone, &facts->staff_wrote_at);

	if (!fault)
		fault = message_count_replies(txn->db, phone, txn->now - DAY_MS,
					      &facts->replies_last_day);
	/* none in a day: none in its last hour */
	if (fault || facts->replies_last_day == 0)
		return fault;
	return message_count_replies(txn->db, phone, txn->now - HOUR_MS, &facts->replies_last_hour);
}

static enum fault read_facts(struct inbound_store *store, struct classify_facts *facts)
{
	const struct txn *txn = store->txn;
	const struct inbound *inbound = store->ask->inbound;
	struct consent consent;
	enum fault fault = consent_get(txn->db, str_of(store->number.phone), inbound->channel,
				       PURPOSE_SCHOOL, &consent);

	if (fault)
		return fault;
	store->consent_at = consent.changed_at;
	*facts = (struct classify_facts){
		.now = said_at(store),
		.text = store->ask->read->forms.text,
		.read = store->ask->read,
		.media_count = inbound->media_count,
		.is_known = store->contact.is_known,
		.is_stopped = consent.is_stopped,
		.language = locale_language(txn->locale, store->contact.language),
		.language_source = store->contact.language_source,
		.question = store->number.question,
		.asked_at = store->number.asked_at,
		.asked_of = store->number.asked_of,
		.last_promise = store->has_last ? store->last.id : (struct promise_id){ 0 },
		.last_state = store->has_last ? store->last.state : PROMISE_EXCUSED,
		.last_input_at = store->has_last ? store->last.input_at : 0,
		.last_answer_at = store->number.answered_at,
		.is_thanked = store->number.thanked_at > store->number.answered_at,
		.languages = txn->locale->languages,
		.opt_outs = txn->locale->opt_outs,
		.text_hours = txn->locale->text_hours,
		.hours = txn_hours(txn, &store->contact),
		.allowed = txn->locale->allowed,
		.allowed_count = txn->locale->allowed_count,
	};
	facts->provider = inbound->opt_out_type == INBOUND_STOP ? CLASSIFY_PROVIDER_STOP :
			  inbound->opt_out_type == INBOUND_START ? CLASSIFY_PROVIDER_START :
			  inbound->opt_out_type == INBOUND_HELP ? CLASSIFY_PROVIDER_HELP :
							      CLASSIFY_PROVIDER_SILENT;
	read_choices(store, facts);
	return read_said(store, facts);
}

/* Which promise it belongs to, said first: the trace begins with what was heard. */
static enum fault trace_inbound(struct inbound_store *store)
{
	const struct classification *classification = &store->classification;

	if (classification->meaning == MEANING_INPUT || classification->meaning == MEANING_ANSWERED_NO)
		store->promise = (struct promise_id){ txn_id(store->txn) };
	else if (classification->meaning == MEANING_MORE)
		store->promise = classification->joins;
	return txn_trace(store->txn, &(struct trace){
		.what = "message.inbound", .actor = "family", .promise = store->promise,
		.message = store->message, .contact = store->contact.id,
		.detail = meaning_word(classification->meaning) });
}

/* What is not as it came is said where it is read. */
static enum fault trace_odd(struct inbound_store *store)
{
	AUTO(buf) why;

	buf_init(&why, 400);
	if (!store->ask->odd)
		return FAULT_NONE;
	inbound_clean_say(store->ask->odd, &why);
	return txn_trace(store->txn, &(struct trace){
		.what = "message.odd", .actor = "system", .promise = store->promise,
		.message = store->message, .contact = store->contact.id,
		.detail = buf_text(&why) });
}

static enum fault settle_promise(struct inbound_store *store)
{
	switch (store->classification.meaning) {
	case MEANING_INPUT:
	case MEANING_ANSWERED_NO:
		return promise_open(store);
	case MEANING_MORE:
		return promise_open_join(store);
	default:
		return FAULT_NONE;
	}
}

static enum fault keep_contact(struct inbound_store *store)
{
	const struct classification *classification = &store->classification;
	struct contact *contact = &store->contact;
	AUTO(buf) detail;
	enum fault fault;

	buf_init(&detail, 80);
	if (classification->sets_hours) {
		contact->own_from = classification->own.from;
		contact->own_to = classification->own.to;
		contact->hours_source = LANGUAGE_TOLD;
		contact->updated_at = store->txn->now;
	}
	if (strcmp(contact->language, classification->language->tag) == 0 &&
	    contact->language_source == classification->language_source)
		return classification->sets_hours ? contact_put(store->txn->db, contact) : FAULT_NONE;
	buf_add_format(&detail, "%s, %s", classification->language->tag,
		       language_source_word(classification->language_source));
	str_put(contact->language, sizeof(contact->language), str_of(classification->language->tag));
	contact->language_source = classification->language_source;
	contact->updated_at = store->txn->now;
	fault = contact_put(store->txn->db, contact);
	if (fault)
		return fault;
	return txn_trace(store->txn, &(struct trace){
		.what = "contact.language", .actor = "family", .message = store->message,
		.contact = contact->id, .detail = buf_text(&detail) });
}

/* What is held for them moves with the hours, in this same transaction. */
static enum fault keep_hours(struct inbound_store *store)
{
	char detail[32];
	enum fault fault;

	if (!store->classification.sets_hours)
		return FAULT_NONE;
	snprintf(detail, sizeof(detail), "%02d:%02d-%02d:%02d", store->contact.own_from / 60,
		 store->contact.own_from % 60, store->contact.own_to / 60,
		 store->contact.own_to % 60);
	fault = txn_trace(store->txn, &(struct trace){
		.what = "contact.hours", .actor = "family", .message = store->message,
		.contact = store->contact.id, .detail = detail });
	if (fault)
		return fault;
	return quiet_hold_retime(store->txn, &store->contact);
}

static bool is_unanswerable(const struct inbound_store *store)
{
	return store->ask->odd & INBOUND_UNANSWERABLE;
}

static void write_choices(const struct classification *classification, struct number *number)
{
	AUTO(buf) tags;

	buf_init(&tags, sizeof(number->choices) - 1);
	hours_menu_write(&classification->menu, &tags);
	for (int i = 0; i < classification->choice_count; i++) {
		if (i > 0)
			buf_add_char(&tags, ',');
		buf_add_text(&tags, classification->choices[i]->tag);
	}
	str_put(number->choices, sizeof(number->choices), buf_str(&tags));
}

static enum fault keep_number(struct inbound_store *store)
{
	const struct classification *classification = &store->classification;
	struct number *number = &store->number;
	bool is_back;
	enum fault fault;

	if (number->inbound_at < store->ask->inbound_at)
		number->inbound_at = store->ask->inbound_at;
	/* whoever texts can be texted, unless it is no address at all */
	is_back = !is_unanswerable(store) && number_mend(number, store->ask->inbound->channel);
	if (is_unanswerable(store))
		number_mark(number, store->ask->inbound->channel, 0, store->txn->now);
	if (classification->clears_question)
		number->question = QUESTION_NONE;
	if (classification->meaning == MEANING_THANKS || classification->meaning == MEANING_ANSWERED_YES)
		number->thanked_at = store->txn->now;
	if (classification->ask != QUESTION_NONE) {
		number->question = classification->ask;
		number->asked_at = store->txn->now;
		number->asked_of = store->promise;
		write_choices(classification, number);
	}
	fault = number_put(store->txn->db, number);
	if (fault || !is_back)
		return fault;
	return trace_number(store->txn, &(struct number_news){
		       .contact = number->contact, .promise = store->promise,
		       .message = store->message, .channel = store->ask->inbound->channel,
		       .actor = "family", .why = "it texted us" });
}

static enum fault keep_message(struct inbound_store *store)
{
	const struct inbound *inbound = store->ask->inbound;
	struct message message = {
		.id = store->message, .direction = DIRECTION_IN, .purpose = PURPOSE_SCHOOL,
		.channel = inbound->channel, .contact = store->contact.id,
		.line = store->ask->line, .promise = store->promise,
		.meaning = store->classification.meaning, .text = inbound->text,
		.media_count = (int)inbound->media_count, .created_at = store->ask->inbound_at,
	};
	enum fault fault;

	str_put(message.phone, sizeof(message.phone), str_of(store->number.phone));
	str_put(message.language, sizeof(message.language), str_of(store->contact.language));
	fault = message_add_inbound(store->txn->db, store->ask->account, inbound->id, &message);
	for (size_t i = 0; !fault && i < inbound->media_count; i++) {
		struct media media = { .message = store->message, .no = (int)i };

		str_put(media.url, sizeof(media.url), inbound->media[i]);
		str_put(media.type, sizeof(media.type), inbound->media_type[i]);
		fault = media_add(store->txn->db, &media);
	}
	return fault;
}

/* Polls and repeated webhooks may bring an old word after a newer one.  START gives way
 * to any STOP that is newer by our clocks; STOP only to a START that is newer by more
 * than a webhook's delay: when in doubt the family is left in peace (G6). */
static void forget_old_word(struct inbound_store *store)
{
	struct classification *classification = &store->classification;
	int64_t late_for = classification->consent == CLASSIFY_CONSENT_STOP ? WEBHOOK_DELAY_MS : 0;

	if (classification->consent == CLASSIFY_CONSENT_SAME ||
	    store->ask->inbound_at + late_for >= store->consent_at)
		return;
	classification->consent = CLASSIFY_CONSENT_SAME;
	classification->sentence = NULL;
}

/* A review of before is decided by what the family says plainly now. */
static enum fault keep_consent(struct inbound_store *store)
{
	const struct txn *txn = store->txn;
	const struct inbound *inbound = store->ask->inbound;
	struct str phone = str_of(store->number.phone);
	enum consent_cause cause = inbound->opt_out_type != INBOUND_NO_WORD ? CAUSE_PROVIDER :
			    store->classification.is_phrase ? CAUSE_PHRASE : CAUSE_KEYWORD;
	struct consent_change change = {
		.phone = phone, .channel = inbound->channel, .cause = cause, .by = store->message,
		.event_id = txn_id(txn), .at = store->ask->inbound_at };
	enum fault fault;

	switch (store->classification.consent) {
	case CLASSIFY_CONSENT_STOP:
		fault = opt_out_review_clear(txn, phone, DECISION_STOPPED, "family");
		if (fault)
			return fault;
		return consequences_stop(txn, &(struct stop){
			&store->number, inbound->channel, cause, store->message,
			store->ask->inbound_at });
	case CLASSIFY_CONSENT_START:
		fault = opt_out_review_clear(txn, phone, DECISION_KEPT, "family");
		if (fault)
			return fault;
		return consent_set(txn->db, &change);
	case CLASSIFY_CONSENT_EMERGENCY:
		change.cause = CAUSE_SCOPE;
		return consent_set_purpose(txn->db, &change, PURPOSE_EMERGENCY);
	default:
		return FAULT_NONE;
	}
}

static enum fault keep_review(struct inbound_store *store)
{
	return store->classification.is_doubtful ? opt_out_review_raise(store->txn, store->promise, store->message)
					 : FAULT_NONE;
}

static enum kind reply_kind(enum meaning meaning)
{
	return meaning == MEANING_STOP || meaning == MEANING_START ? KIND_CONFIRMATION :
	       meaning == MEANING_INPUT || meaning == MEANING_ANSWERED_NO ? KIND_ACK :
									    KIND_SERVICE;
}

static enum fault keep_reply(struct inbound_store *store)
{
	struct reply_facts facts;
	struct reply_said said;
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, TEXT_CEILING);
	/* It may have been said already: restore.h. */
	if (!store->classification.sentence || store->txn->core->is_quarantined ||
	    is_unanswerable(store))
		return FAULT_NONE;
	txn_reply_facts(store->txn, &store->contact, &facts);
	if (store->rule)
		facts.is_open_now = school_is_open(&store->week, store->txn->now);
	facts.owner_name = str_of(store->owner.name);
	facts.due_at = store->due_at;
	facts.digit = store->ask->read->digit;
	fault = reply_cache_compose(store->txn, &facts, &store->classification, &text, &said);
	if (fault)
		return fault;
	return enqueue_message(store->txn, &(struct outbound){
		.contact = &store->contact, .number = &store->number,
		.channel = store->ask->inbound->channel, .line = store->ask->line,
		.kind = reply_kind(store->classification.meaning), .purpose = PURPOSE_SCHOOL,
		.promise = store->promise, .language = said.lang->tag, .text = buf_str(&text),
		.segments = said.segments }, NULL, NULL);
}

static enum fault keep_all(struct inbound_store *store)
{
	/* Order: rows that others point at first; the reply last, so that it reads the
	 * consent, the hour and the language as they are from now on; then the rule's. */
	static enum fault (*const steps[])(struct inbound_store *store) = {
		trace_inbound, trace_odd, settle_promise, keep_contact, keep_message, keep_hours, keep_review,
		keep_consent, keep_number, keep_reply, promise_open_first_steps,
	};
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < COUNT_OF(steps); i++) {
		fault = steps[i](store);
		if (!fault)
			fault = consequences_carry_out(store->txn);
	}
	return fault;
}

enum fault inbound_store(const struct txn *txn, const struct inbound_store_ask *ask,
			struct intake_result *result, bool *is_capped)
{
	assert(txn_is_writing(txn) && agenda_is_empty(txn));
	assert(ask->read && ask->account.size && ask->line.n != 0 && ask->inbound->id.size);
	assert(ask->inbound_at > 0 && result && is_capped);

	struct inbound_store store = { .txn = txn, .ask = ask };
	struct classify_facts facts;
	bool is_known = false;
	enum fault fault = message_is_known(txn->db, ask->account, ask->inbound->id, &is_known);

	if (fault)
		return fault;
	if (is_known) {
		result->is_repeat = true;
		return FAULT_NONE;
	}
	fault = find_family(&store);
	if (!fault)
		fault = read_facts(&store, &facts);
	if (fault)
		return fault;
	classify(&facts, &store.classification);
	forget_old_word(&store);
	store.message = (struct message_id){ txn_id(txn) };
	fault = keep_all(&store);
	if (fault)
		return fault;
	result->message = store.message;
	result->promise = store.promise;
	result->meaning = store.classification.meaning;
	*is_capped = store.classification.is_capped;
	return FAULT_NONE;
}
