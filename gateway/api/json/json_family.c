#include "json_family.h"

#include <assert.h>
#include <stdio.h>

#include "domain/hours.h"
#include "json_core.h"
#include "json_household.h"
#include "store/messaging/media.h"
#include "store/people/consent.h"
#include "store/people/users.h"

/* The store's enum has no words of its own outside the SQL. */
static const char *const media_words[] = {
	[MEDIA_WAITING] = "waiting",
	[MEDIA_KEPT] = "kept",
	[MEDIA_FAILED] = "failed",
};

enum { MEDIA_MOST = 10, NUMBERS_MOST = 16 };

/* 0, null in JSON: it waits for no hour. */
static int64_t held_until(const struct delivery *delivery)
{
	return delivery->state == DELIVERY_QUEUED && wait_reason_is_hour(delivery->waits_for) ?
		       delivery->not_before_at : 0;
}

json_t *json_family_delivery(const struct delivery *delivery)
{
	assert(delivery->state < DELIVERY_STATES);

	json_t *shape = json_object();

	json_set_id(shape, "message", delivery->message.n);
	json_set_str(shape, "state", str_of(delivery_word(delivery->state)));
	json_set_id(shape, "line", delivery->line.n);
	json_set_str(shape, "phone", str_of(delivery->phone));
	json_set_number(shape, "attempts", delivery->attempts);
	json_set_time(shape, "not_before_at", delivery->not_before_at);
	json_core_waits(shape, delivery->waits_for);
	json_set_time(shape, "held_until", held_until(delivery));
	json_set_time(shape, "claimed_at", delivery->claimed_at);
	json_set_time(shape, "sent_at", delivery->sent_at);
	json_set_time(shape, "final_at", delivery->final_at);
	json_object_set_new(shape, "error_code", delivery->error_code ?
			    json_integer(delivery->error_code) : json_null());
	json_set_bool(shape, "is_ambiguous", delivery->is_ambiguous);
	json_set_bool(shape, "needs_person", delivery->needs_person);
	return shape;
}

static enum fault set_delivery(struct db *db, json_t *shape, struct message_id id)
{
	char provider_id[160] = "";
	struct delivery delivery;
	enum fault fault = delivery_get(db, id, &delivery);
	json_t *inner;

	if (fault == FAULT_MISSING) {
		json_object_set_new(shape, "delivery", json_null());
		return FAULT_NONE;
	}
	if (fault)
		return fault;
	inner = json_family_delivery(&delivery);
	fault = delivery_provider_id(db, id, provider_id, sizeof(provider_id));
	json_core_word(inner, "provider_id", provider_id);
	json_object_set_new(shape, "delivery", inner);
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

static enum fault set_media(struct db *db, json_t *shape, const struct message *message)
{
	struct media media[MEDIA_MOST];
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = message->media_count == 0 ? FAULT_NONE :
		media_of(db, message->id, media, MEDIA_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one = json_object();

		json_set_number(one, "no", media[i].no);
		json_set_str(one, "type", str_of(media[i].type));
		json_set_str(one, "state", str_of(media_words[media[i].state]));
		json_array_append_new(list, one);
	}
	json_object_set_new(shape, "media", list);
	return fault;
}

static void set_author(struct db *db, json_t *shape, struct user_id id)
{
	struct user user;
	json_t *author = json_null();

	if (id.n) {
		author = json_object();
		json_set_id(author, "id", id.n);
		json_core_word(author, "name",
			   user_get(db, id, &user) == FAULT_NONE ? user.name : NULL);
	}
	json_object_set_new(shape, "author", author);
}

enum fault json_family_message(struct db *db, const struct message *message, json_t **shape)
{
	assert(db && message->kind < KIND_COUNT && shape);

	json_t *one = json_object();
	bool is_out = message->direction == DIRECTION_OUT;
	enum fault fault;

