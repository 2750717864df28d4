#include "tests/lib/test.h"

#include "house.h"
#include "schema.h"

static json_t *import(struct house *house, const char *target, const char *text, int status)
{
	return house_json(house, &(struct ask){ .method = "POST", .target = target,
			  .type = "text/csv", .body = str_of(text), .is_control = true }, status);
}

static int64_t contacts(struct house *house)
{
	json_t *list = house_json(house, &(struct ask){ .method = "GET", .is_control = true,
				  .target = "/api/v1/contacts?limit=200" }, 200);
	int64_t count = (int64_t)json_array_size(json_object_get(list, "items"));

	json_decref(list);
	return count;
}

static void expect(json_t *told, const char *key, int64_t number)
{
	if (json_number(told, key, -1) != number)
		fail_msg("%s: %lld, not %lld", key, (long long)json_number(told, key, -1),
			 (long long)number);
}

static const char file[] =
	"\xef\xbb\xbf""Name,shoe size,PHONE,Language,prefers\r\n"
	"\"Garc\xc3\xad""a, Rosa\",38,(312) 555-0101,es-MX,sms\r\n"
	"Amina,,+1 312 555 0102,Somali,\r\n"
	"\r\n"
	"Nobody,,12,es,\r\n"
	"Minh,,312-555-0103,Klingon,\r\n"
	",,+13125550101,,whatsapp\r\n"
	"Ali,,+13125550104,ar,pigeon\r\n"
	"Late,,,es,\r\n"
	"\"two\r\nlines\",,+13125550105,,\r\n";

static void a_preview_tells_all_and_changes_nothing(void **state)
{
	static const struct {
		int row;
		const char *column;
		const char *reason;
	} refused[] = {
		{ 5, "phone", "short" },
		{ 6, "language", "no language that we ship" },
		{ 8, "prefers", "sms, whatsapp or voice" },
		{ 9, "phone", "" },
		{ 10, "name", "more than one line" },
	};
	struct house *house = house_new();
	json_t *told = import(house, "/control/import?preview=1", file, 200);
	json_t *list = json_object_get(told, "refused");
	json_t *merged = json_array_get(json_object_get(told, "merged"), 0);

	(void)state;
	assert_true(json_is_true(json_object_get(told, "preview")));
	expect(told, "rows", 8);
	expect(told, "added", 2);
	expect(told, "changed", 0);
	expect(told, "refused_count", COUNT_OF(refused));
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		json_t *one = json_array_get(list, i);

		assert_int_equal(json_number(one, "row", 0), refused[i].row);
		assert_true(str_is(json_str(one, "column"), refused[i].column));
		assert_true(str_find(json_str(one, "reason"), str_of(refused[i].reason)) <
			    json_str(one, "reason").size);
	}
	expect(merged, "row", 7);
	expect(merged, "into", 2);
	assert_true(str_is((struct str){ json_string_value(json_array_get(json_object_get(told,
		    "unknown_columns"), 0)), 9 }, "shoe size"));
	assert_int_equal(contacts(house), 0);
	json_decref(told);
	house_free(&house);
}

static void the_rows_that_are_good_are_imported_once(void **state)
{
	struct house *house = house_new();
	json_t *told = import(house, "/control/import", file, 200);
	json_t *again, *rosa;

	(void)state;
	expect(told, "added", 2);
	expect(told, "refused_count", 5);
	expect(told, "not_done", 0);
	assert_int_equal(contacts(house), 2);
	again = import(house, "/control/import", file, 200);
	expect(again, "added", 0);
	expect(again, "unchanged", 2);
	assert_int_equal(contacts(house), 2);
	rosa = house_json(house, &(struct ask){ .method = "GET", .is_control = true,
			  .target = "/api/v1/contacts/%2B13125550101" }, 200);
	assert_true(str_is(json_str(rosa, "name"), "Garc\xc3\xad""a, Rosa"));
	assert_true(str_is(json_str(rosa, "language"), "es"));
	assert_true(str_is(json_str(rosa, "language_source"), "roster"));
	assert_true(str_is(json_str(rosa, "prefers"), "sms"));
	assert_true(json_is_true(json_object_get(rosa, "is_known")));
	json_decref(told);
	json_decref(again);
	json_decref(rosa);
	house_free(&house);
}

static void a_family_that_told_us_its_language_keeps_it(void **state)
{
	struct house *house = house_new();
	json_t *told, *family;

	(void)state;
	assert_int_equal(house_text(house, "SM1", "+13125550107", "ESPA\xc3\x91OL"), 200);
	told = import(house, "/control/import", "phone,language,name\n+13125550107,vi,Rosa\n", 200);
	expect(told, "changed", 1);
	expect(told, "language_kept", 1);
	family = house_json(house, &(struct ask){ .method = "GET", .is_control = true,
			    .target = "/api/v1/contacts/%2B13125550107" }, 200);
	assert_true(str_is(json_str(family, "language"), "es"));
	assert_true(str_is(json_str(family, "name"), "Rosa"));
	json_decref(told);
	json_decref(family);
	family = house_json(house, &(struct ask){ .method = "PATCH", .is_control = true,
			    .target = "/api/v1/contacts/%2B13125550107",
			    .body = STR("{\"language\": \"vi\"}") }, 409);
	json_decref(family);
	house_free(&house);
}

static void a_file_that_is_none_is_refused_whole_with_its_row(void **state)
{
	static const struct {
		const char *text;
		const char *reason;
	} files[] = {
		{ "", "empty" },
		{ "\n\n\n", "empty" },
		{ "name,language\nRosa,es\n", "row 1 names no column phone" },
		{ "phone,phone\n1,2\n", "row 1 names the column phone twice" },
		{ "phone,name\n+13125550101,\"Ro\"sa\n", "row 2" },
		{ "phone,name\n+13125550101,\"Rosa\n", "row 2" },
	};
	struct house *house = house_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		json_t *refusal = import(house, "/control/import", files[i].text, 400);
		struct str message = json_str(json_object_get(refusal, "error"), "message");

		if (str_find(message, str_of(files[i].reason)) == message.size)
			fail_msg("\"%s\" is not in \"%.*s\"", files[i].reason, STR_ARG(message));
		json_decref(refusal);
	}
	assert_int_equal(contacts(house), 0);
	house_free(&house);
}

/* More rows than the window and than one batch of the writer. */
static void many_rows_go_through_a_small_window(void **state)
{
	struct house *house = house_new();
	json_t *told;
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_add_text(&text, "phone;name\n");
	for (int i = 0; i < 3000; i++)
		buf_add_format(&text, "+1312555%04d;Family %d\n", i, i);
	told = import(house, "/control/import", buf_text(&text), 200);
	expect(told, "added", 3000);
	expect(told, "refused_count", 0);
	json_decref(told);
	told = import(house, "/control/import?preview=1", buf_text(&text), 200);
	expect(told, "unchanged", 3000);
	json_decref(told);
	house_free(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_preview_tells_all_and_changes_nothing),
		cmocka_unit_test(the_rows_that_are_good_are_imported_once),
		cmocka_unit_test(a_family_that_told_us_its_language_keeps_it),
		cmocka_unit_test(a_file_that_is_none_is_refused_whole_with_its_row),
		cmocka_unit_test(many_rows_go_through_a_small_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
