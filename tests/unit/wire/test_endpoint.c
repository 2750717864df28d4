/* Which endpoint a path has, against a matcher that cuts both into segments. */
#include "tests/lib/chance.h"
#include "tests/lib/test.h"

#include "wire/endpoint.h"

static const struct endpoint endpoints[] = {
	{ HTTP_POST, "/hooks/{adapter}/message", 0, NULL },
	{ HTTP_POST, "/hooks/{adapter}/message-status/{token}", 0, NULL },
	{ HTTP_GET, "/healthz", 0, NULL },
	{ HTTP_GET, "/", 0, NULL },
	{ HTTP_GET, "/api/{id}", 0, NULL },
	{ HTTP_PUT, "/api/{id}", 0, NULL },
	{ HTTP_GET, "/api/check", 0, NULL },
	{ HTTP_POST, "/api/check", 0, NULL },
	{ HTTP_GET, "/api/{id}/{no}", 0, NULL },
	{ HTTP_GET, "/api/{id}/check", 0, NULL },
	{ HTTP_GET, "/api/check/{no}", 0, NULL },
	{ HTTP_DELETE, "/{all}", 0, NULL },
	{ HTTP_GET, NULL, 0, NULL },
};

static int match_slowly(const char *pattern, struct str path)
{
	struct str rest = str_of(pattern), expected, segment;
	int literal = 0;

	while (str_next(&rest, '/', &expected)) {
		bool is_name = str_starts(expected, STR("{"));

		if (!str_next(&path, '/', &segment))
			return -1;
		if (is_name ? segment.size == 0 : !str_equals(expected, segment))
			return -1;
		literal += is_name ? 0 : (int)expected.size + 1;
	}
	return path.at ? -1 : literal;
}

static const struct endpoint *find_slowly(int method, struct str path)
{
	const struct endpoint *best = NULL;
	int most = -1;

	for (size_t i = 0; i + 1 < COUNT_OF(endpoints); i++) {
		int literal = match_slowly(endpoints[i].path, path);

		if ((int)endpoints[i].method != method || literal <= most)
			continue;
		best = &endpoints[i];
		most = literal;
	}
	return best;
}

static void any_path_has_the_endpoint_that_cutting_it_into_segments_finds(void **state)
{
	static const char *const pieces[] = { "/", "/", "hooks", "main", "message", "message-status", "healthz", "api",
					      "check", "7", "{id}", "x", "//", "/api", "/check", "/hooks/" };
	struct chance chance = { 404 };
	int found_count = 0;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char path[200] = "", allow[ALLOW_SIZE];
		int method = (int)chance_below(&chance, HTTP_METHODS);
		uint64_t count = chance_below(&chance, 9);
		const struct endpoint *found;

		for (uint64_t i = 0; i < count; i++)
			strcat(path, pieces[chance_below(&chance, COUNT_OF(pieces))]);
		found = endpoint_find(endpoints, method, str_of(path), allow);
		if (found != find_slowly(method, str_of(path)))
			fail_msg("%s: %s", path, found ? found->path : "none");
		found_count += found != NULL;
	}
	assert_true(found_count > 1000);
}

static void a_path_with_a_nul_or_without_an_end_belongs_to_nobody(void **state)
{
	char allow[ALLOW_SIZE];

	(void)state;
	assert_null(endpoint_find(endpoints, HTTP_GET, STR("/healthz\0"), allow));
	assert_null(endpoint_find(endpoints, HTTP_GET, STR("/health\0"), allow));
	assert_null(endpoint_find(endpoints, HTTP_GET, STR_NONE, allow));
	assert_null(endpoint_find(endpoints, HTTP_GET, (struct str){ "/healthz", 7 }, allow));
	assert_string_equal(allow, "DELETE"); /* of /{all} */
	assert_ptr_equal(endpoint_find(endpoints, HTTP_GET, (struct str){ "/healthzz", 8 }, allow), &endpoints[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_path_has_the_endpoint_that_cutting_it_into_segments_finds),
		cmocka_unit_test(a_path_with_a_nul_or_without_an_end_belongs_to_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