	json_set_id(one, "id", message->id.n);
	json_set_str(one, "direction", str_of(direction_word(message->direction)));
	json_core_word(one, "kind", is_out ? kind_word(message->kind) : NULL);
	json_core_word(one, "meaning", is_out ? NULL : meaning_word(message->meaning));
	json_set_str(one, "purpose", str_of(purpose_word(message->purpose)));
	json_set_str(one, "channel", str_of(channel_word(message->channel)));
	json_set_id(one, "contact", message->contact.n);
	json_set_str(one, "phone", str_of(message->phone));
	json_set_id(one, "line", message->line.n);
	json_core_id(one, "promise", message->promise.n);
	json_set_str(one, "language", str_of(message->language));
	json_set_str(one, "text", message->text);
	json_set_number(one, "segments", message->segments);
	json_set_time(one, "created_at", message->created_at);
	set_author(db, one, message->author);
	fault = set_media(db, one, message);
	if (!fault)
		fault = set_delivery(db, one, message->id);
	if (fault)
		json_decref(one);
	else
		*shape = one;
	return fault;
}

static void set_minutes(json_t *object, const char *key, int minutes)
{
	char text[16];

	snprintf(text, sizeof(text), "%02d:%02d", minutes / 60 % 24, minutes % 60);
	json_set_str(object, key, str_of(text));
}

static void set_hours(json_t *shape, const struct contact *contact)
{
	json_t *hours = json_null();

	if (contact->own_from != contact->own_to) {
		hours = json_object();
		set_minutes(hours, "from", contact->own_from);
		set_minutes(hours, "to", contact->own_to);
	}
	json_object_set_new(shape, "hours", hours);
	json_set_str(shape, "hours_source",
		     str_of(language_source_word(contact->hours_source)));
}

static enum fault shape_number(struct db *db, const struct number *number,
			       enum channel channel, json_t **shape)
{
	struct consent consent;
	json_t *one;
	enum fault fault = consent_get(db, str_of(number->phone), channel, PURPOSE_SCHOOL,
				       &consent);

	if (fault)
		return fault;
	one = json_object();
	json_set_str(one, "phone", str_of(number->phone));
	json_set_bool(one, "is_usable", number->unusable_code == 0);
	json_object_set_new(one, "unusable_code", number->unusable_code ?
			    json_integer(number->unusable_code) : json_null());
	json_set_bool(one, "is_stopped", consent.is_stopped);
	json_set_time(one, "inbound_at", number->inbound_at);
	json_set_time(one, "heard_at", number->inbound_at); /* its name of before, for one version */
	json_set_time(one, "answered_at", number->answered_at);
	*shape = one;
	return FAULT_NONE;
}

static enum fault set_numbers(struct db *db, json_t *shape, const struct contact *contact)
{
	struct number numbers[NUMBERS_MOST];
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = number_of_contact(db, contact->id, numbers, NUMBERS_MOST, &count);

	json_object_set_new(shape, "numbers", list);
	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one;

		fault = shape_number(db, &numbers[i], contact->prefers, &one);
		if (!fault)
			json_array_append_new(list, one);
	}
	return fault;
}

enum fault json_family_contact(struct db *db, const struct contact *contact, json_t **shape)
{
	assert(db && contact->id.n != 0 && shape);

	json_t *one = json_object();
	enum fault fault;

	json_set_id(one, "id", contact->id.n);
	json_core_word(one, "name", contact->name);
	json_set_bool(one, "is_known", contact->is_known);
	json_set_str(one, "language", str_of(contact->language));
	json_set_str(one, "language_source",
		     str_of(language_source_word(contact->language_source)));
	json_core_word(one, "zone", contact->zone);
	set_hours(one, contact);
	json_set_str(one, "prefers", str_of(channel_word(contact->prefers)));
	json_household_name(db, one, contact->household);
	json_set_time(one, "created_at", contact->created_at);
	json_set_time(one, "updated_at", contact->updated_at);
	fault = set_numbers(db, one, contact);
	if (fault)
		json_decref(one);
	else
		*shape = one;
	return fault;
}
