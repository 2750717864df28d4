#include "media_fetch.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/jobs/reader.h"
#include "store/messaging/media.h"
#include "wire/loop.h"
#include "work/followup/consequences.h"
#include "work/followup/enqueue.h"
#include "work/txn/txn.h"

enum { REDIRECTS = 3, MEDIA_OF_A_MESSAGE = 16 };

static const int64_t next_try_for[] = { 10 * SECOND_MS, MINUTE_MS, 15 * MINUTE_MS, HOUR_MS };

/* What families send; anything else is refused as if it could not be opened. */
static const struct {
	const char *type;
	const char *ending;
} types[] = {
	{ "image/jpeg", "jpg" }, { "image/png", "png" }, { "image/gif", "gif" },
	{ "image/webp", "webp" }, { "image/heic", "heic" }, { "application/pdf", "pdf" },
	{ "audio/mpeg", "mp3" }, { "audio/amr", "amr" }, { "audio/ogg", "ogg" },
	{ "audio/mp4", "m4a" }, { "audio/wav", "wav" }, { "audio/x-wav", "wav" },
	{ "video/mp4", "mp4" }, { "video/3gpp", "3gp" }, { "text/vcard", "vcf" },
	{ "text/x-vcard", "vcf" }, { "text/plain", "txt" },
};

struct media_fetch {
	LIST_ENTRY(media_fetch) next;
	struct job job;
	struct core *core;
	struct client *client;
	struct account_state *account;
	struct locale *locale;
	struct media media;
	struct inbound list;           /* of a polled message: the addresses of its media */
	struct arena arena;
	struct buf bytes;
	int redirects;
	bool is_kept, is_list;
	bool is_settled;
	bool is_ending;              /* finish() is on its way through the loop */
	struct media_fetch_end end;
};

static const char *ending_of(struct str type)
{
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_starts(type, str_of(types[i].type)))
			return types[i].ending;
	return NULL;
}

static void fetch_free(struct media_fetch *fetch)
{
	locale_free(&fetch->locale);
	arena_done(&fetch->arena);
	buf_done(&fetch->bytes);
	free(fetch);
}

static void finish(void *data)
{
	struct media_fetch *fetch = data;

	if (fetch->end.run) {
		LIST_REMOVE(fetch, next);
		fetch->end.run(fetch->end.data, fetch->is_settled);
	}
	fetch_free(fetch);
}

static void finish_later(struct media_fetch *fetch)
{
	fetch->is_ending = true;
	loop_later(fetch->core->loop, finish, fetch);
}

/* What the loop will call finish() for frees itself there, and tells nobody. */
void media_fetch_done(struct fetches *fetches)
{
	struct media_fetch *fetch;

	while ((fetch = LIST_FIRST(fetches))) {
		LIST_REMOVE(fetch, next);
		fetch->end.run = NULL;
		if (!fetch->is_ending)
			fetch_free(fetch);
	}
}

/* --- the row, on the writer thread ------------------------------------------- */

/* All of the message's media are settled and some failed: the family is told, once. */
static enum fault tell_family(const struct txn *txn, struct message_id id)
{
	struct media all[MEDIA_OF_A_MESSAGE];
	struct message message;
	struct promise promise;
	size_t count;
	int failed = 0;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 64 << 10);
	fault = media_of(txn->db, id, all, COUNT_OF(all), &count);
	if (!fault)
		fault = message_get(txn->db, id, &arena, &message);
	if (fault)
		return fault;
	for (size_t i = 0; i < count; i++) {
		if (all[i].state == MEDIA_WAITING)
			return FAULT_NONE;
		failed += all[i].state == MEDIA_FAILED;
	}
	if (failed == 0 || message.promise.n == 0)
		return FAULT_NONE;
	fault = agenda_get_promise(txn, message.promise, &promise);
	if (fault)
		return fault;
	return enqueue_sentence(txn, &promise, "media.failed", KIND_SERVICE, failed);
}

/* A polled message's list becomes rows of its own. */
static enum fault keep_list(const struct txn *txn, const struct media_fetch *fetch)
{
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < fetch->list.media_count; i++) {
		struct media media = { .message = fetch->media.message,
				       .no = fetch->media.no + (int)i };

		str_put(media.url, sizeof(media.url), fetch->list.media[i]);
		str_put(media.type, sizeof(media.type), fetch->list.media_type[i]);
		fault = i == 0 ? media_put(txn->db, &media) : media_add(txn->db, &media);
	}
	return fault;
}

