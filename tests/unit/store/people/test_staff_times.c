/* What staff are told and when: absences, texts to their own number, notices, calendars;
 * each list against the same list made by hand. */
#include "tests/lib/test.h"

#include "families.h"
#include "store/people/absences.h"
#include "store/people/calendars.h"
#include "store/people/notices.h"
#include "store/people/staff_alerts.h"

enum { STAFF = 5, MANY = 80 };

static void staff_new(struct ledger *ledger)
{
	ledger_new(ledger);
	for (int64_t id = 1; id <= STAFF; id++)
		add_liaison(ledger->db, id);
}

/* --- absences -------------------------------------------------------------------------- */

struct diary {
	struct ledger ledger;
	struct chance chance;
	struct absence absences[MANY];
};

static void diary_new(struct diary *diary, uint64_t seed)
{
	*diary = (struct diary){ .chance = { seed } };
	staff_new(&diary->ledger);
	for (int i = 0; i < MANY; i++) {
		struct absence *absence = &diary->absences[i];

		*absence = (struct absence){ .id = i + 1, .reason = "ill",
					     .user = { chance_between(&diary->chance, 1, STAFF) },
					     .from_at = noon + chance_between(&diary->chance, 0, 50) };
		absence->to_at = absence->from_at + chance_between(&diary->chance, 1, 30);
		absence->wake_at = absence->from_at;
		assert_fine(absence_add(diary->ledger.db, absence));
	}
}

/* Each due one is taken on as the scheduler does: its beginning, its end, then never. */
static void expect_turn(struct diary *diary, int64_t now, size_t *woken)
{
	struct absence due[7];
	int64_t last_at = INT64_MIN;
	size_t count = 0;

	do {
		assert_fine(absence_due(diary->ledger.db, now, due, COUNT_OF(due), &count));
		for (size_t i = 0; i < count; i++) {
			struct absence *absence = &diary->absences[due[i].id - 1];

			assert_true(due[i].wake_at == absence->wake_at && due[i].wake_at <= now);
			assert_true(i == 0 || due[i].wake_at >= last_at);
			last_at = due[i].wake_at;
			absence->wake_at = due[i].wake_at == absence->from_at ? absence->to_at : NEVER;
			assert_fine(absence_put(diary->ledger.db, absence));
		}
		*woken += count;
	} while (count);
}

static void each_absence_wakes_twice_and_the_earliest_first(void **state)
{
	struct diary diary;
	size_t woken = 0;
	int turns = 0;

	(void)state;
	diary_new(&diary, 21);
	for (;;) {
		int64_t earliest = NEVER, at = 0;

		for (int i = 0; i < MANY; i++)
			if (diary.absences[i].wake_at < earliest)
				earliest = diary.absences[i].wake_at;
		assert_fine(absence_next_wake(diary.ledger.db, &at));
		assert_true(at == earliest);
		if (at == NEVER)
			break;
		expect_turn(&diary, at + chance_between(&diary.chance, 0, 3), &woken);
		turns++;
	}
	assert_int_equal(woken, 2 * MANY);
	assert_true(turns > 10);
	ledger_done(&diary.ledger);
}

static void the_absences_of_one_are_told_by_their_end(void **state)
{
	struct diary diary;

	(void)state;
	diary_new(&diary, 22);
	for (int round = 0; round < 100; round++) {
		struct absence found[MANY];
		struct user_id user = { chance_between(&diary.chance, 1, STAFF + 1) };
		int64_t after = noon + chance_between(&diary.chance, -1, 85);
		size_t count = 99, want = 0, most = 1 + chance_below(&diary.chance, MANY);

		for (int i = 0; i < MANY; i++)
			want += diary.absences[i].user.n == user.n && diary.absences[i].to_at > after;
		assert_fine(absence_of(diary.ledger.db, user, after, found, most, &count));
		assert_int_equal(count, want < most ? want : most);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(found[i].user.n, user.n);
			assert_true(found[i].to_at > (i ? found[i - 1].to_at - 1 : after));
		}
	}
	ledger_done(&diary.ledger);
}

/* --- texts to their own number ----------------------------------------------------------- */

struct alert {
	int64_t due_at, last_at;
	bool has_phone;
};

static void alerts_ask(struct db *db, struct alert *alert, int64_t user, int64_t now, int64_t gap_for)
{
	assert_fine(staff_alert_ask(db, (struct user_id){ user }, now, gap_for));
	if (alert->has_phone && alert->due_at == NEVER)
		alert->due_at = alert->last_at + gap_for > now ? alert->last_at + gap_for : now;
}

