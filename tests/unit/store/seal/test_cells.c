/* One cell: what it hides, what it proves, and that it says nothing else. */
#include "tests/lib/test.h"

#include <stdlib.h>

#include "store/seal/seal_cell.h"
#include "tests/lib/fine.h"

enum { LONG = 64 * 1024 };

static const unsigned char ours[SEAL_PART_SIZE] = "0123456789abcdef0123456789abcde";
static const unsigned char theirs[SEAL_PART_SIZE] = "0123456789abcdef0123456789abcdf";

/* Of bytes that are freed by the caller. */
static struct str closed(const struct seal_key *key, enum seal_kind kind, struct str text)
{
	size_t size = seal_cell_size(text.size);
	char *cell = malloc(size + 1);

	assert_non_null(cell);
	cell[size] = '!'; /* nothing is written behind it */
	seal_cell_close(key, kind, text, cell);
	assert_int_equal(cell[size], '!');
	return (struct str){ cell, size };
}

static void comes_back(const struct seal_key *key, enum seal_kind kind, struct str text)
{
	struct str cell = closed(key, kind, text);
	char *back = malloc(cell.size + 1);
	size_t size = 12345;

	assert_fine(seal_cell_open(key, kind, cell, back, &size));
	assert_int_equal(size, text.size);
	if (text.size)
		assert_memory_equal(back, text.at, text.size);
	free(back);
	free((char *)cell.at);
}

static void whatever_was_sealed_comes_back(void **state)
{
	static char long_text[LONG];
	struct seal_key *key = seal_key_new(ours);
	/* NUL, no UTF-8, what looks like a cell, each length around base64's three and our pieces */
	const struct str texts[] = { STR("a"), STR("ab"), STR("abc"), STR("a\0b\0"), STR("\xff\xfe"), STR("hb1:"),
				     STR("hb1:AAAAAAAA:AAAA"), STR("Ça va \xf0\x9f\x98\x80") };

	(void)state;
	for (int kind = 0; kind < SEAL_KIND_COUNT; kind++) {
		for (size_t i = 0; i < COUNT_OF(texts); i++)
			comes_back(key, (enum seal_kind)kind, texts[i]);
		for (size_t size = 1; size < 1500; size += kind == 0 ? 1 : 97)
			comes_back(key, (enum seal_kind)kind, (struct str){ long_text, size });
		comes_back(key, (enum seal_kind)kind, (struct str){ long_text, LONG });
	}
	seal_key_free(&key);
}

static void an_empty_text_is_an_empty_cell(void **state)
{
	struct seal_key *key = seal_key_new(ours);
	char into[8] = "?";
	size_t size = 9;

	(void)state;
	assert_int_equal(seal_cell_size(0), 0);
	seal_cell_close(key, SEAL_TEXT, STR_NONE, into);
	assert_string_equal(into, "?");
	assert_fine(seal_cell_open(key, SEAL_TEXT, STR_NONE, into, &size));
	assert_int_equal(size, 0);
	seal_key_free(&key);
}

static void a_cell_of_a_cell_opens_once_at_a_time(void **state)
{
	struct seal_key *key = seal_key_new(ours);
	struct str inner = closed(key, SEAL_TEXT, STR("hello"));

	(void)state;
	comes_back(key, SEAL_TEXT, inner);
	free((char *)inner.at);
	seal_key_free(&key);
}

/* These stand in ledgers: whoever changes one makes every sealed ledger unreadable. */
static void what_was_sealed_once_is_sealed_so_for_ever(void **state)
{
	static const struct {
		enum seal_kind kind;
		const char *cell;
	} cells[] = {
		{ SEAL_TEXT, "hb1:ICMxiQbJ:SGENUT9KTN8K8onIRuADmhIdd-gyX-IJt_1z3v_HOjXfRwt0N22tI-1zY3pMmMweB6CsRA" },
		{ SEAL_PHONE, "hb1:ICMxiQbJ:tIUUNcHWppMxceqyOOHVnapm_C1ndVNjIfCqtEqqH_rF0clqoZ1bFlAqBqM7RsSxDafznw" },
	};
	struct seal_key *key = seal_key_new(ours);
	char into[200];
	size_t size;

	(void)state;
	assert_string_equal(seal_key_id(key), "ICMxiQbJ");
	assert_true(seal_cell_hash(key, STR("+13125550142")) == INT64_C(-6034245127848947076));
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		assert_fine(seal_cell_open(key, cells[i].kind, str_of(cells[i].cell), into, &size));
		assert_int_equal(size, strlen("+13125550142"));
		assert_memory_equal(into, "+13125550142", size);
	}
	seal_key_free(&key);
}

