#include "judge.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "i18n/text/segment.h"

enum { TEXT_MOST = 1600, SCHEDULE_LEAST = 300, SCHEDULE_DAYS = 35 };

/* Each of these returns 0 or the code of the refusal. */

/* Parameters with a short list of values. */
static int judge_words(const struct form *form)
{
	static const struct {
		const char *name;
		const char *words[2];
	} enums[] = {
		{ "ProvideFeedback", { "true", "false" } },
		{ "ForceDelivery", { "true", "false" } },
		{ "SmartEncoded", { "true", "false" } },
		{ "ShortenUrls", { "true", "false" } },
		{ "SendAsMms", { "true", "false" } },
		{ "ContentRetention", { "retain", "discard" } },
		{ "AddressRetention", { "retain", "obfuscate" } },
		{ "RiskCheck", { "enable", "disable" } },
		{ "ScheduleType", { "fixed", "fixed" } },
		{ "TrafficType", { "free", "free" } },
	};

	for (size_t i = 0; i < COUNT_OF(enums); i++) {
		struct str value = form_get(form, enums[i].name);

		if (value.at && !str_is(value, enums[i].words[0]) &&
		    !str_is(value, enums[i].words[1]))
			return 20001;
	}
	return 0;
}

static bool is_sid(struct str text, const char *kind)
{
	if (text.size != RECORD_SID - 1 || !str_starts(text, str_of(kind)))
		return false;
	for (size_t i = 2; i < text.size; i++)
		if (!isxdigit((unsigned char)text.at[i]))
			return false;
	return true;
}

static int judge_addresses(struct carrier *carrier, const struct form *form)
{
	struct str to = form_get(form, "To");
	struct str from = form_get(form, "From");
	struct str service = form_get(form, "MessagingServiceSid");

	if (!to.size)
		return 21604;
	if (!from.size && !service.size)
		return 21603;
	if (!phone_is_number(carrier_bare(to)) || to.size >= RECORD_ADDRESS)
		return 21211;
	if (service.size && !is_sid(service, "MG"))
		return 20001;
	if (from.size && !phone_is_number(carrier_bare(from)))
		return 21212;
	if (from.size && !carrier_line(carrier, from))
		return 21606;
	return 0;
}

static int judge_content(const struct form *form)
{
	struct str text = form_get(form, "Body");
	int media = 0;

	for (size_t i = 0; i < form->count; i++) {
		if (!str_is(form->fields[i].name, "MediaUrl"))
			continue;
		if (!carrier_is_url(form->fields[i].value))
			return 21620;
		media++;
	}
	if (media > RECORD_MEDIA)
		return 21623;
	if (!text.size && !media && !form_get(form, "ContentSid").size)
		return text.at ? 21602 : 21619;
	if (!str_is_utf8(text))
		return 20001;
	return segment_count(text).characters > TEXT_MOST ? 21617 : 0;
}

static int judge_schedule(const struct form *form, int64_t now)
{
	struct str send_at = form_get(form, "SendAt");
	int64_t at;

	if (!form_get(form, "ScheduleType").at)
		return send_at.at ? 20001 : 0;
	if (!form_get(form, "MessagingServiceSid").size)
		return 35118;
	if (!send_at.size)
		return 35111;
	if (date_parse_rfc3339(send_at, &at))
		return 35114;
	return at < now + SCHEDULE_LEAST * SECOND_MS || at > now + SCHEDULE_DAYS * DAY_MS ? 35115 : 0;
}

static int judge_rest(struct carrier *carrier, const struct form *form)
{
	struct str callback = form_get(form, "StatusCallback");
	struct str valid = form_get(form, "ValidityPeriod");
	struct str to = carrier_bare(form_get(form, "To"));
	const struct phone *phone = phones_find(carrier->phones, to);
	int64_t number;

	if (callback.at && !carrier_is_url(callback))
		return 21609;
	if (valid.at && str_number(valid, 1, JUDGE_VALID_MOST, &number))
		return 21624;
	if (form_get(form, "Attempt").at &&
	    str_number(form_get(form, "Attempt"), 0, INT32_MAX, &number))
		return 20001;
	if (phone && phone_has_stopped(phone, carrier_bare(form_get(form, "From"))))
		return 21610;
	return 0;
}

int judge_message(struct carrier *carrier, const struct form *form)
{
	int code = judge_addresses(carrier, form);

	if (!code)
		code = judge_content(form);
	if (!code)
		code = judge_words(form);
	if (!code)
		code = judge_schedule(form, carrier_now(carrier));
	return code ? code : judge_rest(carrier, form);
}
