#include "config_options.h"

#include "base/clock.h"

#define PLACE(structure, member) .at = offsetof(struct structure, member)
#define LISTED(structure, member) \
	.is_list = true, PLACE(structure, member), .count_at = offsetof(struct structure, member##_count)
#define RANGE(least, most) .low = (least), .high = (most)

static const struct option line_options[] = {
	{ "number", OPTION_PHONE, PLACE(config_line, number), .example = "\"+13125550100\"",
	  .help = "one of the district's numbers, E.164, quoted" },
	{ "channels", OPTION_WORD, LISTED(config_line, channels), RANGE(1, 3), .fallback = "sms",
	  .words = "sms voice whatsapp", .help = "what this number can do" },
	{ "per_second", OPTION_DECIMAL, PLACE(config_line, per_second), RANGE(10, 1000000),
	  .fallback = "1", .help = "message segments a second that the provider allows this number" },
	{ .key = NULL },
};

static const struct option adapter_options[] = {
	{ "name", OPTION_NAME, PLACE(config_adapter, name), .fallback = "main",
	  .help = "appears in the webhook addresses: /hooks/main/message" },
	{ "kind", OPTION_KIND, PLACE(config_adapter, kind), .help = "the provider's dialect" },
	{ "base_url", OPTION_URL, PLACE(config_adapter, base_url), .fallback = "",
	  .help = "the provider's API; may be left out where the kind has only one" },
	{ .key = "", .kind = OPTION_ACCOUNT },
	{ "max_concurrency", OPTION_NUMBER, PLACE(config_adapter, max_concurrency), RANGE(1, 1000),
	  .fallback = "64", .help = "requests to this provider at the same time" },
	{ "lines", OPTION_MAPS, LISTED(config_adapter, lines), RANGE(1, CONFIG_LINES),
	  .size = sizeof(struct config_line), .inside = line_options,
	  .help = "the district's numbers at this provider" },
	{ .key = NULL },
};

static const struct option district_options[] = {
	{ "name", OPTION_TEXT, PLACE(config, district.name), RANGE(1, 80),
	  .example = "Maple County Schools", .help = "how families know you; stands in messages" },
	{ "time_zone", OPTION_ZONE, PLACE(config, district.time_zone), .fallback = "America/Chicago",
	  .help = "of the schools, and of families who told no other; an IANA name" },
	{ "staff_language", OPTION_LANGUAGE, PLACE(config, district.staff_language), .fallback = "en",
	  .help = "of the staff, and of families of whom nothing is known" },
	{ "languages", OPTION_LANGUAGE, LISTED(config, district.languages), RANGE(1, CONFIG_LANGUAGES),
	  .fallback = "en",
	  .help = "families' languages, most common first; quote them: \"no\" is Norwegian" },
	{ "phone", OPTION_TEXT, PLACE(config, district.phone), RANGE(0, 40), .fallback = "",
	  .help = "where families can call a person; stands in help messages when given" },
	{ "school_hours", OPTION_TEXT, PLACE(config, district.school_hours), RANGE(1, 200),
	  .fallback = "mon-fri 08:00-16:00",
	  .help = "when somebody answers; promises to families count these hours only" },
	{ "texting_hours", OPTION_TEXT, PLACE(config, district.texting_hours), RANGE(0, 13), .fallback = "",
	  .help = "when the district texts, like 09:00-19:00, within what the law allows; empty: whenever that does" },
	{ "region", OPTION_REGION, PLACE(config, district.region), .fallback = "US",
	  .help = "country of numbers that are written without +" },
	{ .key = NULL },
};

static const struct option hours_options[] = {
	{ "from", OPTION_TIME, PLACE(config, hours.from), .fallback = "08:00",
	  .help = "texts may leave from this hour on, where the family lives" },
	{ "to", OPTION_TIME, PLACE(config, hours.to), .fallback = "21:00",
	  .help = "and until this one; replies to what a family just wrote leave at any hour" },
	{ .key = NULL },
};

#define TIMING_BEFORE(name, old, text, least, most, why)                            \
	{ #name, OPTION_SPAN, PLACE(config, timing.name), RANGE(least, most),       \
	  .fallback = (text), .help = (why), .before = (old) }
#define TIMING(name, text, least, most, why) TIMING_BEFORE(name, NULL, text, least, most, why)
static const struct option timing_options[] = {
	TIMING(settle, "120s", 100, HOUR_MS,
	       "rest of a request with an unknown outcome before the provider is asked"),
	TIMING(list_gap, "30s", 50, HOUR_MS, "between two such questions; both empty: not accepted"),
	TIMING_BEFORE(inbound_poll, "sweep", "60s", 100, DAY_MS,
		      "how often the provider is asked for texts that no webhook brought"),
	TIMING_BEFORE(deep_inbound_poll, "deep_sweep", "24h", SECOND_MS, 7 * DAY_MS,
		      "the same over the last 48 hours"),
	TIMING(receipt, "72h", SECOND_MS, 30 * DAY_MS,
	       "no delivery receipt within this: a person looks at it"),
	TIMING(connect, "5s", 50, MINUTE_MS, "to reach the provider"),
	TIMING(request, "20s", 100, 5 * MINUTE_MS, "for a whole request; shorter than settle"),
	TIMING(drain, "20s", 0, 10 * MINUTE_MS, "for what is under way when we are told to stop"),
	{ "poll_scale_percent", OPTION_NUMBER, PLACE(config, timing.poll_scale_percent),
	  RANGE(1, 1000), .fallback = "100",
	  .help = "of the times (2, 10, 60 minutes, 6, 24 hours) at which a message without receipt is asked for" },
	{ .key = NULL },
};

static const struct option reports_options[] = {
	{ "small_group", OPTION_NUMBER, PLACE(config, reports.small_group), RANGE(3, 100),
	  .fallback = "5",
	  .help = "groups with fewer are hidden, and more so that none can be worked out; only hearbackctl sees all" },
	{ .key = NULL },
};

#define LIMIT(name, text, least, most, why)                                         \
	{ #name, OPTION_NUMBER, PLACE(config, limits.name), RANGE(least, most),     \
	  .fallback = (text), .help = (why) }
static const struct option limits_options[] = {
	LIMIT(connections, "4000", 16, 100000,
	      "open at once; the longest idle or half read goes before a newcomer is refused"),
	LIMIT(connections_per_address, "200", 1, 100000,
	      "requests under way for one address; as many that are idle or half read"),
	LIMIT(kept_for_webhooks, "400", 1, 50000,
	      "of the connections, a quarter at most: nothing but providers' webhooks and health "
	      "checks takes them"),
	LIMIT(streams, "400", 1, 50000,
	      "event streams open at once, half the connections at most; they are counted apart"),
	LIMIT(streams_per_token, "10", 1, 1000, "of them, with one token"),
	{ .key = NULL },
};

static const struct option tokens_options[] = {
	{ "days", OPTION_NUMBER, PLACE(config, tokens.days), RANGE(1, 3650), .fallback = "90",
	  .help = "how long one opens that was not made for longer or shorter" },
	{ .key = NULL },
};

const struct option config_options[] = {
	{ "district", OPTION_MAP, .inside = district_options, .help = "who we speak for" },
	{ "hours", OPTION_MAP, .inside = hours_options, .help = "when the law allows texts" },
	{ "public_url", OPTION_URL, PLACE(config, public_url), .example = "https://hear.example.org",
	  .help = "our address as providers see and sign it; never taken from a Host header" },
	{ "listen", OPTION_ADDRESS, LISTED(config, listen), RANGE(1, CONFIG_LISTEN),
	  .fallback = "127.0.0.1:8080", .help = "where we listen; a proxy with TLS stands in front" },
	{ "trusted_proxies", OPTION_TEXT, LISTED(config, trusted_proxies), RANGE(0, CONFIG_PROXIES),
	  .fallback = "",
	  .help = "who is believed about the client's address, like 127.0.0.1, 10.0.0.0/8, ::1, unix; "
		  "nobody: all of a proxy's clients share one limit" },
	{ "forwarded_header", OPTION_WORD, PLACE(config, forwarded_header),
	  .fallback = "x-forwarded-for", .words = "x-forwarded-for forwarded",
	  .help = "the one header in which they say it; the other is never heard" },
	{ "limits", OPTION_MAP, .inside = limits_options, .help = "of the public listener" },
	{ "store", OPTION_STORE, PLACE(config, store),
	  .fallback = "sqlite:/var/lib/hearback/hearback.db", .help = "where everything is kept" },
	{ "control_socket", OPTION_PATH, PLACE(config, control_socket),
	  .fallback = "/run/hearback/control.sock",
	  .help = "for hearbackctl; who may open it is an administrator" },
	{ "locales_dir", OPTION_PATH, PLACE(config, locales_dir),
	  .fallback = "/usr/share/hearback/locales", .help = "languages.yaml and the sentences" },
	{ "media_dir", OPTION_PATH, PLACE(config, media_dir), .fallback = "/var/lib/hearback/media",
	  .help = "pictures that families sent" },
	{ "audit_key_file", OPTION_PATH, PLACE(config, audit_key_file),
	  .fallback = "/var/lib/hearback/audit.key",
	  .help = "seals the audit log; made on the first start; keep a copy elsewhere" },
	{ "encryption_key_file", OPTION_TEXT, PLACE(config, encryption_key_file), RANGE(0, 399), .fallback = "",
	  .help = "seals texts, names, numbers and pictures where they are kept; made by hearbackd "
		  "--new-encryption-key, kept elsewhere too: without it nobody reads them; empty: not sealed" },
	{ "clock", OPTION_WORD, PLACE(config, clock), .fallback = "real", .words = "real practice",
	  .help = "practice can be advanced; refused unless every adapter is practice or on loopback" },
	{ "clock_from", OPTION_TEXT, PLACE(config, clock_from), RANGE(0, 40), .fallback = "",
	  .help = "practice: when a new ledger's time begins, 2026-03-02T14:00:00Z; empty: now" },
	{ "on_ambiguous", OPTION_WORD, PLACE(config, on_ambiguous), .fallback = "resend",
	  .words = "resend person",
	  .help = "a text the provider may have accepted without telling: resend it, or ask a person" },
	{ "ladder", OPTION_WORD, LISTED(config, ladder), RANGE(1, 5),
	  .fallback = "other_number other_channel voice other_guardian visit",
	  .words = "other_number other_channel voice other_guardian visit",
	  .help = "ways for an answer that does not arrive, after the later tries; a visit ends it" },
	{ "tokens", OPTION_MAP, .inside = tokens_options, .help = "what staff and scripts show at the door" },
	{ "reports", OPTION_MAP, .inside = reports_options, .help = "what reports tell" },
	{ "timing", OPTION_MAP, .inside = timing_options, .help = "spans: 500ms, 120s, 30m, 72h" },
	{ "adapters", OPTION_MAPS, LISTED(config, adapters), RANGE(1, CONFIG_ADAPTERS),
	  .size = sizeof(struct config_adapter), .inside = adapter_options,
	  .help = "accounts at providers, one or more" },
	{ .key = NULL },
};
