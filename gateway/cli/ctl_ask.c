#include "ctl_ask.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "ctl_verbs.h"

enum { ANSWER_CEILING = 64 * 1024 * 1024, TOKEN_CEILING = 1024 };
/* Until when an answer is waited for, and how often a person is told that it still is. */
#define WAIT_FOR (60 * SECOND_MS)
#define LONG_WAIT_FOR (30 * MINUTE_MS)
#define TELL_EVERY (10 * SECOND_MS)

struct patience {
	int64_t began_at, told_at;
	int64_t wait_for, tell_every;
};

static struct patience patience_of(const struct ctl *ctl)
{
	struct patience patience = { .wait_for = ctl->wait_for };

	if (!patience.wait_for)
		patience.wait_for = ctl->is_long ? LONG_WAIT_FOR : WAIT_FOR;
	patience.tell_every = patience.wait_for / 4 < TELL_EVERY ? patience.wait_for / 4 : TELL_EVERY;
	patience.began_at = patience.told_at = clock_boot_ms();
	return patience;
}

/* Some time passed; to a terminal alone, so that no script's mail fills with it. */
static int ctl_on_time(void *data, curl_off_t all, curl_off_t now, curl_off_t all_sent,
		       curl_off_t sent)
{
	struct patience *patience = data;
	int64_t at = clock_boot_ms();

	(void)all, (void)now, (void)all_sent, (void)sent;
	if (at - patience->told_at < patience->tell_every)
		return 0;
	patience->told_at = at;
	fprintf(stderr, "hearbackctl: hearbackd is still at it, after %lld s\n",
		(long long)((at - patience->began_at) / SECOND_MS));
	return 0;
}

/* It took the question and said nothing: whether it does what it was asked, nobody knows. */
static enum fault explain_wait(const struct question *question, const struct patience *patience,
			       struct note *note)
{
	return fault_because(FAULT_AGAIN, note, "hearbackd did not answer within %lld s%s; its log "
			     "says why (journalctl -u hearbackd), and -w SECONDS waits longer",
			     (long long)(patience->wait_for / SECOND_MS),
			     strcmp(question->method, "GET") == 0 ? "" :
			     ", and may still do what it was asked: look before you ask again");
}

/* Why nobody answers, said with what to do about it. */
static enum fault explain_silence(const char *path, struct note *note)
{
	struct sockaddr_un place = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int why;

	str_put(place.sun_path, sizeof(place.sun_path), str_of(path));
	why = fd >= 0 && connect(fd, (struct sockaddr *)&place, sizeof(place)) < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	if (why == EAGAIN)
		return fault_because(FAULT_AGAIN, note, "hearbackd takes nobody in just now; its log "
				     "says why (journalctl -u hearbackd)");
	if (why == EACCES)
		return fault_because(FAULT_UNSIGNED, note,
				     "you may not open %s: join the group hearback, or use sudo", path);
	if (why)
		return fault_because(FAULT_AGAIN, note,
				     "hearbackd is not running: start it with `make run` or "
				     "`systemctl start hearbackd` (nobody answers at %s)", path);
	return fault_because(FAULT_AGAIN, note, "hearbackd did not answer; its log says why");
}

static size_t ctl_on_bytes(char *bytes, size_t size, size_t count, void *data)
{
	buf_add(data, (struct str){ bytes, size * count });
	return size * count;
}

static enum fault fault_of_word(struct str word)
{
	for (int fault = FAULT_NONE + 1; fault < FAULT_KINDS; fault++)
		if (str_is(word, fault_word((enum fault)fault)))
			return (enum fault)fault;
	return FAULT_BROKEN;
}

static enum fault judge(long status, struct str text, json_t **answer, struct note *note)
{
	AUTO_JSON *read = NULL;
	struct str message, field;
	const json_t *error;

	if (text.size && json_read(text, &read, note))
		return fault_because(FAULT_BROKEN, note, "hearbackd answered %ld and no JSON", status);
	if (status / 100 == 2) {
		*answer = read ? json_incref(read) : json_object();
		return FAULT_NONE;
	}
	error = json_object_get(read, "error");
	message = json_str(error, "message");
	field = json_str(error, "field");
	(void)fault_because(FAULT_BROKEN, note, "%.*s%s%.*s%s", STR_ARG(message),
			    field.size ? " (" : "", STR_ARG(field), field.size ? ")" : "");
	return message.size ? fault_of_word(json_str(error, "code")) :
	       fault_because(FAULT_BROKEN, note, "hearbackd answered %ld", status);
}

static CURL *prepare(const struct ctl *ctl, const struct question *question, const char *url,
		     struct buf *into, struct patience *patience)
{
	CURL *easy = memory_must(curl_easy_init());
	struct str body = question->body;

	curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, ctl->socket);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, question->method);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ctl_on_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, into);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)patience->wait_for);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, ctl_on_time);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, patience);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, isatty(STDERR_FILENO) ? 0L : 1L);
	if (strcmp(question->method, "GET") != 0) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)body.size);
		curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body.size ? body.at : "");
	}
	return easy;
}

/* Our JSON begins with {, a calendar with BEGIN:, a file of contacts with neither. */
static const char *type_of(struct str body)
{
	if (body.size == 0 || body.at[0] == '{')
		return "Content-Type: application/json";
	return str_starts(body, STR("BEGIN:")) ? "Content-Type: text/calendar" :
						 "Content-Type: text/csv";
}

/* --token-file: the act is signed by the token's user, not by the account of the machine. */
static enum fault add_token(const struct ctl *ctl, struct curl_slist **headers,
			    struct note *note)
{
	const char *path = ctl_verb_option(ctl, "token-file");
	enum fault fault;
	AUTO(buf) token;
	AUTO(buf) header;

	buf_init(&token, TOKEN_CEILING);
	buf_init(&header, TOKEN_CEILING + 32);
	if (!path)
		return FAULT_NONE;
	fault = file_read(path, &token, note);
	if (fault)
		return fault;
	buf_add_format(&header, "Authorization: Bearer %.*s", STR_ARG(str_trim(buf_str(&token))));
	*headers = curl_slist_append(*headers, buf_text(&header));
	return FAULT_NONE;
}

static struct curl_slist *headers_of(const struct question *question)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Expect:");

	if (strcmp(question->method, "GET") == 0)
		return headers;
	return curl_slist_append(headers, type_of(question->body));
}

enum fault ctl_ask(const struct ctl *ctl, const struct question *question, json_t **answer,
		   struct note *note)
{
	assert(ctl && ctl->socket);
	assert(question && question->method && question->path);
	assert(answer);

	struct curl_slist *headers = headers_of(question);
	enum fault fault = add_token(ctl, &headers, note);
	struct patience patience = patience_of(ctl);
	CURLcode code;
	CURL *easy;
	long status = 0;
	AUTO(buf) url;
	AUTO(buf) text;

	buf_init(&url, 8192);
	buf_init(&text, ANSWER_CEILING);
	if (fault) {
		curl_slist_free_all(headers);
		return fault;
	}
	buf_add_format(&url, "http://hearback%s", question->path);
	easy = prepare(ctl, question, buf_text(&url), &text, &patience);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	code = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return explain_wait(question, &patience, note);
	if (code != CURLE_OK)
		return explain_silence(ctl->socket, note);
	return judge(status, buf_str(&text), answer, note);
}
