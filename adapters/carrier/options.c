#include "options.h"

#include <assert.h>

#include "base/random.h"
#include "dialect.h"

/* With these anybody can start: they protect nothing but practice. */
#define PRACTICE_ACCOUNT "AC00000000000000000000000000000000"
#define PRACTICE_TOKEN "practice"
#define PRACTICE_LINE "+15005550006"

static enum fault too_long(const char *name, struct note *note)
{
	return fault_because(FAULT_INVALID, note, "%s is empty or too long", name);
}

static enum fault copy(struct str value, char *into, size_t room, const char *name,
		       struct note *note)
{
	if (!value.size || value.size >= room)
		return too_long(name, note);
	str_put(into, room, value);
	return FAULT_NONE;
}

static enum fault set_listen(struct carrier_settings *settings, struct str value,
			     struct note *note)
{
	return copy(value, settings->listen, sizeof(settings->listen), "--listen", note);
}

/* ACsid:token */
static enum fault set_account(struct carrier_settings *settings, struct str value,
			      struct note *note)
{
	struct str token = value;
	struct str sid = STR_NONE;

	str_next(&token, ':', &sid);
	if (copy(token, settings->token, sizeof(settings->token), "the token", note))
		return FAULT_INVALID;
	return copy(sid, settings->account_sid, sizeof(settings->account_sid),
		    "the account's sid", note);
}

static enum fault set_log(struct carrier_settings *settings, struct str value,
			  struct note *note)
{
	return copy(value, settings->log_path, sizeof(settings->log_path), "--log", note);
}

static enum fault set_key(struct carrier_settings *settings, struct str value,
			  struct note *note)
{
	return copy(value, settings->key_path, sizeof(settings->key_path), "--key-file", note);
}

/* +1…[=WEBHOOK[,FALLBACK]] */
static enum fault add_number(struct carrier_settings *settings, struct str value,
			     struct note *note)
{
	struct str fallback = value;
	struct str number = STR_NONE;
	struct str webhook = STR_NONE;

	str_next(&fallback, '=', &number);
	str_next(&fallback, ',', &webhook);
	return carrier_set_line(settings, number, webhook, fallback, note);
}

static enum fault set_webhook(struct carrier_settings *settings, struct str value,
			      struct note *note)
{
	return copy(value, settings->webhook, sizeof(settings->webhook), "--webhook", note);
}

static enum fault set_dialect(struct carrier_settings *settings, struct str value,
			      struct note *note)
{
	const struct dialect *dialect = dialect_find(value);

	if (!dialect)
		return fault_because(FAULT_INVALID, note, "--dialect is twilio or telnyx");
	settings->dialect = dialect;
	return FAULT_NONE;
}

static enum fault set_opt_out(struct carrier_settings *settings, struct str value,
			      struct note *note)
{
	if (carrier_read_opt_out(value, &settings->opt_out))
		return FAULT_NONE;
	return fault_because(FAULT_INVALID, note, "--opt-out is off, default or advanced");
}

static enum fault set_span(int64_t *span, struct str value, int64_t least, const char *name, struct note *note)
{
	if (str_number(value, least, DAY_MS, span))
		return fault_because(FAULT_INVALID, note, "%s is a whole number of ms, from %lld to a day",
				     name, (long long)least);
	return FAULT_NONE;
}

static enum fault set_delay(struct carrier_settings *settings, struct str value,
			    struct note *note)
{
	return set_span(&settings->step_for, value, 0, "--delay-ms", note);
}

static enum fault set_receipt(struct carrier_settings *settings, struct str value,
			      struct note *note)
{
	return set_span(&settings->receipt_for, value, 0, "--receipt-delay-ms", note);
}

static enum fault set_retry(struct carrier_settings *settings, struct str value,
			    struct note *note)
{
	return set_span(&settings->retry_for, value, 30, "--retry-ms", note);
}

static enum fault set_seed(struct carrier_settings *settings, struct str value,
			   struct note *note)
{
	int64_t seed;

