/* A file of families read and compared with the ledger, without a server. */
#include "tests/lib/test.h"

#include "../kin.h"
#include "api/import/import.h"
#include "api/import/import_told.h"
#include "store/people/households.h"

struct desk {
	struct kin kin;
	struct core core;
	struct api api;
	struct locale *locale;
};

static int open_desk(void **state)
{
	static const char *const tags[] = { "en", "es", "so", "vi" };
	struct note note = { .text = "" };
	struct desk *desk = calloc(1, sizeof(*desk));

	assert_non_null(desk);
	kin_new(&desk->kin);
	if (locale_load(&(struct locale_ask){ "locales", tags, COUNT_OF(tags), "en" }, &desk->locale, NULL, &note))
		fail_msg("%s", note.text);
	desk->api.core = &desk->core;
	desk->api.settings.region = "US";
	*state = desk;
	return 0;
}

static int close_desk(void **state)
{
	struct desk *desk = *state;

	locale_free(&desk->locale);
	kin_done(&desk->kin);
	free(desk);
	return 0;
}

/* What is told of a preview of this file; NULL when it was refused whole. */
static json_t *preview(struct desk *desk, const char *file, enum fault *fault, struct note *note)
{
	struct request request = { .api = &desk->api, .locale = desk->locale, .body = str_of(file) };
	json_t *told = NULL;

	arena_init(&request.arena, 1 << 20);
	assert_fine(form_read(STR("preview=1"), 32, &request.arena, &request.query, NULL));
	*fault = import_look(&request, desk->kin.db, note);
	if (!*fault)
		told = import_told_all(request.more);
	request.more_free(request.more);
	arena_done(&request.arena);
	return told;
}

static json_t *read_well(struct desk *desk, const char *file)
{
	struct note note = { .text = "" };
	enum fault fault;
	json_t *told = preview(desk, file, &fault, &note);

	if (fault)
		fail_msg("%s: %s", file, note.text);
	return told;
}

static void assert_counts(struct desk *desk, const char *file, const char *counts)
{
	AUTO_JSON *told = read_well(desk, file);
	char got[200];

	snprintf(got, sizeof(got), "+%lld ~%lld =%lld !%lld homes +%lld ~%lld students +%lld ~%lld",
		 (long long)json_number(told, "added", -1), (long long)json_number(told, "changed", -1),
		 (long long)json_number(told, "unchanged", -1), (long long)json_number(told, "refused_count", -1),
		 (long long)json_number(told, "households_added", -1),
		 (long long)json_number(told, "households_changed", -1),
		 (long long)json_number(told, "students_added", -1),
		 (long long)json_number(told, "students_changed", -1));
	if (strcmp(got, counts) != 0)
		fail_msg("%s\n%s, not %s", file, got, counts);
}

