/* Who stands at the door: what is shown, what is remembered, and for how long. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#include "api/http/session.h"

#define NOW 1000
#define TOKEN "0123456789abcdef0123456789abcdef"

static struct session_ticket shown(const struct session_cache *cache, const char *header)
{
	struct session_ticket ticket;
	struct note note = { .text = "" };

	assert_int_equal(session_ticket_public(cache, str_of(header), &ticket, &note), FAULT_NONE);
	return ticket;
}

static void a_bearer_token_is_read_in_any_case_and_nothing_else_is(void **state)
{
	static const char *const good[] = { "Bearer " TOKEN, "bearer " TOKEN, "BEARER  " TOKEN " " };
	static const char *const bad[] = { "", "Bearer", "Bearer ", "Basic " TOKEN, TOKEN,
					   "Bearer\t" TOKEN, " Bearer " TOKEN };
	struct session_cache cache = { .generation = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(str_is(shown(&cache, good[i]).token, TOKEN));
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct session_ticket ticket;
		struct note note = { .text = "" };

		if (session_ticket_public(&cache, str_of(bad[i]), &ticket, &note) != FAULT_STRANGER)
			fail_msg("\"%s\" is a token", bad[i]);
		assert_non_null(strstr(note.text, "Authorization"));
	}
}

static void a_token_longer_than_any_is_a_strangers(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session_ticket ticket;
	char header[4096];

	(void)state;
	memset(header, 'a', sizeof(header));
	memcpy(header, "Bearer ", 7);
	assert_int_equal(session_ticket_public(&cache, (struct str){ header, sizeof(header) },
					       &ticket, NULL), FAULT_STRANGER);
}

static void who_is_remembered_is_found_by_the_same_token_alone(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session_ticket ana = shown(&cache, "Bearer " TOKEN);
	struct session_ticket other = shown(&cache, "Bearer 1" TOKEN);
	struct session session = { .user.id = { 7 }, .actor = "staff:7", .expires_at = NEVER }, found;

	(void)state;
	assert_false(session_find(&cache, &ana, NOW, &found));
	session_remember(&cache, &ana, &session);
	assert_true(session_find(&cache, &ana, NOW, &found));
	assert_string_equal(found.actor, "staff:7");
	assert_true(found.user.id.n == 7);
	assert_false(session_find(&cache, &other, NOW, &found));
}

/* A minute is remembered, but a token's end counts at once; whose clock jumped back comes in again. */
static void who_is_remembered_is_not_found_when_their_token_is_over(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session_ticket ana = shown(&cache, "Bearer " TOKEN);
	struct session session = { .actor = "staff:7", .expires_at = NOW }, found;

	(void)state;
	session_remember(&cache, &ana, &session);
	assert_true(session_find(&cache, &ana, NOW - 1, &found));
	assert_false(session_find(&cache, &ana, NOW, &found));
	assert_false(session_find(&cache, &ana, NOW + 1, &found));
}

/* The digests differ by where it was shown: a token that reads "unix:0" opens no socket. */
static void a_token_is_no_peer_of_the_socket(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session_ticket token = shown(&cache, "Bearer unix:0"), peer;
	struct session session = { .actor = "staff:7", .expires_at = NEVER }, found;

	(void)state;
	session_ticket_control(&cache, "unix:0", &peer);
	session_remember(&cache, &token, &session);
	assert_false(session_find(&cache, &peer, NOW, &found));
}

static void who_was_signed_out_is_forgotten_also_while_being_looked_up(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session_ticket before = shown(&cache, "Bearer " TOKEN);
	struct session session = { .actor = "staff:7", .expires_at = NEVER }, found;

	(void)state;
	session_remember(&cache, &before, &session);
	session_forget(&cache);
	assert_false(session_find(&cache, &before, NOW, &found));
	assert_true(session_is_stale(&cache, &before));
	/* a look-up that began before the signing out comes back after it */
	session_remember(&cache, &before, &session);
	assert_false(session_find(&cache, &before, NOW, &found));
	before = shown(&cache, "Bearer " TOKEN);
	assert_false(session_is_stale(&cache, &before));
	session_remember(&cache, &before, &session);
	assert_true(session_find(&cache, &before, NOW, &found));
}

static void the_oldest_makes_room_and_the_others_stay(void **state)
{
	struct session_cache cache = { .generation = 0 };
	struct session session = { .actor = "", .expires_at = NEVER }, found;
	char header[64];

	(void)state;
	for (int i = 0; i <= SESSION_CACHE; i++) {
		struct session_ticket ticket;

		snprintf(header, sizeof(header), "Bearer token%d", i);
		ticket = shown(&cache, header);
		snprintf(session.actor, sizeof(session.actor), "staff:%d", i);
		session_remember(&cache, &ticket, &session);
	}
	for (int i = 0; i <= SESSION_CACHE; i++) {
		struct session_ticket ticket;

		snprintf(header, sizeof(header), "Bearer token%d", i);
		ticket = shown(&cache, header);
		assert_int_equal(session_find(&cache, &ticket, NOW, &found), i != 0);
	}
}

static void the_sockets_peer_signs_with_what_the_machine_calls_them(void **state)
{
	static const struct {
		const char *peer, *actor;
	} rows[] = {
		{ "unix:0", "ctl:root" },
		{ "unix:4123456789", "ctl:uid 4123456789" }, /* nobody has it */
		{ "unix:-1", "ctl:unknown" },
		{ "unix:", "ctl:unknown" },
		{ "127.0.0.1", "ctl:unknown" },
	};
	struct session_cache cache = { .generation = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct session_ticket ticket;
		struct session session;

		session_ticket_control(&cache, rows[i].peer, &ticket);
		assert_int_equal(session_look_up(NULL, &ticket, NOW, &session, NULL), FAULT_NONE);
		assert_string_equal(session.actor, rows[i].actor);
		assert_int_equal(session.user.role, ROLE_ADMINISTRATOR);
		assert_true(session.user.id.n == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bearer_token_is_read_in_any_case_and_nothing_else_is),
		cmocka_unit_test(a_token_longer_than_any_is_a_strangers),
		cmocka_unit_test(who_is_remembered_is_found_by_the_same_token_alone),
		cmocka_unit_test(who_is_remembered_is_not_found_when_their_token_is_over),
		cmocka_unit_test(a_token_is_no_peer_of_the_socket),
		cmocka_unit_test(who_was_signed_out_is_forgotten_also_while_being_looked_up),
		cmocka_unit_test(the_oldest_makes_room_and_the_others_stay),
		cmocka_unit_test(the_sockets_peer_signs_with_what_the_machine_calls_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