	if (str_number(value, 0, INT64_MAX, &seed))
		return fault_because(FAULT_INVALID, note, "--seed is a whole number from 0");
	settings->seed = (uint64_t)seed;
	return FAULT_NONE;
}

static const struct {
	const char *name;
	enum fault (*set)(struct carrier_settings *settings, struct str value,
			  struct note *note);
} options[] = {
	{ "--listen", set_listen },   { "--account", set_account },
	{ "--webhook", set_webhook }, { "--number", add_number },
	{ "--log", set_log },         { "--seed", set_seed },
	{ "--delay-ms", set_delay },  { "--receipt-delay-ms", set_receipt },
	{ "--retry-ms", set_retry },  { "--opt-out", set_opt_out },
	{ "--dialect", set_dialect }, { "--key-file", set_key },
};

const char *options_usage(void)
{
	return "hearback-carrier: a practice provider with practice phones\n"
	       "  --listen 127.0.0.1:8090       where it answers; port 0: any free one\n"
	       "  --account SID:TOKEN           the account it knows\n"
	       "  --number +1…[=URL[,URL]]      a line, its message webhook, the fallback;\n"
	       "                                may be repeated\n"
	       "  --webhook URL                 for lines that name none\n"
	       "  --log FILE                    appends what really happened, JSON lines\n"
	       "  --seed N                      of the mishaps\n"
	       "  --delay-ms 50                 each step in the queue\n"
	       "  --receipt-delay-ms 50         from sent to delivered\n"
	       "  --retry-ms N                  how long a webhook may take: 15000, telnyx 2000\n"
	       "  --opt-out off|default|advanced  who answers STOP\n"
	       "  --dialect twilio|telnyx       how it tells what a phone texts\n"
	       "  --key-file FILE               the seed that signs for telnyx; made when missing\n";
}

static enum fault set_option(struct carrier_settings *settings, struct str name,
			     const char *value, struct note *note)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		if (!str_is(name, options[i].name))
			continue;
		if (!value)
			return fault_because(FAULT_INVALID, note, "%s needs a value",
					     options[i].name);
		return options[i].set(settings, str_of(value), note);
	}
	return fault_because(FAULT_INVALID, note, "no such option: %.60s", name.at);
}

static void set_defaults(struct carrier_settings *settings)
{
	*settings = (struct carrier_settings){ .step_for = 50, .receipt_for = 50,
					       .dialect = dialect_find(STR("twilio")) };
	str_put(settings->listen, sizeof(settings->listen), STR("127.0.0.1:8090"));
	str_put(settings->account_sid, sizeof(settings->account_sid), STR(PRACTICE_ACCOUNT));
	str_put(settings->token, sizeof(settings->token), STR(PRACTICE_TOKEN));
	settings->seed = random_number() >> 1;
}

static enum fault finish_lines(struct carrier_settings *settings, struct note *note)
{
	struct str webhook = str_of(settings->webhook);

	for (size_t i = 0; i < settings->line_count; i++)
		if (!settings->lines[i].webhook[0])
			str_put(settings->lines[i].webhook, CARRIER_URL, webhook);
	if (settings->line_count)
		return FAULT_NONE;
	return carrier_set_line(settings, STR(PRACTICE_LINE), webhook, STR_NONE, note);
}

enum fault options_read(int argc, char **argv, struct carrier_settings *settings,
			bool *is_help, struct note *note)
{
	assert(argc > 0 && argv);
	assert(settings && is_help);
	set_defaults(settings);
	*is_help = false;
	for (int i = 1; i < argc; i += 2) {
		struct str name = str_of(argv[i]);
		enum fault fault;

		if (str_is(name, "--help") || str_is(name, "-h")) {
			*is_help = true;
			return FAULT_NONE;
		}
		fault = set_option(settings, name, i + 1 < argc ? argv[i + 1] : NULL, note);
		if (fault)
			return fault;
	}
	if (!settings->retry_for)
		settings->retry_for = settings->dialect->retry_for;
	return finish_lines(settings, note);
}