/* Rosa is there, from a roster, with a zone and hours; each cell that says otherwise is a change. */
static void a_row_changes_what_it_says_otherwise_and_nothing_else(void **state)
{
	static const struct { const char *label, *file, *counts; } rows[] = {
		{ "the number alone", "phone\n" ROSA "\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "the same name", "phone,name\n" ROSA ",Rosa\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "another name", "phone,name\n" ROSA ",Rosita\n", "+0 ~1 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "an empty cell says nothing", "phone,name\n" ROSA ",\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "the same language", "phone,language\n" ROSA ",Spanish\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "another language", "phone,language\n" ROSA ",so\n", "+0 ~1 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "the same zone", "phone,zone\n" ROSA ",America/Chicago\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "another zone", "phone,zone\n" ROSA ",America/Denver\n", "+0 ~1 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "another channel", "phone,prefers\n" ROSA ",voice\n", "+0 ~1 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "the same hours", "phone,hours\n" ROSA ",09:00-20:00\n", "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "other hours", "phone,hours\n" ROSA ",any\n", "+0 ~1 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "a first household", "phone,household\n" ROSA ",Vega\n", "+0 ~1 =0 !0 homes +1 ~0 students +0 ~0" },
		{ "a new family", "phone\n+13125550190\n", "+1 ~0 =0 !0 homes +0 ~0 students +0 ~0" },
		{ "a new family with a student", "phone,household,student\n+13125550190,Vega,Luz\n",
		  "+1 ~0 =0 !0 homes +1 ~0 students +1 ~0" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_counts(*state, rows[i].file, rows[i].counts);
}

/* Rosa belongs to the Vegas, whose Luz is at North. */
static void a_household_and_its_students_change_as_the_file_says(void **state)
{
	static const struct { const char *label, *file, *counts; } rows[] = {
		{ "as it is", "phone,household,groups,shares,student,school\n" ROSA ",Vega,migrant,yes,Luz,North\n",
		  "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "a school's case is none", "phone,household,student,school\n" ROSA ",Vega,Luz,NORTH\n",
		  "+0 ~0 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "another school", "phone,household,student,school\n" ROSA ",Vega,Luz,South\n",
		  "+0 ~0 =1 !0 homes +0 ~0 students +0 ~1" },
		{ "another student", "phone,household,student\n" ROSA ",Vega,Mar\n",
		  "+0 ~0 =1 !0 homes +0 ~0 students +1 ~0" },
		{ "other groups", "phone,household,groups\n" ROSA ",Vega,late\n", "+0 ~1 =0 !0 homes +0 ~1 students +0 ~0" },
		{ "no sharing", "phone,household,shares\n" ROSA ",Vega,no\n", "+0 ~1 =0 !0 homes +0 ~1 students +0 ~0" },
		{ "another household", "phone,household\n" ROSA ",Ruiz\n", "+0 ~1 =0 !0 homes +1 ~0 students +0 ~0" },
		{ "one household, two guardians", "phone,household\n" ROSA ",Vega\n" ALI ",Vega\n",
		  "+0 ~1 =1 !0 homes +0 ~0 students +0 ~0" },
		{ "the first row of a household counts", "phone,household,groups\n" ROSA ",Vega,migrant\n" ALI ",Vega,late\n",
		  "+0 ~1 =1 !0 homes +0 ~0 students +0 ~0" },
	};
	struct desk *desk = *state;
	struct household vega = { .id = { 40 }, .name = "Vega", .groups = "migrant", .shares = true };
	struct student luz = { .id = { 50 }, .household = { 40 }, .name = "Luz", .school = "North" };
	struct contact rosa;

	assert_fine(household_add(desk->kin.db, &vega));
	assert_fine(student_add(desk->kin.db, &luz));
	assert_fine(contact_get(desk->kin.db, (struct contact_id){ 1 }, &rosa));
	rosa.household = vega.id;
	assert_fine(contact_put(desk->kin.db, &rosa));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_counts(desk, rows[i].file, rows[i].counts);
}

static void what_the_family_or_staff_said_is_kept_and_counted(void **state)
{
	static const enum language_source sources[] = { LANGUAGE_STAFF, LANGUAGE_TOLD };
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		struct contact rosa;
		AUTO_JSON *told;

		assert_fine(contact_get(desk->kin.db, (struct contact_id){ 1 }, &rosa));
		rosa.language_source = rosa.hours_source = sources[i];
		assert_fine(contact_put(desk->kin.db, &rosa));
		told = read_well(desk, "phone,language,hours\n" ROSA ",so,10:00-11:00\n");
		assert_int_equal(json_number(told, "language_kept", 0), 1);
		assert_int_equal(json_number(told, "unchanged", 0), 1);
	}
}

/* The first that says something counts, and a later row fills what it left out. */
static void rows_of_one_number_are_merged_into_the_first(void **state)
{
	AUTO_JSON *told = read_well(*state, "phone,name,language\n+13125550190,,es\n"
				    "(312) 555-0190,Ana,so\n+13125550191,Bea,\n+1 312 555 0190,Eva,\n");
	const json_t *merged = json_object_get(told, "merged");

	assert_int_equal(json_number(told, "rows", 0), 4);
	assert_int_equal(json_number(told, "added", 0), 2);
	assert_int_equal(json_number(told, "merged_count", 0), 2);
	assert_int_equal(json_number(json_array_get(merged, 0), "row", 0), 3);
	assert_int_equal(json_number(json_array_get(merged, 1), "row", 0), 5);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(json_number(json_array_get(merged, i), "into", 0), 2);
}

static void a_row_that_cannot_be_is_refused_and_the_rest_goes_on(void **state)
{
	static const struct { const char *row, *column, *reason; } rows[] = {
		{ ",,,,,Luz,", "phone", "no telephone number" }, { "12,,,,,,", "phone", "short" },
		{ "+13125550190,,migrant,,,,", "groups", "name the household too" },
		{ "+13125550190,,,yes,,,", "shares", "name the household too" },
		{ "+13125550190,,,,,Luz,", "student", "name the household too" },
		{ "+13125550190,Vega,,,,,North", "school", "name the student too" },
		{ "+13125550190,Vega,,perhaps,,,", "shares", "yes or no" },
		{ "+13125550190,,,,tlh,,", "language", "no language that we ship" },
		{ "+13125550190,,,,,,,more", NULL, "more cells than the header" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char file[300];
		const json_t *refused;
		AUTO_JSON *told;

		snprintf(file, sizeof(file), "phone,household,groups,shares,language,student,school\n%s\n"
			 "+13125550199,,,,,,\n", rows[i].row);
		told = read_well(*state, file);
		refused = json_array_get(json_object_get(told, "refused"), 0);
		assert_int_equal(json_number(told, "refused_count", 0), 1);
		assert_int_equal(json_number(told, "added", 0), 1);
		assert_int_equal(json_number(refused, "row", 0), 2);
		if (rows[i].column)
			assert_true(str_is(json_str(refused, "column"), rows[i].column));
		else
			assert_true(json_is_null(json_object_get(refused, "column")));
		if (str_find(json_str(refused, "reason"), str_of(rows[i].reason)) == json_str(refused, "reason").size)
			fail_msg("%s: %.*s", rows[i].row, STR_ARG(json_str(refused, "reason")));
	}
}

static void a_file_that_is_none_is_refused_with_what_would_be_one(void **state)
{
	static const struct { const char *file, *says; enum fault fault; } rows[] = {
		{ "", "empty", FAULT_INVALID }, { "\n\n", "empty", FAULT_INVALID },
		{ "name\nRosa\n", "it takes phone, and any of name, language", FAULT_INVALID },
		{ "phone,PHONE\n1,2\n", "row 1 names the column phone twice", FAULT_INVALID },
		{ "phone,school,School\n1,2,3\n", "row 1 names the column school twice", FAULT_INVALID },
		{ "phone\n\"+1312\n", "row 2: a quote", FAULT_INVALID },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		enum fault fault;

		assert_null(preview(*state, rows[i].file, &fault, &note));
		assert_fault(fault, rows[i].fault);
		if (!strstr(note.text, rows[i].says))
			fail_msg("%s: %s", rows[i].file, note.text);
	}
}

static void only_so_many_refusals_are_told_and_all_are_counted(void **state)
{
	AUTO_JSON *told = NULL;
	AUTO(buf) text;

	buf_init(&text, 1 << 20);
	buf_add_text(&text, "phone,name\n");
	for (int i = 0; i < IMPORT_TOLD + 50; i++)
		buf_add_format(&text, "%d,x\n", i);
	for (int i = 0; i < IMPORT_TOLD + 50; i++)
		buf_add_text(&text, ROSA ",\n");
	told = read_well(*state, buf_text(&text));
	assert_int_equal(json_array_size(json_object_get(told, "refused")), IMPORT_TOLD);
	assert_int_equal(json_number(told, "refused_count", 0), IMPORT_TOLD + 50);
	assert_int_equal(json_array_size(json_object_get(told, "merged")), IMPORT_TOLD);
	assert_int_equal(json_number(told, "merged_count", 0), IMPORT_TOLD + 49);
}

int main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_row_changes_what_it_says_otherwise_and_nothing_else),
		DESK_TEST(a_household_and_its_students_change_as_the_file_says),
		DESK_TEST(what_the_family_or_staff_said_is_kept_and_counted),
		DESK_TEST(rows_of_one_number_are_merged_into_the_first),
		DESK_TEST(a_row_that_cannot_be_is_refused_and_the_rest_goes_on),
		DESK_TEST(a_file_that_is_none_is_refused_with_what_would_be_one),
		DESK_TEST(only_so_many_refusals_are_told_and_all_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
