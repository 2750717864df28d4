#include "tests/lib/test.h"

#include <string.h>

#include "adapters/registry.h"
#include "base/file.h"
#include "daemon/daemon_settings.h"
#include "settings/config_sample.h"

/* The sample is what the rows print, the providers' own among them, and loads but for its
 * secret. */
static void the_sample_file_is_printed_from_the_rows(void **state)
{
	AUTO(buf) printed;
	AUTO(buf) kept;
	struct config *config;
	struct note note;

	(void)state;
	buf_init(&printed, 64 * 1024);
	buf_init(&kept, 64 * 1024);
	config_sample(registry_kinds(), &printed);
	assert_int_equal(buf_check(&printed, NULL), FAULT_NONE);
	assert_int_equal(file_read("config/hearback.yaml", &kept, &note), FAULT_NONE);
	assert_string_equal(buf_text(&printed), buf_text(&kept));
	assert_int_equal(config_load("config/hearback.yaml", registry_kinds(), &config, &note),
			 FAULT_CONFIG);
	assert_non_null(strstr(note.text, "main.token: cannot be opened"));
}

static void every_kind_of_the_registry_is_in_the_sample(void **state)
{
	AUTO(buf) printed;

	(void)state;
	buf_init(&printed, 64 * 1024);
	config_sample(registry_kinds(), &printed);
	for (const struct account_kind *const *kind = registry_kinds(); *kind; kind++) {
		assert_non_null(strstr(buf_text(&printed), (*kind)->word));
		for (const struct account_option *row = (*kind)->options; row->key; row++)
			assert_non_null(strstr(buf_text(&printed), row->key));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_file_is_printed_from_the_rows),
		cmocka_unit_test(every_kind_of_the_registry_is_in_the_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
