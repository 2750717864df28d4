#include "conn.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "local.h"

enum {
	CHUNK = 16 * 1024,
	KEPT_OUT = 64 * 1024,    /* a larger answer gives its memory back */
	UNACKED_FOR = 60 * 1000, /* a peer that vanished is noticed after that */
	LINGER_FOR = 1000,
};

/* --- states and their deadlines ---------------------------------------------------- */

static int64_t deadline_of(const struct conn *conn)
{
	const struct server_limits *limits = &conn->home->limits;
	const int64_t spans[] = {
		[CONN_IDLE] = limits->idle_for,  [CONN_HEAD] = limits->header_for,
		[CONN_BODY] = limits->body_for,  [CONN_WORK] = limits->total_for,
		[CONN_FLUSH] = limits->body_for, [CONN_STREAM] = NEVER,
		[CONN_LINGER] = LINGER_FOR,
	};
	int64_t total = conn->began_at + limits->total_for - clock_boot_ms();
	bool is_within_total = conn->state == CONN_BODY || conn->state == CONN_WORK;

	return is_within_total && total < spans[conn->state] ? total : spans[conn->state];
}

/* Until its next request a proxy's connection is nobody's. */
static void forget_client(struct conn *conn)
{
	conn->member.address = conn->hop;
	conn->member.is_proxied = conn->is_proxied;
}

static void take_place(struct conn *conn)
{
	struct crowd *crowd = &conn->home->crowd;

	if (conn->state == CONN_IDLE)
		forget_client(conn);
	if (conn->state == CONN_IDLE || conn->state == CONN_LINGER)
		crowd_move(crowd, &conn->member, CROWD_UNREAD);
	else if (conn->state == CONN_STREAM)
		crowd_move(crowd, &conn->member, CROWD_STREAM);
	else if (conn->state == CONN_FLUSH && conn->member.place != CROWD_UNREAD)
		crowd_move(crowd, &conn->member, CROWD_UNTAKEN);
}

static void enter(struct conn *conn, enum conn_state state)
{
	int64_t left;

	assert(state < CONN_DEAD);
	conn->state = state;
	take_place(conn);
	left = deadline_of(conn);
	if (left == NEVER)
		timer_clear(conn->deadline);
	else
		timer_set(conn->deadline, left);
}

static void refuse(struct conn *conn, int status, const char *allow);

static void on_deadline(void *data)
{
	static const int statuses[CONN_DEAD] = {
		[CONN_HEAD] = 408, [CONN_BODY] = 408, [CONN_WORK] = 503,
	};
	struct conn *conn = data;

	if (statuses[conn->state])
		refuse(conn, statuses[conn->state], NULL);
	else
		conn_close(conn);
}

/* --- the end ------------------------------------------------------------------------ */

static void forget(void *data)
{
	struct conn *conn = data;

	buf_done(&conn->in);
	buf_done(&conn->out);
	free(conn);
}

static void leave_user(struct conn *conn)
{
	struct conn_user *user = conn->user;

	conn->user = NULL;
	if (user)
		user->lost(user);
}

void conn_give_way(struct conn *conn)
{
	crowd_refused(&conn->home->crowd, SERVER_GAVE_WAY, conn->peer);
	conn_close(conn);
}

void conn_close(struct conn *conn)
{
	assert(conn);
	if (conn->state == CONN_DEAD)
		return;
	conn->state = CONN_DEAD;
	leave_user(conn);
	timer_free(&conn->deadline);
	event_free(conn->readable);
	event_free(conn->writable);
	close(conn->fd);
	LIST_REMOVE(conn, next);
	crowd_leave(&conn->home->crowd, &conn->member);
	loop_later(conn->home->loop, forget, conn);
}

/* Closing while the client still sends would make a reset of our answer. */
static void linger(struct conn *conn)
{
	buf_clear(&conn->in);
	shutdown(conn->fd, SHUT_WR);
	enter(conn, CONN_LINGER);
}

/* --- sending ------------------------------------------------------------------------- */

static void clear_out(struct conn *conn)
{
	conn->out_at = 0;
	if (conn->out.room > KEPT_OUT)
		buf_done(&conn->out);
	else
		buf_clear(&conn->out);
}

static void step_on(struct conn *conn);

static void on_all_sent(struct conn *conn)
{
	clear_out(conn);
	if (conn->state != CONN_FLUSH)
		return;
	if (conn->is_last || conn->home->is_draining)
		linger(conn);
	else
		enter(conn, CONN_IDLE);
}

bool conn_flush(struct conn *conn)
{
	assert(conn->state != CONN_DEAD);
	assert(conn->out_at <= conn->out.size);
	while (conn->out_at < conn->out.size) {
		ssize_t sent = send(conn->fd, conn->out.at + conn->out_at,
				    conn->out.size - conn->out_at, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			event_add(conn->writable, NULL);
			return true;
		}
		if (sent < 0) {
			conn_close(conn);
			return false;
		}
		conn->out_at += (size_t)sent;
	}
	on_all_sent(conn);
	return true;
}