static enum fault keep_one(const struct txn *txn, const struct media_fetch *fetch)
{
	struct media media = fetch->media;
	enum fault fault;

	if (fetch->is_kept) {
		media.state = MEDIA_KEPT;
	} else if (media.tries < (int)COUNT_OF(next_try_for)) {
		media.look_at = txn->now + next_try_for[media.tries];
		media.tries++;
	} else {
		media.state = MEDIA_FAILED;
	}
	fault = media_put(txn->db, &media);
	if (fault || media.state == MEDIA_WAITING)
		return fault;
	fault = txn_trace(txn, &(struct trace){
		.what = fetch->is_kept ? "media.kept" : "media.failed", .actor = "system",
		.message = media.message });
	if (fault)
		return fault;
	return tell_family(txn, media.message);
}

static enum fault keep_run(struct job *job, struct db *db, struct note *note)
{
	struct media_fetch *fetch = container_of(job, struct media_fetch, job);
	struct txn txn = txn_of(fetch->core, fetch->locale, db, note);
	AUTO(agenda) agenda;

	consequences_begin(&txn, &agenda);
	return consequences_settle(&txn, fetch->is_list && fetch->is_kept ?
				   keep_list(&txn, fetch) : keep_one(&txn, fetch));
}

static void keep_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct media_fetch *fetch = container_of(job, struct media_fetch, job);

	fetch->is_settled = fault == FAULT_NONE;
	if (fault) {
		log_fact(LOG_WARN, "media.not_kept", LOG_ID("msg", fetch->media.message.n),
			 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(note->text));
	} else {
		fetch->core->counts.media_kept += fetch->is_kept && !fetch->is_list;
		fetch->core->counts.media_failed += !fetch->is_kept;
		signal_wake(fetch->core, SIGNAL_ALL); /* the family may have been told */
	}
	finish(fetch);
}

static void keep(struct media_fetch *fetch, bool is_kept)
{
	fetch->is_kept = is_kept;
	fetch->job = (struct job){ .run = keep_run, .done = keep_on_written };
	/* when the writer is full the row stays waiting and is looked at again */
	if (writer_add(fetch->core->writer, &fetch->job))
		finish_later(fetch);
}

/* One try that came to nothing, for the operator: which message, why, and whether it is tried again.  Its
 * address stays out of it (it may open the picture), and so does what the other side says of itself. */
static void fail(struct media_fetch *fetch, const char *why, int status, const char *sentence)
{
	bool is_last = fetch->media.tries >= (int)COUNT_OF(next_try_for);

	log_fact(LOG_WARN, "media.fetch_failed", LOG_ID("msg", fetch->media.message.n),
		 LOG_COUNT("picture", fetch->media.no), LOG_WORD("why", why), LOG_COUNT("status", status),
		 LOG_COUNT("tries", fetch->media.tries + 1), LOG_WORD("again", is_last ? "no" : "yes"),
		 LOG_NOTE(sentence));
	keep(fetch, false);
}

/* It will not get better. */
static void fail_for_good(struct media_fetch *fetch, const char *why, int status, const char *sentence)
{
	fetch->media.tries = (int)COUNT_OF(next_try_for);
	fail(fetch, why, status, sentence);
}

/* --- the file, on a reader thread --------------------------------------------- */
static enum fault cannot_write(struct note *note)
{
	return fault_because(FAULT_DISK, note, "media_dir: %s%s", strerror(errno), file_cure(errno));
}

static enum fault write_all(int fd, struct str bytes, struct note *note)
{
	while (bytes.size) {
		ssize_t written = write(fd, bytes.at, bytes.size);

		if (written < 0 && errno != EINTR)
			return cannot_write(note);
		if (written > 0)
			bytes = str_from(bytes, (size_t)written);
	}
	return fsync(fd) ? cannot_write(note) : FAULT_NONE;
}

static enum fault file_run(struct job *job, struct db *db, struct note *note)
{
	struct media_fetch *fetch = container_of(job, struct media_fetch, job);
	AUTO(buf) path;
	enum fault fault;
	int fd;

	(void)db;
	buf_init(&path, 4096);
	buf_add_format(&path, "%s/%s", fetch->core->settings->media_dir, fetch->media.file);
	fd = open(buf_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return cannot_write(note);
	fault = write_all(fd, buf_str(&fetch->bytes), note);
	close(fd);
	return fault;
}

static void file_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct media_fetch *fetch = container_of(job, struct media_fetch, job);

