#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/carrier/key.h"
#include "base/buf.h"
#include "tests/lib/fine.h"

#define SEED "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define EVENT                                                                          \
	"{\"data\":{\"event_type\":\"message.received\","                              \
	"\"id\":\"4ee8c3a6-4995-4309-a3c6-38e3db9ea4be\","                             \
	"\"payload\":{\"text\":\"¿Hay clases mañana?\"}}}"

/* adapters/telnyx/wire.md §6: made with another library, accepted by the vendor's. */
static const struct {
	const char *timestamp;
	const char *body;
	const char *signature;
} vectors[] = {
	{ "1735689600", EVENT, "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru/p5OCe41"
			       "fwrbnLvoZ8DGO+MF1VwCBA==" },
	{ "1735689600", "", "YWUAajiCaAUxg1xw25uCwCsaKPFxe2HuZG2fKCEHDAv2mU2M+LPYUilG7gdibHFS+h9E8"
			    "x8cx30CtjcEzlbwBQ==" },
	{ "1735689601", EVENT, "+r4JW5i9eOKPYWnQZ6CCusFDPeXZKDyjhiY5Srivt+oegKQ6aVoTAY55YTV+xIi3I"
			       "p6B8xClBM/O2D2Xw2aBCA==" },
};

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void make_path(char path[64])
{
	int fd;

	snprintf(path, 64, "/tmp/carrier-key-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

static void a_signature_is_the_one_of_the_published_vectors(void **state)
{
	char path[64];
	struct key *key = NULL;

	(void)state;
	make_path(path);
	write_file(path, SEED "\n");
	assert_fine(key_new(path, &key, NULL));
	assert_string_equal(key_public(key), "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		char signature[KEY_SIGNATURE];

		key_sign(key, str_of(vectors[i].timestamp), str_of(vectors[i].body), signature);
		assert_string_equal(signature, vectors[i].signature);
	}
	key_free(&key);
	assert_null(key);
	unlink(path);
}

static void a_key_file_is_made_once_for_its_owner_alone_and_read_ever_after(void **state)
{
	char path[64];
	char first[KEY_TEXT];
	struct key *key = NULL;
	struct stat file;

	(void)state;
	make_path(path);
	unlink(path);
	assert_fine(key_new(path, &key, NULL));
	str_put(first, sizeof(first), str_of(key_public(key)));
	key_free(&key);
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_fine(key_new(path, &key, NULL));
	assert_string_equal(key_public(key), first);
	key_free(&key);
	unlink(path);
}

static void without_a_file_every_key_is_another(void **state)
{
	struct key *one = NULL;
	struct key *other = NULL;

	(void)state;
	assert_fine(key_new(NULL, &one, NULL));
	assert_fine(key_new(NULL, &other, NULL));
	assert_string_not_equal(key_public(one), key_public(other));
	key_free(&one);
	key_free(&other);
	key_free(&other);
}

static void a_key_file_that_is_none_is_refused_and_left_alone(void **state)
{
	static const char *const bad[] = {
		"", "practice\n", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n",
		"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n",
		"!!ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
	};
	struct key *key = NULL;
	struct note note;
	char path[64];

	(void)state;
	make_path(path);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		write_file(path, bad[i]);
		assert_fault(key_new(path, &key, &note), FAULT_CONFIG);
		assert_null(key);
	}
	unlink(path);
	assert_fault(key_new("/nowhere/at/all/key", &key, &note), FAULT_DISK);
	assert_fault(key_new("/", &key, &note), FAULT_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_is_the_one_of_the_published_vectors),
		cmocka_unit_test(a_key_file_is_made_once_for_its_owner_alone_and_read_ever_after),
		cmocka_unit_test(without_a_file_every_key_is_another),
		cmocka_unit_test(a_key_file_that_is_none_is_refused_and_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
