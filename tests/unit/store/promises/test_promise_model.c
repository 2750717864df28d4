/* Every list and count of promises, against the same made by hand over the same rows. */
#include "tests/lib/test.h"

#include "owed.h"
#include "store/people/staff_alerts.h"

enum { PROMISES = 120, STEPS = 250 };

struct owed {
	struct ledger ledger;
	struct chance chance;
	struct promise promises[PROMISES];
};

static void owed_new(struct owed *owed, uint64_t seed)
{
	*owed = (struct owed){ .chance = { seed } };
	sample_world(&owed->ledger);
	for (int64_t id = 1; id <= 3; id++) {
		struct user user = { .id = { id }, .role = ROLE_LIAISON };

		snprintf(user.email, sizeof(user.email), "%d", (int)id);
		assert_fine(user_add(owed->ledger.db, &user));
	}
	for (int i = 0; i < PROMISES; i++) {
		owed->promises[i] = some_promise(&owed->chance, i + 1);
		assert_fine(promise_add(owed->ledger.db, &owed->promises[i]));
	}
}

/* One of them becomes another, by either of the two ways to write it. */
static void owed_change(struct owed *owed)
{
	size_t i = chance_below(&owed->chance, PROMISES);
	struct promise was = owed->promises[i], is = some_promise(&owed->chance, was.id.n);

	is.contact = was.contact;
	is.line = was.line;
	is.late_at = was.late_at ? was.late_at : is.late_at; /* late is for ever */
	if (chance_below(&owed->chance, 2))
		assert_fine(promise_put(owed->ledger.db, &is));
	else
		assert_fine(promise_change(owed->ledger.db, &was, &is));
	owed->promises[i] = is;
}

static bool passes(const struct promise_filter *filter, const struct promise *promise)
{
	bool is_state = !filter->state.size || str_is(filter->state, promise_word(promise->state)) ||
			(str_is(filter->state, "waiting") && is_waiting(promise));

	return is_state && (!filter->language.size || str_is(filter->language, promise->language)) &&
	       (!filter->topic.size || str_is(filter->topic, promise->topic)) &&
	       (!filter->school.size || str_is(filter->school, promise->school)) &&
	       (!filter->owner.n || filter->owner.n == promise->owner.n) &&
	       (!filter->due_before || promise->due_at < filter->due_before) &&
	       (!filter->is_for_person || promise->person_at) &&
	       (!filter->after.n || promise->id.n < filter->after.n);
}

static struct promise_filter some_filter(struct chance *chance)
{
	static const char *const states[] = { "", "", "waiting", "open", "taken", "answered", "kept",
					      "excused", "forgotten", "OPEN" };
	struct promise_filter filter = { .state = str_of(one_of(chance, states, COUNT_OF(states))) };

	if (chance_below(chance, 3) == 0)
		filter.language = str_of(one_of(chance, owed_languages, 3));
	if (chance_below(chance, 4) == 0)
		filter.topic = STR("attendance");
	if (chance_below(chance, 3) == 0)
		filter.school = str_of(one_of(chance, owed_schools, 3));
	filter.owner.n = chance_below(chance, 3) ? 0 : chance_between(chance, 1, 3);
	filter.due_before = chance_below(chance, 3) ? 0 : noon + chance_between(chance, 0, 21);
	filter.is_for_person = chance_below(chance, 4) == 0;
	filter.after.n = chance_below(chance, 2) ? 0 : chance_between(chance, 1, PROMISES);
	return filter;
}

static void a_list_is_what_passes_its_filter_from_the_newest_on(void **state)
{
	struct owed owed;

	(void)state;
	owed_new(&owed, 31);
	for (int round = 0; round < 300; round++) {
		struct promise_filter filter = some_filter(&owed.chance);
		struct promise found[PROMISES];
		size_t count = 99, seen = 0, most = 1 + chance_below(&owed.chance, PROMISES);

		assert_fine(promise_list(owed.ledger.db, &filter, found, most, &count));
		for (int i = PROMISES; i-- > 0 && seen < most;) {
			if (!passes(&filter, &owed.promises[i]))
				continue;
			assert_true(seen < count);
			assert_same_promise(&found[seen++], &owed.promises[i]);
		}
		assert_int_equal(seen, count);
	}
	ledger_done(&owed.ledger);
}

