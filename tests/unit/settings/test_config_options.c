/* The table itself, row by row: what it says of a row is what a file with that row gets. */
#include "written.h"

#include "base/file.h"
#include "settings/config_account.h"
#include "settings/config_kinds.h"
#include "settings/config_sample.h"

struct visit {
	const struct written *written;
	const struct option *row;
	const char *map;   /* the map the row stands in; NULL at the top */
};

/* LEAST, with one more value in the row's map. */
static enum fault try_value(const struct visit *visit, const char *value, struct config **config)
{
	AUTO(buf) yaml;
	bool is_district = visit->map && !strcmp(visit->map, "district");

	buf_init(&yaml, 4000);
	if (is_district)
		buf_add_format(&yaml, "district: {name: Maple, %s: \"%s\"}\npublic_url: http://h\n", visit->row->key, value);
	else
		buf_add_text(&yaml, HEAD);
	if (visit->map && !is_district)
		buf_add_format(&yaml, "%s: {%s: %s}\n", visit->map, visit->row->key, value);
	if (!visit->map)
		buf_add_format(&yaml, "%s: \"%s\"\n", visit->row->key, value);
	buf_add_text(&yaml, ADAPTER);
	return load(visit->written, buf_text(&yaml), config, NULL);
}

/* Whether a number is fine where it stands; settle has a rule of its own with connect and request. */
static void is_taken(const struct visit *visit, int64_t number, bool is_right)
{
	struct config *config = NULL;
	char value[40];

	if (visit->row->kind == OPTION_SPAN && number % 1000 == 0)
		snprintf(value, sizeof(value), "%llds", (long long)number / 1000);
	else
		snprintf(value, sizeof(value), "%lld%s", (long long)number, visit->row->kind == OPTION_SPAN ? "ms" : "");
	if ((try_value(visit, value, &config) == FAULT_NONE) != is_right)
		fail_msg("%s %s", visit->row->key, value);
	if (is_right)
		assert_true(*(const int64_t *)(const void *)((const char *)config + visit->row->at) == number);
	config_free(&config);
}

static void each_map(const struct written *written,
		     void (*use)(const struct visit *visit))
{
	for (const struct option *row = config_options; row->key; row++) {
		if (row->kind == OPTION_MAP)
			for (const struct option *inner = row->inside; inner->key; inner++)
				use(&(struct visit){ written, inner, row->key });
		else
			use(&(struct visit){ written, row, NULL });
	}
}

static void try_ends(const struct visit *visit)
{
	const struct option *row = visit->row;

	if (row->kind != OPTION_SPAN && row->kind != OPTION_NUMBER)
		return;
	is_taken(visit, row->low - 1, false);
	is_taken(visit, row->kind == OPTION_SPAN ? row->high + 1000 : row->high + 1, false);
	if (!strcmp(row->key, "settle"))
		return is_taken(visit, row->high, true);
	is_taken(visit, row->low, true);
	if (strcmp(row->key, "connect") && strcmp(row->key, "request"))
		is_taken(visit, row->high, true);
}

static void every_range_is_taken_to_its_ends_and_not_past_them(void **state)
{
	each_map(*state, try_ends);
}

static void try_words(const struct visit *visit)
{
	struct str rest = str_of(visit->row->words), word;

	if (visit->row->kind != OPTION_WORD || visit->row->is_list || !strcmp(visit->row->key, "clock"))
		return;
	while (str_next(&rest, ' ', &word)) {
		struct config *config = NULL;
		const char *got;
		char value[40];

		str_put(value, sizeof(value), word);
		assert_fine(try_value(visit, value, &config));
		memcpy(&got, (const char *)config + visit->row->at, sizeof(got));
		assert_string_equal(got, value);
		config_free(&config);
	}
}

static void every_word_of_a_row_can_be_written(void **state)
{
	each_map(*state, try_words);
}

static void check_row(const struct option *row)
{
	assert_true(row->help && row->help[0]);
	assert_true(row->inside != NULL || row->fallback || row->example);
	assert_int_equal(row->kind == OPTION_WORD || row->kind == OPTION_KIND, row->words != NULL);
	assert_true(row->low <= row->high);
	if (row->kind == OPTION_SPAN || row->kind == OPTION_NUMBER || row->kind == OPTION_DECIMAL)
		assert_true(row->high > row->low);
	for (const struct option *other = row + 1; other->key; other++)
		assert_string_not_equal(row->key, other->key);
}

/* The default of a row is a value that the row would take from a file. */
static void check_fallback(const struct option *row)
{
	struct str rest = str_of(row->fallback), word;
	union { char *text; int64_t number; double decimal; } into;
	AUTO(arena) arena;

	arena_init(&arena, 10000);
	if (!row->fallback || row->inside)
		return;
	if (!row->is_list && row->fallback[0])
		assert_fine(config_kinds_read(row, str_of(row->fallback), &arena, &into));
	while (row->is_list && row->fallback[0] && str_next(&rest, ' ', &word))
		assert_fine(config_kinds_read(row, word, &arena, &into));
}

