#include "fuzz.h"

#include "api/import/csv_table.h"

static enum fault take(void *data, const struct csv_table_row *row, struct note *note)
{
	int *last = data;

	(void)note;
	assert(row->row > *last && row->count > 0 && row->count <= CSV_TABLE_COLUMNS);
	*last = row->row;
	for (size_t i = 0; i < row->count; i++) {
		assert(row->cells[i].size <= CSV_TABLE_ROW);
		assert(!str_is_utf8(row->cells[i]) || str_equals(row->cells[i], str_trim(row->cells[i])));
	}
	return FAULT_NONE;
}

/* Rows come in order, cells that are UTF-8 are trimmed; what is no table is refused with a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct note note = { .text = "" };
	int last = 0;

	if (csv_table_read((struct str){ (const char *)bytes, size }, take, &last, &note))
		assert(note.text[0]);
	return 0;
}