void conn_answered(struct conn *conn)
{
	assert(conn->state != CONN_DEAD);
	conn->user = NULL;
	conn->state = CONN_FLUSH;
	if (!conn_flush(conn))
		return;
	if (conn->state == CONN_FLUSH)
		enter(conn, CONN_FLUSH);
	step_on(conn);
}

void conn_streams(struct conn *conn, struct conn_user *user)
{
	assert(conn->state == CONN_WORK && !conn->user);
	assert(user && user->lost);
	conn->user = user;
	conn->is_last = true;
	/* Whatever is pipelined behind a stream will never be answered. */
	buf_clear(&conn->in);
	enter(conn, CONN_STREAM);
	if (conn_flush(conn))
		step_on(conn);
}

/* Answers with our own words and closes. */
static void refuse_with(struct conn *conn, int status, struct str words, const char *allow)
{
	AUTO(buf) headers;
	struct answer answer = {
		.status = status,
		.content_type = "application/json",
		.body = words,
		.date = answer_date(&conn->home->clock, (int64_t)time(NULL)),
		.is_last = true,
		.is_bodyless = conn->is_head_request,
	};

	buf_init(&headers, 100);
	if (status == 503 || status == 429)
		buf_add_text(&headers, "Retry-After: 5\r\n");
	if (allow)
		buf_add_format(&headers, "Allow: %s\r\n", allow);
	answer.headers = buf_str(&headers);
	leave_user(conn);
	conn->is_last = true;
	answer_write(&answer, &conn->out);
	conn_answered(conn);
}

static void refuse(struct conn *conn, int status, const char *allow)
{
	refuse_with(conn, status, answer_refusal(status), allow);
}

/* --- a request ------------------------------------------------------------------------ */

void conn_take(struct conn *conn, struct conn_user *user, size_t size, struct buf *bytes)
{
	assert(conn->state == CONN_WORK && !conn->user);
	assert(user && user->lost);
	assert(size > 0 && size <= conn->in.size);
	conn->user = user;
	*bytes = conn->in;
	buf_init(&conn->in, conn->home->limits.header_ceiling * 2);
	buf_add(&conn->in, str_from(buf_str(bytes), size));
	assert(!conn->in.is_stale); /* or the next request would be lost */
}

static void go(struct crowd_member *member)
{
	conn_give_way(container_of(member, struct conn, member));
}

static void hand_over(struct conn *conn, const struct head *head, const struct endpoint *endpoint)
{
	const struct server_limits *limits = &conn->home->limits;
	struct crowd *crowd = &conn->home->crowd;
	bool is_kept = limits->is_kept && limits->is_kept(endpoint);
	struct crowd_member *goes;
	enum server_refusal refusal = crowd_admit(crowd, &conn->member, is_kept, &goes);

	if (refusal != SERVER_REFUSALS) {
		crowd_refused(crowd, refusal, conn->peer);
		refuse_with(conn, crowd_status(refusal), crowd_words(refusal), NULL);
		return;
	}
	if (goes)
		go(goes);
	conn->is_last = !head->is_kept;
	crowd_move(crowd, &conn->member, is_kept ? CROWD_KEPT : CROWD_OTHER);
	enter(conn, CONN_WORK);
	conn->home->on_request(conn->home, conn, head, endpoint);
}

static void await_body(struct conn *conn, const struct head *head)
{
	struct crowd_member *crowding;

	if (conn->state == CONN_BODY)
		return;
	crowding = crowd_crowding(&conn->home->crowd, &conn->member);
	if (crowding)
		go(crowding);
	conn->wanted = head->size + head->body_size;
	conn->in.ceiling = conn->wanted + CHUNK;
	enter(conn, CONN_BODY);
	if (!head->is_expecting)
		return;
	buf_add(&conn->out, STR("HTTP/1.1 100 Continue\r\n\r\n"));
	conn_flush(conn);
}

/* What a proxy that is not trusted says of others is not heard. */
static void know_client(struct conn *conn, const struct head *head)
{
	if (!conn->is_proxied)
		return;
	conn->member.address = proxies_client(conn->home->limits.proxies, &conn->hop,
					      head->headers, head->header_count);
	conn->member.is_proxied = false;
	if (conn->member.address.family == ADDRESS_NONE)
		local_peer(conn->fd, conn->peer, sizeof(conn->peer));
	else
		address_write(&conn->member.address, conn->peer);
}

static void on_head(struct conn *conn, const struct head *head)
{
	char allow[ALLOW_SIZE];
	const struct endpoint *endpoint = endpoint_find(conn->home->endpoints, head->method,
							head->path, allow);
	size_t ceiling = endpoint && endpoint->body_ceiling ? endpoint->body_ceiling :
							      conn->home->limits.body_ceiling;

	conn->is_head_request = head->is_bodyless_answer;
	know_client(conn, head);
	if (!endpoint)
		refuse(conn, allow[0] ? 405 : 404, allow[0] ? allow : NULL);
	else if (head->body_size > ceiling)
		refuse(conn, 413, NULL);
	else if (conn->in.size < head->size + head->body_size)
		await_body(conn, head);
	else
		hand_over(conn, head, endpoint);
}