/* Where accounts stand, those of their kind are among them. */
static const struct option *inside_of(const struct option *row, const struct account_kind *kind,
				      struct arena *arena)
{
	return row->kind == OPTION_MAPS ?
	       config_account_rows(row->inside, written_kinds, kind, arena) : row->inside;
}

static void check_rows(const struct option *rows, const struct account_kind *kind)
{
	AUTO(arena) arena;

	arena_init(&arena, 64 << 10);
	for (const struct option *row = rows; row->key; row++) {
		check_row(row);
		check_fallback(row);
		if (row->inside)
			check_rows(inside_of(row, kind, &arena), kind);
	}
}

static void every_row_is_whole_and_its_default_fits_it(void **state)
{
	(void)state;
	for (const struct account_kind *const *kind = written_kinds; *kind; kind++)
		check_rows(config_options, *kind);
}

/* A row says twice where it goes when two values would lie on each other. */
static void no_two_values_lie_on_each_other(void **state)
{
	static const struct option *seen[200];
	size_t count = 0;

	(void)state;
	for (const struct option *row = config_options; row->key; row++) {
		const struct option *const single[] = { row };

		for (const struct option *each = row->kind == OPTION_MAP ? row->inside : single[0]; each->key; each++) {
			for (size_t i = 0; i < count; i++)
				assert_true(seen[i]->at != each->at);
			assert_true(count < COUNT_OF(seen));
			seen[count++] = each;
			if (row->kind != OPTION_MAP)
				break;
		}
	}
	assert_true(count > 30);
}

/* What --sample prints is understood by what reads it: every row is there, once, explained. */
static void the_sample_names_every_row_under_its_help(void **state)
{
	AUTO(arena) arena;
	AUTO(buf) sample;

	(void)state;
	buf_init(&sample, 64 * 1024);
	config_sample(written_kinds, &sample);
	arena_init(&arena, 64 << 10);
	for (const struct option *row = config_options; row->key; row++)
		for (const struct option *each = row->inside ? inside_of(row, *written_kinds, &arena) : row;
		     each->key; each++) {
			const char *found;
			char line[200];

			snprintf(line, sizeof(line), "# %s", each->help);
			found = strstr(buf_text(&sample), line);
			assert_non_null(found);
			snprintf(line, sizeof(line), " %s:", each->key);
			found = strchr(found, '\n');
			while (found[1] == ' ' && found[2] == ' ')
				found++;
			assert_memory_equal(found + 1 + (found[1] == ' '), line + 1, strlen(line) - 1);
			if (!row->inside)
				break;
		}
}

/* The sample with its one secret in place loads, and gives what the least file gives. */
static void the_sample_means_the_defaults(void **state)
{
	const struct written *written = *state;
	struct config *least = NULL, *whole = NULL;
	struct note note;
	AUTO(buf) sample;
	AUTO(buf) yaml;
	size_t at;

	buf_init(&sample, 64 * 1024);
	buf_init(&yaml, 64 * 1024);
	config_sample(written_kinds, &sample);
	at = str_find(buf_str(&sample), STR("/etc/hearback/secrets/main.token"));
	buf_add(&yaml, str_slice(buf_str(&sample), 0, at));
	buf_add_text(&yaml, "@");
	buf_add(&yaml, str_from(buf_str(&sample), at + strlen("/etc/hearback/secrets/main.token")));
	if (load(written, buf_text(&yaml), &whole, &note))
		fail_msg("%d:%d %s", note.line, note.column, note.text);
	assert_fine(load(written, LEAST, &least, NULL));
	assert_memory_equal(&least->timing, &whole->timing, sizeof(whole->timing));
	assert_int_equal(least->reports.small_group, whole->reports.small_group);
	assert_int_equal(least->tokens.days, whole->tokens.days);
	for (const struct option *row = config_options; row->key; row++) {
		const char *a, *b;

		if (row->inside || row->is_list || !row->fallback)
			continue;
		memcpy(&a, (const char *)least + row->at, sizeof(a));
		memcpy(&b, (const char *)whole + row->at, sizeof(b));
		assert_string_equal(a, b);
	}
	assert_int_equal(least->ladder_count, whole->ladder_count);
	for (unsigned i = 0; i < whole->ladder_count; i++)
		assert_string_equal(least->ladder[i], whole->ladder[i]);
	config_free(&least);
	config_free(&whole);
}

#define WRITTEN(claim) cmocka_unit_test_setup_teardown(claim, open_written, close_written)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WRITTEN(every_range_is_taken_to_its_ends_and_not_past_them),
		WRITTEN(every_word_of_a_row_can_be_written),
		cmocka_unit_test(every_row_is_whole_and_its_default_fits_it),
		cmocka_unit_test(no_two_values_lie_on_each_other),
		cmocka_unit_test(the_sample_names_every_row_under_its_help),
		WRITTEN(the_sample_means_the_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
