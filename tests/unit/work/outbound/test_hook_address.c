#include "tests/lib/test.h"

#include "work/outbound/hook_address.h"

static void our_addresses_are_those_of_the_contract(void **state)
{
	struct account account = { .name = "main line/1", .public_url = "https://hear.example.org" };
	AUTO(buf) url;

	(void)state;
	buf_init(&url, 256);
	hook_address_message(&account, &url);
	assert_string_equal(buf_text(&url), "https://hear.example.org/hooks/main%20line%2F1/message");
	buf_clear(&url);
	hook_address_status(&account, "00ff", &url);
	assert_string_equal(buf_text(&url),
			    "https://hear.example.org/hooks/main%20line%2F1/message-status/00ff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_addresses_are_those_of_the_contract),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
