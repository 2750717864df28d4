/* G12: what a webhook that is not authentic leaves: a counter of its account, and one line in a
 * minute that says what is likely the matter, without a byte of what came. */
#include "tests/lib/test.h"

#include "house.h"
#include "overhear.h"

static const char *const good[] = {
	"MessageSid", "SM00000000000000000000000000000001", "AccountSid", HOUSE_SID,
	"From", "+13125550123", "To", HOUSE_LINE, "Body", "secret words", "NumMedia", "0",
};
static const struct hook forged = { "/hooks/main/message", "guessed", good, 6, NULL };
static const struct hook authentic = { "/hooks/main/message", HOUSE_SECRET, good, 6, NULL };

static void refuse(struct house *house, const struct hook *hook)
{
	AUTO(answer) answer;

	assert_int_equal(house_hook(house, hook, &answer), 403);
}

static void a_flood_of_forgeries_is_one_line_and_every_one_is_counted(void **state)
{
	struct house *house = house_new();
	struct overhear overhear;
	const char *log;
	AUTO(answer) metrics;

	(void)state;
	overhear_begin(&overhear);
	for (int i = 0; i < 20; i++)
		refuse(house, &forged);
	log = overhear_end(&overhear);
	assert_int_equal(overhear_count(log, "webhook.unsigned"), 1);
	assert_int_equal(overhear_count(log, "adapter=main"), 1);
	assert_int_equal(overhear_count(log, "likely=secret"), 1);
	assert_int_equal(overhear_count(log, "3125550"), 0);
	assert_int_equal(overhear_count(log, "secret words"), 0);
	assert_int_equal(overhear_count(log, HOUSE_SECRET), 0);
	house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" }, &metrics);
	assert_true(str_find(metrics.body, STR("\nhearback_signatures_refused_total{adapter=\"main\"} 20\n")) <
		    metrics.body.size);
	house_free(&house);
}

/* The provider calls an address that is not the one we know: it is the provider, its
 * signature says so, and the text is refused all the same. */
static void a_wrong_public_url_is_told_from_a_wrong_secret(void **state)
{
	struct house *house = house_new();
	struct overhear overhear;
	const char *log;

	(void)state;
	house->account.account.public_url = "https://elsewhere.example";
	overhear_begin(&overhear);
	refuse(house, &authentic);
	log = overhear_end(&overhear);
	assert_int_equal(overhear_count(log, "likely=public_url"), 1);
	assert_int_equal(overhear_count(log, "hear.example.org"), 0);
	assert_int_equal(house->core->counts.inbound, 0);
	house_free(&house);
}

/* Authentic, and the writer has no place: a text that was not kept is counted and said. */
static void a_text_that_was_not_kept_is_counted_and_said(void **state)
{
	struct house *house = house_new();
	struct overhear overhear;
	const char *log;
	AUTO(answer) answer;
	AUTO(answer) metrics;

	(void)state;
	writer_stop(house->core->writer);
	overhear_begin(&overhear);
	assert_int_equal(house_hook(house, &authentic, &answer), 503);
	log = overhear_end(&overhear);
	assert_int_equal(overhear_count(log, "webhook.not_kept"), 1);
	assert_int_equal(house->core->counts.texts_not_kept, 1);
	assert_int_equal(house->core->counts.receipts_not_kept, 0);
	house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" }, &metrics);
	assert_true(str_find(metrics.body, STR("\nhearback_texts_not_kept_total 1\n")) <
		    metrics.body.size);
	house_free(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flood_of_forgeries_is_one_line_and_every_one_is_counted),
		cmocka_unit_test(a_wrong_public_url_is_told_from_a_wrong_secret),
		cmocka_unit_test(a_text_that_was_not_kept_is_counted_and_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
