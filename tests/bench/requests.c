#include "requests.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT "AC00000000000000000000000000000000"

enum { REQUEST_ROOM = 4096, BODY_ROOM = 2048, LINE_ROOM = 2048, FIRST_FAMILY = 2000000,
	FIRST_LINE = 5550100 };

static const char *const texts[] = {
	"Hola, ¿hay clases mañana? Mi hija está enferma y no sé si debe ir.",
	"Is school open on Monday? The bus did not come today.",
	"Xin chào, con tôi bị ốm, hôm nay cháu không đi học được.",
	"Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa",
	"明天学校上课吗？孩子发烧了，需要请假。",
	"هل توجد دروس غدا؟ ابنتي مريضة ولن تحضر.",
	"Buenos días. Necesito hablar con la maestra de Luis Fernando sobre la tarea.",
	"My son forgot his lunch. Can somebody give it to him at the front office, please?",
};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

struct field {
	const char *name;
	const char *value;
};

static uint64_t next_random(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "makes no sense");
	exit(1);
}

static size_t number_of(const char *word)
{
	size_t number = word ? strtoul(word, NULL, 10) : 0;

	if (number == 0)
		die("a number on the command line");
	return number;
}

/* "/hooks/…" of http://127.0.0.1:PORT/hooks/… */
static const char *path_of(const char *url)
{
	const char *port = strrchr(url, ':');
	const char *path = port ? strchr(port, '/') : NULL;

	if (!path)
		die("URL must be http://127.0.0.1:PORT/PATH");
	return path;
}

static void keep(struct request *request, const char *bytes, int size, size_t room)
{
	if (size < 0 || (size_t)size >= room)
		die("a request that is too long");
	request->size = (size_t)size;
	request->bytes = malloc(request->size);
	if (!request->bytes)
		die("memory");
	memcpy(request->bytes, bytes, request->size);
}

/* --- signed forms -------------------------------------------------------------------- */

static size_t add_escaped(char *into, size_t at, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if (at + 4 > BODY_ROOM)
			die("a body that is too long");
		if ((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
		    (*c >= 'A' && *c <= 'Z')) {
			into[at++] = (char)*c;
			continue;
		}
		into[at++] = '%';
		into[at++] = hex[*c >> 4];
		into[at++] = hex[*c & 15];
	}
	return at;
}

/* Fields stand sorted by name, as the signature wants them. */
static void sign(const struct requests_ask *ask, const char *url, const struct field *fields,
		 char signature[64])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned mac_size = 0;
	char signed_text[REQUEST_ROOM];
	size_t size = (size_t)snprintf(signed_text, sizeof(signed_text), "%s", url);

	for (const struct field *field = fields; field->name && size < sizeof(signed_text); field++)
		size += (size_t)snprintf(signed_text + size, sizeof(signed_text) - size, "%s%s",
					 field->name, field->value);
	if (size >= sizeof(signed_text))
		die("a request that is too long");
	HMAC(EVP_sha1(), ask->token, (int)strlen(ask->token),
	     (const unsigned char *)signed_text, size, mac, &mac_size);
	EVP_EncodeBlock((unsigned char *)signature, mac, (int)mac_size);
}

static void make_post(const struct requests_ask *ask, const char *url,
		      const struct field *fields, struct request *request)
{
	char signature[64], body[BODY_ROOM], bytes[REQUEST_ROOM];
	size_t size = 0;
	int made;

	sign(ask, url, fields, signature);
	for (const struct field *field = fields; field->name; field++) {
		if (size)
			body[size++] = '&';
		size = add_escaped(body, size, field->name);
		body[size++] = '=';
		size = add_escaped(body, size, field->value);
	}
	made = snprintf(bytes, sizeof(bytes),
		"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: TwilioProxy/1.1\r\n"
		"Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"X-Twilio-Signature: %s\r\nContent-Length: %zu\r\n\r\n%.*s",
		path_of(url), signature, size, (int)size, body);
	keep(request, bytes, made, sizeof(bytes));
}