static void alerts_put(struct db *db, struct alert *alert, int64_t user, int64_t at, int64_t due_at)
{
	assert_fine(staff_alert_put(db, (struct user_id){ user }, at, due_at));
	alert->due_at = due_at;
	alert->last_at = at ? at : alert->last_at;
}

static void expect_alerts(struct db *db, const struct alert alerts[STAFF], int64_t now)
{
	struct user users[STAFF];
	int64_t earliest = NEVER, at = 0, last_at = INT64_MIN;
	size_t count = 99, want = 0;

	for (int i = 0; i < STAFF; i++) {
		want += alerts[i].due_at <= now;
		earliest = alerts[i].due_at < earliest ? alerts[i].due_at : earliest;
	}
	assert_fine(staff_alert_next(db, &at));
	assert_true(at == earliest);
	assert_fine(staff_alert_due(db, now, users, STAFF, &count));
	assert_int_equal(count, want);
	for (size_t i = 0; i < count; i++) {
		assert_true(alerts[users[i].id.n - 1].due_at >= last_at);
		last_at = alerts[users[i].id.n - 1].due_at;
	}
}

/* At once, but never sooner than the gap after the last one; nobody is asked for twice. */
static void who_is_texted_and_when_is_what_was_asked_for_and_kept(void **state)
{
	struct chance chance = { 23 };
	struct alert alerts[STAFF];
	struct ledger ledger;
	struct user mute = liaison(STAFF, "es");

	(void)state;
	staff_new(&ledger);
	for (int i = 0; i < STAFF; i++)
		alerts[i] = (struct alert){ NEVER, 0, i < STAFF - 1 };
	mute.phone[0] = '\0';
	assert_fine(user_put(ledger.db, &mute));
	for (int64_t now = noon; now < noon + 600; now++) {
		int64_t user = chance_between(&chance, 1, STAFF);
		struct alert *alert = &alerts[user - 1];

		if (chance_below(&chance, 2))
			alerts_ask(ledger.db, alert, user, now, chance_between(&chance, 0, 40));
		else if (alert->due_at <= now)
			alerts_put(ledger.db, alert, user, chance_below(&chance, 4) ? now : 0,
				   chance_below(&chance, 3) ? NEVER : now + 20);
		expect_alerts(ledger.db, alerts, now);
	}
	assert_true(alerts[STAFF - 1].due_at == NEVER);
	assert_fault(staff_alert_put(ledger.db, (struct user_id){ 77 }, noon, noon), FAULT_MISSING);
	ledger_done(&ledger);
}

static void who_owes_nothing_has_waited_for_nothing(void **state)
{
	struct staff_alert_load load = { 7, 7 };
	struct ledger ledger;

	(void)state;
	staff_new(&ledger);
	assert_fault(staff_alert_load(ledger.db, (struct user_id){ 77 }, &load), FAULT_MISSING);
	assert_int_equal(load.waiting, 7);
	assert_fine(staff_alert_load(ledger.db, (struct user_id){ 1 }, &load));
	assert_int_equal(load.waiting, 0);
	assert_int_equal(load.oldest_at, 0);
	ledger_done(&ledger);
}

/* --- notices ------------------------------------------------------------------------------- */

static void notices_are_read_in_pages_by_whom_they_are_for(void **state)
{
	struct chance chance = { 24 };
	struct notice notices[MANY], page[6];
	struct ledger ledger;

	(void)state;
	staff_new(&ledger);
	for (int i = 0; i < MANY; i++) {
		notices[i] = (struct notice){ .id = i + 1, .what = "promise.late", .at = noon,
					      .user = { (int64_t)chance_below(&chance, STAFF + 1) },
					      .role = (enum role)chance_below(&chance, ROLE_COUNT) };
		assert_fine(notice_add(ledger.db, &notices[i]));
	}
	assert_fault(notice_add(ledger.db, &notices[3]), FAULT_CONFLICT);
	for (int64_t id = 1; id <= STAFF; id++) {
		struct user user = liaison(id, "es");
		int64_t before = NEVER;
		size_t count = 0, seen = 0, want = 0;

		user.role = (enum role)(id % ROLE_COUNT);
		for (int i = 0; i < MANY; i++)
			want += notices[i].user.n == id || (!notices[i].user.n && notices[i].role == user.role);
		do {
			assert_fine(notice_list(ledger.db, &user, before, page, COUNT_OF(page), &count));
			for (size_t i = 0; i < count; i++) {
				assert_true(page[i].id < before);
				assert_true(page[i].user.n == id ||
					    (!page[i].user.n && page[i].role == user.role));
				before = page[i].id;
			}
			seen += count;
		} while (count);
		assert_int_equal(seen, want);
	}
	ledger_done(&ledger);
}