static void a_changed_letter_of_a_cell_is_found(void **state)
{
	struct seal_key *key = seal_key_new(ours);

	(void)state;
	for (int kind = SEAL_TEXT; kind <= SEAL_PHONE; kind += SEAL_PHONE) {
		struct str cell = closed(key, (enum seal_kind)kind, STR("tomorrow at nine"));
		char into[200];
		size_t size;

		for (size_t at = 0; at < cell.size; at++)
			for (int bit = 1; bit < 128; bit <<= 1) {
				((char *)cell.at)[at] ^= (char)bit;
				assert_fault(seal_cell_open(key, (enum seal_kind)kind, cell, into, &size), FAULT_BROKEN);
				((char *)cell.at)[at] ^= (char)bit;
			}
		for (size_t short_size = 1; short_size < cell.size; short_size++)
			assert_fault(seal_cell_open(key, (enum seal_kind)kind, (struct str){ cell.at, short_size }, into,
						    &size), FAULT_BROKEN);
		free((char *)cell.at);
	}
	seal_key_free(&key);
}

static void a_cell_opens_as_what_it_is_and_as_nothing_else(void **state)
{
	struct seal_key *key = seal_key_new(ours);

	(void)state;
	for (int as = 0; as < SEAL_KIND_COUNT; as++) {
		struct str cell = closed(key, (enum seal_kind)as, STR("+13125550142"));
		char into[200];
		size_t size;

		for (int kind = 0; kind < SEAL_KIND_COUNT; kind++)
			assert_fault(seal_cell_open(key, (enum seal_kind)kind, cell, into, &size),
				     kind == as ? FAULT_NONE : FAULT_BROKEN);
		free((char *)cell.at);
	}
	seal_key_free(&key);
}

static void another_key_opens_nothing(void **state)
{
	struct seal_key *key = seal_key_new(ours), *other = seal_key_new(theirs);
	struct str cell = closed(key, SEAL_TEXT, STR("hello"));
	char into[200];
	size_t size;

	(void)state;
	assert_string_not_equal(seal_key_id(key), seal_key_id(other));
	assert_fault(seal_cell_open(other, SEAL_TEXT, cell, into, &size), FAULT_BROKEN);
	/* nor one that only bears its name */
	memcpy((char *)cell.at + 4, seal_key_id(other), SEAL_ID_SIZE - 1);
	assert_fault(seal_cell_open(other, SEAL_TEXT, cell, into, &size), FAULT_BROKEN);
	free((char *)cell.at);
	seal_key_free(&key);
	seal_key_free(&other);
}

static void what_is_no_cell_is_no_text(void **state)
{
	static const char *const texts[] = { "hello", "hb1:", "hb1:AAAAAAAA:", "hb1:AAAAAAAA", "hb1:AAAAAAAA:AAAA", "+1", "!" };
	struct seal_key *key = seal_key_new(ours);
	char into[200];
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_fault(seal_cell_open(key, SEAL_TEXT, str_of(texts[i]), into, &size), FAULT_BROKEN);
	seal_key_free(&key);
}

static void equal_numbers_are_equal_cells_and_equal_texts_are_not(void **state)
{
	struct seal_key *key = seal_key_new(ours), *other = seal_key_new(theirs);

	(void)state;
	for (int kind = 0; kind < SEAL_KIND_COUNT; kind++) {
		struct str one = closed(key, (enum seal_kind)kind, STR("+13125550142"));
		struct str same = closed(key, (enum seal_kind)kind, STR("+13125550142"));
		struct str next = closed(key, (enum seal_kind)kind, STR("+13125550143"));
		struct str foreign = closed(other, (enum seal_kind)kind, STR("+13125550142"));

		assert_true(str_equals(one, same) == seal_kind_is_matched((enum seal_kind)kind));
		assert_false(str_equals(one, next));
		/* whoever has another key learns nothing by sealing guesses */
		assert_false(str_equals(str_from(one, 13), str_from(foreign, 13)));
		free((char *)one.at);
		free((char *)same.at);
		free((char *)next.at);
		free((char *)foreign.at);
	}
	seal_key_free(&key);
	seal_key_free(&other);
}

static void a_hash_needs_the_key(void **state)
{
	struct seal_key *key = seal_key_new(ours), *other = seal_key_new(theirs);

	(void)state;
	assert_true(seal_cell_hash(key, STR("yes")) == seal_cell_hash(key, STR("yes")));
	assert_true(seal_cell_hash(key, STR("yes")) != seal_cell_hash(key, STR("no")));
	assert_true(seal_cell_hash(key, STR("yes")) != seal_cell_hash(other, STR("yes")));
	seal_key_free(&key);
	seal_key_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_was_sealed_comes_back),
		cmocka_unit_test(an_empty_text_is_an_empty_cell),
		cmocka_unit_test(a_cell_of_a_cell_opens_once_at_a_time),
		cmocka_unit_test(what_was_sealed_once_is_sealed_so_for_ever),
		cmocka_unit_test(a_changed_letter_of_a_cell_is_found),
		cmocka_unit_test(a_cell_opens_as_what_it_is_and_as_nothing_else),
		cmocka_unit_test(another_key_opens_nothing),
		cmocka_unit_test(what_is_no_cell_is_no_text),
		cmocka_unit_test(equal_numbers_are_equal_cells_and_equal_texts_are_not),
		cmocka_unit_test(a_hash_needs_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
