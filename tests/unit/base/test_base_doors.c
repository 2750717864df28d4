/* A caller's mistake that would lose what somebody said ends the process instead. */
#include "tests/lib/aborts.h"

#include "base/buf.h"
#include "base/json.h"

static void write_nothing(void *data)
{
	AUTO(buf) into;

	buf_init(&into, 100);
	json_write(NULL, data ? data : &into);
}

static void set_into_a_list(void *data)
{
	AUTO_JSON *list = json_array();

	json_set_str(data ? data : list, "text", STR("hola"));
}

/* jansson takes both without a word, and the text is gone. */
static void json_that_would_be_lost_is_refused(void **state)
{
	AUTO_JSON *object = json_object();

	(void)state;
	assert_true(aborts(write_nothing, NULL));
	assert_true(aborts(set_into_a_list, NULL));
	assert_false(aborts(set_into_a_list, object));
}

static void put(void *data)
{
	char into[4] = "";

	str_put(into, *(const size_t *)data, STR("hola"));
}

static void a_text_is_put_where_its_end_fits(void **state)
{
	size_t none = 0, all = 4;

	(void)state;
	assert_true(aborts(put, &none));
	assert_false(aborts(put, &all));
}

static void begin(void *data)
{
	AUTO(buf) text;

	buf_init(&text, *(const size_t *)data);
	buf_add(&text, STR("hola"));
}

/* Twice the room would be none, and growing would never end. */
static void a_ceiling_can_be_doubled(void **state)
{
	size_t most = SIZE_MAX / 2, more = SIZE_MAX;

	(void)state;
	assert_false(aborts(begin, &most));
	assert_true(aborts(begin, &more));
}

static void refuse(void *data)
{
	struct note note;

	(void)fault_because(*(const enum fault *)data, &note, "because");
}

static void every_fault_is_one_of_the_table(void **state)
{
	enum fault last = FAULT_BROKEN, none = FAULT_KINDS;

	(void)state;
	assert_false(aborts(refuse, &last));
	assert_true(aborts(refuse, &none));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_that_would_be_lost_is_refused),
		cmocka_unit_test(a_text_is_put_where_its_end_fits),
		cmocka_unit_test(a_ceiling_can_be_doubled),
		cmocka_unit_test(every_fault_is_one_of_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