/* --- calendars -------------------------------------------------------------------------------- */

static int closure_order(const void *one, const void *other)
{
	const struct closure *a = one, *b = other;
	int by_school = strcmp(a->school, b->school);

	if (a->from_at != b->from_at)
		return a->from_at < b->from_at ? -1 : 1;
	if (by_school)
		return by_school;
	if (a->to_at != b->to_at)
		return a->to_at < b->to_at ? -1 : 1;
	return strcmp(a->summary, b->summary);
}

static const char *const calendar_schools[] = { "", "North", "South" };

static size_t import_some(struct ledger *ledger, struct chance *chance, const char *school,
			  struct closure *closures)
{
	struct calendar calendar = { .imported_at = noon, .imported_by = "ctl:uid 0" };
	size_t count = chance_below(chance, 30);

	str_put(calendar.school, sizeof(calendar.school), str_of(school));
	assert_fine(calendar_replace(ledger->db, &calendar));
	for (size_t i = 0; i < count; i++) {
		closures[i] = (struct closure){ .from_at = noon + chance_between(chance, 0, 9),
						.is_all_day = chance_below(chance, 2) };
		closures[i].to_at = closures[i].from_at + chance_between(chance, 1, 5);
		snprintf(closures[i].summary, SUMMARY_ROOM, "Holiday %d", (int)i);
		str_put(closures[i].school, SCHOOL_ROOM, str_of(school));
		assert_fine(calendar_closure_add(ledger->db, &closures[i]));
	}
	return count;
}

/* What is imported last is what counts, of that school and of no other. */
static void closures_are_those_of_each_schools_last_import(void **state)
{
	struct chance chance = { 25 };
	struct closure of[COUNT_OF(calendar_schools)][30];
	size_t counts[COUNT_OF(calendar_schools)] = { 0 };
	struct ledger ledger;

	(void)state;
	ledger_new(&ledger);
	for (int round = 0; round < 40; round++) {
		struct closure all[90], found[90];
		size_t school = chance_below(&chance, COUNT_OF(calendar_schools)), want = 0, count = 99;
		int64_t after = noon + chance_between(&chance, -1, 14), total = -1;

		counts[school] = import_some(&ledger, &chance, calendar_schools[school], of[school]);
		assert_fine(calendar_closure_count(ledger.db, &total));
		assert_int_equal(total, counts[0] + counts[1] + counts[2]);
		for (size_t s = 0; s < COUNT_OF(calendar_schools); s++)
			for (size_t i = 0; i < counts[s]; i++)
				if (of[s][i].to_at > after)
					all[want++] = of[s][i];
		qsort(all, want, sizeof(*all), closure_order);
		assert_fine(calendar_closure_list(ledger.db, after, found, COUNT_OF(found), &count));
		assert_int_equal(count, want);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(closure_order(&found[i], &all[i]), 0);
			assert_int_equal(found[i].is_all_day, all[i].is_all_day);
		}
	}
	ledger_done(&ledger);
}

static void a_closure_without_its_calendar_or_said_twice_is_refused(void **state)
{
	struct closure closure = { .school = "North", .from_at = noon, .to_at = noon + 1,
				   .summary = "Snow" };
	struct calendar calendar = { .school = "North", .imported_by = "x", .until_at = noon };
	struct ledger ledger;
	struct calendar found[4];
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fault(calendar_closure_add(ledger.db, &closure), FAULT_CONFLICT);
	assert_fine(calendar_replace(ledger.db, &calendar));
	assert_fine(calendar_closure_add(ledger.db, &closure));
	assert_fault(calendar_closure_add(ledger.db, &closure), FAULT_CONFLICT);
	closure.to_at++;
	assert_fine(calendar_closure_add(ledger.db, &closure));
	calendar.until_at = noon + DAY_MS;
	assert_fine(calendar_replace(ledger.db, &calendar));
	assert_fine(calendar_list(ledger.db, found, COUNT_OF(found), &count));
	assert_int_equal(count, 1);
	assert_true(found[0].until_at == noon + DAY_MS);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_absence_wakes_twice_and_the_earliest_first),
		cmocka_unit_test(the_absences_of_one_are_told_by_their_end),
		cmocka_unit_test(who_is_texted_and_when_is_what_was_asked_for_and_kept),
		cmocka_unit_test(who_owes_nothing_has_waited_for_nothing),
		cmocka_unit_test(notices_are_read_in_pages_by_whom_they_are_for),
		cmocka_unit_test(closures_are_those_of_each_schools_last_import),
		cmocka_unit_test(a_closure_without_its_calendar_or_said_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
