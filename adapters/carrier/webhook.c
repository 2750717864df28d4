#include "webhook.h"

static void add_media_fields(struct carrier *carrier, struct hook *hook,
			     const struct record *record)
{
	static const char *const urls[RECORD_MEDIA] = {
		"MediaUrl0", "MediaUrl1", "MediaUrl2", "MediaUrl3", "MediaUrl4",
		"MediaUrl5", "MediaUrl6", "MediaUrl7", "MediaUrl8", "MediaUrl9"
	};
	static const char *const types[RECORD_MEDIA] = {
		"MediaContentType0", "MediaContentType1", "MediaContentType2",
		"MediaContentType3", "MediaContentType4", "MediaContentType5",
		"MediaContentType6", "MediaContentType7", "MediaContentType8",
		"MediaContentType9"
	};
	AUTO(buf) url;

	buf_init(&url, CARRIER_URL);
	for (size_t i = 0; i < record->media_count; i++) {
		buf_clear(&url);
		buf_add_format(&url, "%s/2010-04-01/Accounts/%s/Messages/%s/Media/%s",
			       carrier->base_url, carrier->settings.account_sid, record->sid,
			       record->media[i].sid);
		hook_add(hook, urls[i], buf_str(&url));
		hook_add(hook, types[i], str_of(record->media[i].type));
	}
}

/* The provider tells where a number is from; for invented phones it knows little. */
static void add_places(struct hook *hook)
{
	static const char *const empty[] = { "FromCity", "FromState", "FromZip",
					     "ToCity", "ToState", "ToZip" };

	for (size_t i = 0; i < COUNT_OF(empty); i++)
		hook_add(hook, empty[i], STR(""));
	hook_add(hook, "FromCountry", STR("US"));
	hook_add(hook, "ToCountry", STR("US"));
}

static struct hook *compose_webhook(struct carrier *carrier, const struct record *record,
				    const struct carrier_line *line, enum opt_out_word word)
{
	struct hook *hook = hook_new(carrier, HOOK_MESSAGE, record->no,
				     str_of(line->webhook), str_of(line->fallback));
	AUTO(buf) number;

	buf_init(&number, 16);
	hook_add(hook, "MessageSid", str_of(record->sid));
	hook_add(hook, "SmsSid", str_of(record->sid));
	hook_add(hook, "SmsMessageSid", str_of(record->sid));
	hook_add(hook, "AccountSid", str_of(carrier->settings.account_sid));
	hook_add(hook, "From", str_of(record->from));
	hook_add(hook, "To", str_of(record->to));
	hook_add(hook, "Body", buf_str(&record->text));
	hook_add(hook, "SmsStatus", STR("received"));
	hook_add(hook, "ApiVersion", STR("2010-04-01"));
	buf_add_number(&number, (int64_t)record->media_count);
	hook_add(hook, "NumMedia", buf_str(&number));
	buf_clear(&number);
	buf_add_number(&number, record->segments);
	hook_add(hook, "NumSegments", buf_str(&number));
	add_places(hook);
	add_media_fields(carrier, hook, record);
	if (carrier->settings.opt_out == OPT_OUT_ADVANCED && word != OPT_OUT_NO_WORD)
		hook_add(hook, "OptOutType", str_of(opt_out_type(word)));
	return hook;
}

void webhook_send(struct carrier *carrier, const struct record *record,
		  enum opt_out_word word)
{
	const struct carrier_line *line = carrier_line(carrier, str_of(record->to));
	struct mishap_case request = { .request = MISHAP_TEXT, .to = str_of(record->to),
				       .from = str_of(record->from),
				       .text = buf_str(&record->text) };
	struct mishap mishap;
	char token[TOKEN_SIZE];
	int copies;

	mishaps_judge(carrier->mishaps, &request, &mishap);
	if (!line || !line->webhook[0] || (mishap.flags & MISHAP_LOSE_WEBHOOK))
		return;
	copies = mishap.flags & MISHAP_DUPLICATE_WEBHOOK ? mishap.copies : 1;
	random_token(token);
	for (int i = 0; i < copies; i++) {
		struct hook *hook = compose_webhook(carrier, record, line, word);

		hook_set_token(hook, token);
		hook_send(hook, mishap.chaos_for + i * 20);
	}
}