static void expect_counts(struct owed *owed)
{
	struct promise_counts counts, sum = { 0 };

	for (int i = 0; i < PROMISES; i++) {
		const struct promise *promise = &owed->promises[i];

		if (is_waiting(promise)) {
			sum.waiting++;
			sum.late += promise->late_at > 0;
			sum.on_person += promise->person_at > 0;
			sum.unowned += promise->owner.n == 0;
		} else {
			sum.kept += promise->state == PROMISE_KEPT;
			sum.kept_late += promise->state == PROMISE_KEPT && promise->late_at > 0;
			sum.excused += promise->state == PROMISE_EXCUSED;
		}
	}
	assert_fine(promise_count(owed->ledger.db, &counts));
	assert_int_equal(counts.waiting, sum.waiting);
	assert_int_equal(counts.late, sum.late);
	assert_int_equal(counts.on_person, sum.on_person);
	assert_int_equal(counts.unowned, sum.unowned);
	assert_int_equal(counts.kept, sum.kept);
	assert_int_equal(counts.kept_late, sum.kept_late);
	assert_int_equal(counts.excused, sum.excused);
}

/* What one owes is what of theirs is open or taken; the oldest is the one opened first,
 * whatever its number. */
static void expect_load(struct owed *owed, int64_t user)
{
	struct staff_alert_load load, sum = { 0 };

	for (int i = 0; i < PROMISES; i++) {
		const struct promise *promise = &owed->promises[i];

		if (promise->owner.n != user ||
		    (promise->state != PROMISE_OPEN && promise->state != PROMISE_TAKEN))
			continue;
		if (!sum.waiting++ || promise->opened_at < sum.oldest_at)
			sum.oldest_at = promise->opened_at;
	}
	assert_fine(staff_alert_load(owed->ledger.db, (struct user_id){ user }, &load));
	assert_int_equal(load.waiting, sum.waiting);
	assert_true(load.oldest_at == sum.oldest_at);
}

static void counts_and_loads_follow_whatever_happens(void **state)
{
	struct owed owed;

	(void)state;
	owed_new(&owed, 32);
	for (int step = 0; step < STEPS; step++) {
		owed_change(&owed);
		expect_counts(&owed);
		for (int64_t user = 1; user <= 3; user++)
			expect_load(&owed, user);
	}
	ledger_done(&owed.ledger);
}

static void expect_due(struct owed *owed, int64_t now, size_t most)
{
	struct promise found[PROMISES];
	size_t count = 99, want = 0;

	for (int i = 0; i < PROMISES; i++)
		want += is_waiting(&owed->promises[i]) && owed->promises[i].wake_at <= now;
	assert_fine(promise_due(owed->ledger.db, now, found, most, &count));
	assert_int_equal(count, want < most ? want : most);
	for (size_t i = 0; i < count; i++) {
		assert_true(is_waiting(&found[i]) && found[i].wake_at <= now);
		assert_true(i == 0 || found[i].wake_at >= found[i - 1].wake_at);
	}
}

static void expect_next_wake(struct owed *owed)
{
	int64_t earliest = NEVER, at = 0;

	for (int i = 0; i < PROMISES; i++)
		if (is_waiting(&owed->promises[i]) && owed->promises[i].wake_at < earliest)
			earliest = owed->promises[i].wake_at;
	assert_fine(promise_next_wake(owed->ledger.db, &at));
	assert_true(at == earliest);
}

/* School time of one school, or of all, has changed: who would wake is looked at now. */
static void owed_wake(struct owed *owed, const char *school, int64_t now)
{
	assert_fine(promise_wake_all(owed->ledger.db, str_of(school), now));
	for (int i = 0; i < PROMISES; i++) {
		struct promise *promise = &owed->promises[i];

		if (is_waiting(promise) && promise->wake_at > now && promise->wake_at < NEVER &&
		    (!school[0] || strcmp(promise->school, school) == 0))
			promise->wake_at = now;
	}
}