static void make_text(const struct requests_ask *ask, uint64_t *seed, struct request *request)
{
	char sid[48], from[24], to[24];
	const char *text = texts[next_random(seed) % TEXTS];
	const struct field fields[] = {
		{ "AccountSid", ACCOUNT }, { "ApiVersion", "2010-04-01" }, { "Body", text },
		{ "From", from }, { "FromCity", "CHICAGO" }, { "FromCountry", "US" },
		{ "FromState", "IL" }, { "FromZip", "60601" }, { "MessageSid", sid },
		{ "NumMedia", "0" }, { "NumSegments", "1" }, { "SmsMessageSid", sid },
		{ "SmsSid", sid }, { "SmsStatus", "received" }, { "To", to },
		{ "ToCity", "CHICAGO" }, { "ToCountry", "US" }, { "ToState", "IL" },
		{ "ToZip", "60601" }, { NULL, NULL },
	};
	uint64_t high = next_random(seed), low = next_random(seed);

	snprintf(sid, sizeof(sid), "SM%016llx%016llx", (unsigned long long)high,
		 (unsigned long long)low);
	snprintf(from, sizeof(from), "+1312%07llu", FIRST_FAMILY +
		 (unsigned long long)(next_random(seed) % number_of(ask->more[0])));
	snprintf(to, sizeof(to), "+1312%07llu", FIRST_LINE +
		 (unsigned long long)(next_random(seed) % number_of(ask->more[1])));
	make_post(ask, ask->url, fields, request);
}

size_t requests_texts(const struct requests_ask *ask, struct request *requests)
{
	uint64_t seed = ask->seed;

	for (size_t i = 0; i < ask->most; i++)
		make_text(ask, &seed, &requests[i]);
	return ask->most;
}

/* --- receipts of what the provider took --------------------------------------------------- */

/* sid, from, to, callback, … with tabs between; provider.c */
static void make_receipts(const struct requests_ask *ask, char *line, struct request *requests)
{
	static const char *const words[] = { "sent", "delivered" };
	const char *sid = strsep(&line, "\t"), *from = strsep(&line, "\t");
	const char *to = strsep(&line, "\t"), *callback = strsep(&line, "\t");

	if (!callback)
		die("a line of the provider's list");
	for (size_t i = 0; i < 2; i++) {
		const struct field fields[] = {
			{ "AccountSid", ACCOUNT }, { "ApiVersion", "2010-04-01" }, { "From", from },
			{ "MessageSid", sid }, { "MessageStatus", words[i] }, { "SmsSid", sid },
			{ "SmsStatus", words[i] }, { "To", to }, { NULL, NULL },
		};

		make_post(ask, callback, fields, &requests[i]);
	}
}

size_t requests_receipts(const struct requests_ask *ask, struct request *requests)
{
	FILE *file = ask->more[0] ? fopen(ask->more[0], "r") : NULL;
	char line[LINE_ROOM];
	size_t count = 0;

	if (!file)
		die("the provider's list");
	for (; count + 2 <= ask->most && fgets(line, sizeof(line), file); count += 2)
		make_receipts(ask, line, &requests[count]);
	fclose(file);
	return count;
}

/* --- Kannel ------------------------------------------------------------------------------- */

static size_t make_gets(const struct requests_ask *ask, const char *format,
			struct request *requests)
{
	uint64_t seed = ask->seed;
	char bytes[REQUEST_ROOM];

	for (size_t i = 0; i < ask->most; i++) {
		unsigned long long phone = FIRST_FAMILY + next_random(&seed) % number_of(ask->more[0]);
		int size = snprintf(bytes, sizeof(bytes), format, path_of(ask->url), phone,
				    (unsigned long long)i);

		keep(&requests[i], bytes, size, sizeof(bytes));
	}
	return ask->most;
}

size_t requests_kannel_in(const struct requests_ask *ask, struct request *requests)
{
	return make_gets(ask, "GET %s?username=prov&password=pass&to=13125550100&from=1312%07llu"
			 "&text=Is+school+open+on+Monday+%llu HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
			 requests);
}

size_t requests_kannel_out(const struct requests_ask *ask, struct request *requests)
{
	return make_gets(ask, "GET %s?username=bench&password=bench&from=13125550100&to=1312%07llu"
			 "&text=There+is+school+tomorrow+%llu HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
			 requests);
}
