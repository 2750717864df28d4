#include "import_told.h"

#include <assert.h>

#include "api/json/json_core.h"

void import_told_refuse(struct import *import, int row, const char *column, const char *reason)
{
	json_t *one;

	assert(row > 0 && reason[0]);
	if (import->refused_count++ >= IMPORT_TOLD)
		return;
	one = json_object();
	json_set_number(one, "row", row);
	json_core_word(one, "column", column);
	json_set_str(one, "reason", str_of(reason));
	json_array_append_new(import->refused, one);
}

void import_told_merged(struct import *import, int row, int into)
{
	json_t *one;

	assert(row > 0 && into > 0);
	if (import->merged_count++ >= IMPORT_TOLD)
		return;
	one = json_object();
	json_set_number(one, "row", row);
	json_set_number(one, "into", into);
	json_array_append_new(import->merged, one);
}

json_t *import_told_all(const struct import *import)
{
	json_t *told = json_object();

	json_set_bool(told, "preview", import->is_preview);
	json_set_number(told, "rows", import->read);
	json_set_number(told, "added", import->added);
	json_set_number(told, "changed", import->changed);
	json_set_number(told, "unchanged", import->unchanged);
	json_set_number(told, "language_kept", import->language_kept);
	json_set_number(told, "households_added", import->homes_added);
	json_set_number(told, "households_changed", import->homes_changed);
	json_set_number(told, "students_added", import->pupils_added);
	json_set_number(told, "students_changed", import->pupils_changed);
	json_set_number(told, "not_done", import->not_done);
	json_set_number(told, "refused_count", import->refused_count);
	json_object_set(told, "refused", import->refused);
	json_set_number(told, "merged_count", import->merged_count);
	json_object_set(told, "merged", import->merged);
	json_object_set(told, "unknown_columns", import->unknown_columns);
	return told;
}