/* True when there may be more to do.  A head is read again when its body is whole,
 * so that no slices into a growing buffer need be kept. */
static bool step(struct conn *conn)
{
	struct head head;
	enum head_verdict verdict;

	if (conn->state > CONN_BODY || conn->in.size == 0 ||
	    (conn->state == CONN_BODY && conn->in.size < conn->wanted))
		return false;
	if (conn->state == CONN_IDLE)
		conn->began_at = clock_boot_ms();
	verdict = head_parse(buf_str(&conn->in), conn->home->limits.header_ceiling, &head);
	if (verdict == HEAD_BAD)
		refuse(conn, head.status, NULL);
	else if (verdict == HEAD_WHOLE)
		on_head(conn, &head);
	else if (conn->state == CONN_IDLE)
		enter(conn, CONN_HEAD);
	return verdict == HEAD_WHOLE && conn->state == CONN_IDLE;
}

/* --- reading ---------------------------------------------------------------------------- */

/* What may still be kept for this state; a pipeline waits in the kernel. */
static size_t room_left(const struct conn *conn)
{
	size_t most = conn->state == CONN_BODY ? conn->wanted :
						 conn->home->limits.header_ceiling;

	return conn->in.size < most ? most - conn->in.size : 0;
}

static bool is_wanting(const struct conn *conn)
{
	if (conn->is_eof)
		return false;
	return conn->state == CONN_STREAM || conn->state == CONN_LINGER || room_left(conn) > 0;
}

static void watch(struct conn *conn)
{
	bool is_wanted = conn->state != CONN_DEAD && is_wanting(conn);

	if (conn->state == CONN_DEAD || is_wanted == conn->is_reading)
		return;
	conn->is_reading = is_wanted;
	if (is_wanted)
		event_add(conn->readable, NULL);
	else
		event_del(conn->readable);
}

/* Not inside itself: an endpoint that answers at once comes back here. */
static void step_on(struct conn *conn)
{
	if (conn->is_stepping)
		return;
	conn->is_stepping = true;
	while (step(conn))
		;
	conn->is_stepping = false;
	watch(conn);
}

/* A client that only closed its sending half still gets its answer. */
static void on_eof(struct conn *conn)
{
	conn->is_eof = true;
	conn->is_last = true;
	if (conn->state == CONN_WORK || conn->state == CONN_FLUSH)
		watch(conn);
	else
		conn_close(conn);
}

static void hear(struct conn *conn)
{
	bool is_kept = conn->state != CONN_STREAM && conn->state != CONN_LINGER;
	char chunk[CHUNK];
	size_t room = is_kept && room_left(conn) < CHUNK ? room_left(conn) : CHUNK;
	ssize_t got = recv(conn->fd, chunk, room, 0);

	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return;
	if (got < 0) {
		conn_close(conn);
	} else if (got == 0) {
		on_eof(conn);
	} else if (is_kept) {
		buf_add(&conn->in, (struct str){ chunk, (size_t)got });
		step_on(conn);
	}
}

void conn_hear(struct conn *conn)
{
	if (conn->state <= CONN_BODY && room_left(conn) > 0)
		hear(conn);
}

static void on_readable(evutil_socket_t fd, short what, void *data)
{
	(void)fd;
	(void)what;
	hear(data);
}

static void on_writable(evutil_socket_t fd, short what, void *data)
{
	struct conn *conn = data;

	(void)fd;
	(void)what;
	if (conn_flush(conn))
		step_on(conn);
}

/* --- the beginning ------------------------------------------------------------------------ */

static void set_socket(int fd)
{
	int on = 1;
	unsigned unacked = UNACKED_FOR;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacked, sizeof(unacked));
}

void conn_begin(struct conn *conn)
{
	struct conn_home *home = conn->home;

	set_socket(conn->fd);
	buf_init(&conn->in, home->limits.header_ceiling + CHUNK);
	/* Our own answers: their size is for their endpoints to limit. */
	buf_init(&conn->out, SIZE_MAX / 2);
	conn->readable = memory_must(event_new(loop_base(home->loop), conn->fd,
					       EV_READ | EV_PERSIST, on_readable, conn));
	conn->writable = memory_must(event_new(loop_base(home->loop), conn->fd, EV_WRITE,
					       on_writable, conn));
	conn->deadline = timer_new(home->loop, on_deadline, conn);
	LIST_INSERT_HEAD(&home->conns, conn, next);
	crowd_enter(&home->crowd, &conn->member);
	enter(conn, CONN_IDLE);
	/* Who has just called has something to say. */
	timer_set(conn->deadline, home->limits.header_for);
	watch(conn);
}