static void the_scheduler_is_woken_by_what_waits_and_by_nothing_else(void **state)
{
	struct owed owed;

	(void)state;
	owed_new(&owed, 33);
	for (int step = 0; step < STEPS; step++) {
		owed_change(&owed);
		if (step % 50 == 49)
			owed_wake(&owed, one_of(&owed.chance, owed_schools, 3), noon + 20);
		expect_next_wake(&owed);
		expect_due(&owed, noon + chance_between(&owed.chance, -1, 61),
			   1 + chance_below(&owed.chance, PROMISES));
	}
	for (int i = 0; i < PROMISES; i++) {
		struct promise found = { .id = { 0 } };

		assert_fine(promise_get(owed.ledger.db, owed.promises[i].id, &found));
		assert_same_promise(&found, &owed.promises[i]);
	}
	ledger_done(&owed.ledger);
}

static size_t walk_owned(struct owed *owed, int64_t owner)
{
	struct promise page[7];
	struct promise_id after = { 0 };
	size_t count = 0, seen = 0;

	do {
		assert_fine(promise_owned(owed->ledger.db, (struct user_id){ owner }, after, page,
					  COUNT_OF(page), &count));
		for (size_t i = 0; i < count; i++) {
			assert_true(page[i].id.n > after.n && page[i].owner.n == owner);
			assert_true(is_waiting(&page[i]));
			after = page[i].id;
		}
		seen += count;
	} while (count);
	return seen;
}

static size_t walk_waiting(struct owed *owed, const char *rule)
{
	struct promise_id page[11], after = { 0 };
	size_t count = 0, seen = 0;

	do {
		assert_fine(promise_waiting(owed->ledger.db, str_of(rule), after, page, COUNT_OF(page),
					    &count));
		for (size_t i = 0; i < count; i++) {
			assert_true(page[i].n > after.n);
			assert_true(!rule[0] || strcmp(owed->promises[page[i].n - 1].rule, rule) == 0);
			after = page[i];
		}
		seen += count;
	} while (count);
	return seen;
}

static void pages_joined_are_all_that_wait(void **state)
{
	static const char *const rules[] = { "", "everything else", "absence", "no such rule" };
	struct owed owed;

	(void)state;
	owed_new(&owed, 34);
	for (int64_t owner = 0; owner <= 4; owner++) {
		size_t want = 0;

		for (int i = 0; i < PROMISES; i++)
			want += is_waiting(&owed.promises[i]) && owed.promises[i].owner.n == owner;
		assert_int_equal(walk_owned(&owed, owner), want);
	}
	for (size_t rule = 0; rule < COUNT_OF(rules); rule++) {
		size_t want = 0;

		for (int i = 0; i < PROMISES; i++)
			want += is_waiting(&owed.promises[i]) &&
				(!rules[rule][0] || strcmp(owed.promises[i].rule, rules[rule]) == 0);
		assert_int_equal(walk_waiting(&owed, rules[rule]), want);
	}
	ledger_done(&owed.ledger);
}

static void a_familys_promises_are_told_oldest_first_and_those_of_other_schools_apart(void **state)
{
	struct owed owed;

	(void)state;
	owed_new(&owed, 35);
	for (int64_t contact = 1; contact <= 3; contact++) {
		for (size_t school = 0; school < COUNT_OF(owed_schools); school++) {
			struct promise open[PROMISES], elsewhere[PROMISES];
			size_t opens = 99, others = 99, seen = 0, seen_else = 0;

			assert_fine(promise_open_of(owed.ledger.db, (struct contact_id){ contact }, open,
						    PROMISES, &opens));
			assert_fine(promise_elsewhere(owed.ledger.db, (struct contact_id){ contact },
						      str_of(owed_schools[school]), elsewhere, PROMISES,
						      &others));
			for (int i = 0; i < PROMISES; i++) {
				const struct promise *promise = &owed.promises[i];

				if (promise->contact.n != contact || !is_waiting(promise))
					continue;
				assert_int_equal(open[seen++].id.n, promise->id.n);
				if (strcmp(promise->school, owed_schools[school]) != 0)
					assert_int_equal(elsewhere[seen_else++].id.n, promise->id.n);
			}
			assert_int_equal(seen, opens);
			assert_int_equal(seen_else, others);
		}
	}
	ledger_done(&owed.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_what_passes_its_filter_from_the_newest_on),
		cmocka_unit_test(counts_and_loads_follow_whatever_happens),
		cmocka_unit_test(the_scheduler_is_woken_by_what_waits_and_by_nothing_else),
		cmocka_unit_test(pages_joined_are_all_that_wait),
		cmocka_unit_test(a_familys_promises_are_told_oldest_first_and_those_of_other_schools_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