	if (fault)
		fail(fetch, "disk", 0, note->text);
	else
		keep(fetch, true);
}

static void keep_file(struct media_fetch *fetch, const struct http_reply *reply)
{
	const char *ending = ending_of(reply->content_type.size ? reply->content_type :
						str_of(fetch->media.type));

	if (!ending || reply->body.size == 0) {
		fail_for_good(fetch, ending ? "empty" : "type", reply->status, ending ? "there is nothing in it" :
			      "it is of a kind that we do not take");
		return;
	}
	buf_add(&fetch->bytes, reply->body);
	snprintf(fetch->media.file, sizeof(fetch->media.file), "%lld-%d.%s",
		 (long long)fetch->media.message.n, fetch->media.no, ending);
	fetch->job = (struct job){ .run = file_run, .done = file_on_written };
	/* when the readers are full or gone it is fetched again */
	if (fetch->core->is_cut || reader_add(fetch->core->reader, &fetch->job))
		finish_later(fetch);
}

/* --- asking ------------------------------------------------------------------- */
static void ask(struct media_fetch *fetch, struct str url);

static void fetch_on_reply(void *data, const struct http_reply *reply)
{
	struct media_fetch *fetch = data;
	bool is_redirect = reply->fate == HTTP_ANSWERED && reply->status >= 301 &&
			   reply->status <= 308 && reply->location.size;

	if (is_redirect && ++fetch->redirects <= REDIRECTS)
		ask(fetch, arena_copy(&fetch->arena, reply->location));
	else if (reply->fate == HTTP_ANSWERED && reply->status == 200)
		keep_file(fetch, reply);
	else if (reply->fate == HTTP_ANSWERED)
		fail(fetch, is_redirect ? "redirects" : "status", reply->status, "");
	else
		fail(fetch, "no_answer", 0, reply->error);
}

static void fetch_on_list(void *data, const struct http_reply *reply)
{
	struct media_fetch *fetch = data;
	struct note note = { .text = "" };

	/* a list without a picture: nothing was opened */
	if (fetch->account->adapter->read_media(&fetch->account->settings->account, reply, &fetch->arena,
						&fetch->list, &note))
		fail(fetch, "list", reply->status, reply->fate == HTTP_ANSWERED ? note.text : reply->error);
	else if (fetch->list.media_count == 0)
		fail(fetch, "list", reply->status, "it names no picture");
	else
		keep(fetch, true);
}

static void ask(struct media_fetch *fetch, struct str url)
{
	const struct account_state *account = fetch->account;
	AUTO(http_request) request;

	http_request_init(&request);
	if (account->adapter->authorize_fetch(&account->settings->account, url, &request)) {
		fail_for_good(fetch, "address", 0, "its address is none that the provider's pictures have");
		return;
	}
	if (fetch->core->is_cut ||
	    client_send(fetch->client, &request, fetch_on_reply, fetch, NULL))
		finish_later(fetch);
}

static void ask_list(struct media_fetch *fetch)
{
	const struct account_state *account = fetch->account;
	AUTO(http_request) request;

	http_request_init(&request);
	fetch->is_list = true;
	account->adapter->compose_media(&account->settings->account,
					str_of(fetch->media.url), &request);
	if (fetch->core->is_cut ||
	    client_send(fetch->client, &request, fetch_on_list, fetch, NULL))
		finish_later(fetch);
}

void media_fetch_start(const struct media_fetch_means *means, const struct media *media,
		 struct line_state *line, const struct media_fetch_end *end)
{
	assert(means && media->message.n != 0 && line);

	struct media_fetch *fetch = memory_new(struct media_fetch);

	fetch->core = means->core;
	fetch->client = means->client;
	fetch->account = line ? line->account : NULL;
	fetch->locale = locale_hold(means->core->locale);
	fetch->media = *media;
	fetch->end = *end;
	arena_init(&fetch->arena, 1 << 20);
	buf_init(&fetch->bytes, 11 << 20);
	LIST_INSERT_HEAD(means->fetches, fetch, next);
	if (!line)
		fail(fetch, "no_line", 0, "its line is not in hearback.yaml any more");
	else if (strcmp(media->type, "list") == 0)
		ask_list(fetch);
	else
		ask(fetch, str_of(fetch->media.url));
}
