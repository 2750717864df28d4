#include "judge.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "i18n/text/segment.h"

enum { TEXT_MOST = 1600, SCHEDULE_LEAST = 300, SCHEDULE_DAYS = 35, SID_SIZE = 34 };

/* Each of these returns REFUSAL_NONE or what is wrong. */

enum refusal judge_each_word(const struct form *form, const struct judge_words *words,
			     size_t count)
{
	assert(form);
	assert(words || count == 0);
	for (size_t i = 0; i < count; i++) {
		struct str value = form_get(form, words[i].name);
		bool is_word = !value.at;

		for (size_t j = 0; j < COUNT_OF(words[i].words) && words[i].words[j]; j++)
			is_word |= str_is(value, words[i].words[j]);
		if (!is_word)
			return REFUSAL_PARAMETER;
	}
	return REFUSAL_NONE;
}

enum refusal judge_media(const struct form *form, const char *name, int *media)
{
	assert(form && name && media);
	*media = 0;
	for (size_t i = 0; i < form->count; i++) {
		if (!str_is(form->fields[i].name, name))
			continue;
		if (!carrier_is_url(form->fields[i].value))
			return REFUSAL_MEDIA_URL;
		++*media;
	}
	return *media > RECORD_MEDIA ? REFUSAL_MEDIA_MANY : REFUSAL_NONE;
}

enum refusal judge_text(struct str text)
{
	if (!str_is_utf8(text))
		return REFUSAL_PARAMETER;
	return segment_count(text).characters > TEXT_MOST ? REFUSAL_TOO_LONG : REFUSAL_NONE;
}

static const struct judge_words words[] = {
	{ "ProvideFeedback", { "true", "false" } },
	{ "ForceDelivery", { "true", "false" } },
	{ "SmartEncoded", { "true", "false" } },
	{ "ShortenUrls", { "true", "false" } },
	{ "SendAsMms", { "true", "false" } },
	{ "ContentRetention", { "retain", "discard" } },
	{ "AddressRetention", { "retain", "obfuscate" } },
	{ "RiskCheck", { "enable", "disable" } },
	{ "ScheduleType", { "fixed" } },
	{ "TrafficType", { "free" } },
};

static bool is_sid(struct str text, const char *kind)
{
	if (text.size != SID_SIZE || !str_starts(text, str_of(kind)))
		return false;
	for (size_t i = 2; i < text.size; i++)
		if (!isxdigit((unsigned char)text.at[i]))
			return false;
	return true;
}

static enum refusal judge_addresses(struct carrier *carrier, const struct form *form)
{
	struct str to = form_get(form, "To");
	struct str from = form_get(form, "From");
	struct str service = form_get(form, "MessagingServiceSid");

	if (!to.size)
		return REFUSAL_NO_TO;
	if (!from.size && !service.size)
		return REFUSAL_NO_FROM;
	if (!phone_is_number(carrier_bare(to)) || to.size >= RECORD_ADDRESS)
		return REFUSAL_TO_INVALID;
	if (service.size && !is_sid(service, "MG"))
		return REFUSAL_PARAMETER;
	if (from.size && !phone_is_number(carrier_bare(from)))
		return REFUSAL_FROM_INVALID;
	if (from.size && !carrier_line(carrier, from))
		return REFUSAL_FROM_OTHERS;
	return REFUSAL_NONE;
}

static enum refusal judge_content(const struct form *form)
{
	struct str text = form_get(form, "Body");
	int media;
	enum refusal refusal = judge_media(form, "MediaUrl", &media);

	if (refusal)
		return refusal;
	if (!text.size && !media && !form_get(form, "ContentSid").size)
		return text.at ? REFUSAL_NO_TEXT : REFUSAL_NO_CONTENT;
	return judge_text(text);
}

static enum refusal judge_schedule(const struct form *form, int64_t now)
{
	struct str send_at = form_get(form, "SendAt");
	int64_t at;

	if (!form_get(form, "ScheduleType").at)
		return send_at.at ? REFUSAL_PARAMETER : REFUSAL_NONE;
	if (!form_get(form, "MessagingServiceSid").size)
		return REFUSAL_NO_SERVICE;
	if (!send_at.size)
		return REFUSAL_NO_SEND_AT;
	if (date_parse_rfc3339(send_at, &at))
		return REFUSAL_BAD_SEND_AT;
	if (at < now + SCHEDULE_LEAST * SECOND_MS || at > now + SCHEDULE_DAYS * DAY_MS)
		return REFUSAL_FAR_SEND_AT;
	return REFUSAL_NONE;
}

/* A service picks the first line: deliver.c. */
static struct str sender_of(const struct carrier *carrier, const struct form *form)
{
	struct str from = carrier_bare(form_get(form, "From"));

	return from.size || !carrier->settings.line_count ?
		       from : str_of(carrier->settings.lines[0].number);
}

static enum refusal judge_rest(struct carrier *carrier, const struct form *form)
{
	struct str callback = form_get(form, "StatusCallback");
	struct str valid = form_get(form, "ValidityPeriod");
	struct str to = carrier_bare(form_get(form, "To"));
	const struct phone *phone = phones_find(carrier->phones, to);
	int64_t number;

	if (callback.at && !carrier_is_url(callback))
		return REFUSAL_CALLBACK;
	if (valid.at && str_number(valid, 1, JUDGE_VALID_MOST, &number))
		return REFUSAL_VALIDITY;
	if (form_get(form, "Attempt").at &&
	    str_number(form_get(form, "Attempt"), 0, INT32_MAX, &number))
		return REFUSAL_PARAMETER;
	if (phone && phone_has_stopped(phone, sender_of(carrier, form)))
		return REFUSAL_STOPPED;
	return REFUSAL_NONE;
}

enum refusal judge_message(struct carrier *carrier, const struct form *form)
{
	assert(carrier && form);

	enum refusal refusal = judge_addresses(carrier, form);

	if (!refusal)
		refusal = judge_content(form);
	if (!refusal)
		refusal = judge_each_word(form, words, COUNT_OF(words));
	if (!refusal)
		refusal = judge_schedule(form, carrier_now(carrier));
	return refusal ? refusal : judge_rest(carrier, form);
}
