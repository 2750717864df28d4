#include "fuzz.h"

#include "api/import/import.h"
#include "i18n/language/lang_set.h"
#include "store/db/migrate.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
static struct db *db;
static struct locale locale;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct note note = { .text = "" };

	(void)argc;
	(void)argv;
	assert(!lang_set_load("locales/languages.yaml", &locale.languages, &note));
	assert(!db_open("sqlite:/fuzz", DB_SCRATCH, &db, &note) && !migrate_run(db, 1, &note));
	return 0;
}

static void check_row(const struct import *import, const struct import_row *row)
{
	assert(row->row > 1 && row->phone[0] == '+' && strlen(row->phone) < PHONE_SIZE);
	assert(strspn(row->phone + 1, "0123456789") == strlen(row->phone + 1));
	assert(fuzz_is_kept(str_of(row->contact.name)) && fuzz_is_kept(str_of(row->contact.zone)));
	assert(row->contact.own_from >= 0 && row->contact.own_from < 1440);
	assert(row->contact.own_to >= 0 && row->contact.own_to < 1440);
	assert(!row->home || row->home->household.name[0]);
	assert(import->columns[0] >= 0);
}

/* Each row is a family, joins one, or is refused: none is lost and none counts twice. */
static void check(const struct import *import)
{
	assert(import->count <= IMPORT_ROWS && (int64_t)import->home_count <= import->read);
	assert(import->read == (int64_t)import->count + import->merged_count + import->refused_count);
	assert(json_array_size(import->refused) ==
	       (size_t)(import->refused_count < IMPORT_TOLD ? import->refused_count : IMPORT_TOLD));
	assert(import->added + import->changed + import->unchanged == (int64_t)import->count);
	for (size_t i = 0; i < import->count; i++)
		check_row(import, import->rows[i]);
	for (size_t i = 0; i < import->pupil_count; i++)
		assert(import->pupils[i]->home && import->pupils[i]->student.name[0]);
}

/* A roster, as far as its preview: it is refused with its row, or each of its rows is told. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct form_field preview = { STR("preview"), STR("1") };
	struct api api = { .settings.region = "US" };
	struct request request = { .api = &api, .locale = &locale,
				   .query = { .fields = &preview, .count = 1 },
				   .body = { (const char *)bytes, size } };
	struct note note = { .text = "" };
	enum fault fault = import_look(&request, db, &note);

	assert(!fault || note.text[0]);
	if (!fault)
		check(request.more);
	request.more_free(request.more);
	return 0;
}
