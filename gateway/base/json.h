/*
 * json - jansson with our faults, and the few readers everybody wants.
 *
 * Threads: a value belongs to one thread at a time.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>

#include "buf.h"

/* In one text at most, members and items together; jansson keeps up to 300 bytes of each. */
enum { JSON_VALUES = 100000 };

/* For AUTO_JSON: drops one reference. */
void json_drop(json_t **value);
#define AUTO_JSON __attribute__((cleanup(json_drop))) json_t

/* One value and nothing behind it; repeated keys are refused.  FAULT_INVALID
 * with line and column, and nothing of the text; FAULT_TOO_LARGE past JSON_VALUES.  The
 * caller owns *value. */
enum fault json_read(struct str text, json_t **value, struct note *note) MUST_CHECK;
/* Compact, keys in the order they were set. */
void json_write(const json_t *value, struct buf *into);
/* Borrowed text of a member; STR_NONE when absent or no string. */
struct str json_str(const json_t *object, const char *key);
/* A string member that holds a number, or a number; `otherwise` when absent. */
int64_t json_number(const json_t *object, const char *key, int64_t otherwise);
/* Sets a string member; broken UTF-8 is replaced by U+FFFD, never refused. */
void json_set_str(json_t *object, const char *key, struct str text);
void json_set_number(json_t *object, const char *key, int64_t number);
void json_set_bool(json_t *object, const char *key, int is_true);
/* Ids are strings in JSON: JavaScript's numbers are too short. */
void json_set_id(json_t *object, const char *key, int64_t id);
/* RFC 3339 UTC with milliseconds; null for 0 and NEVER. */
void json_set_time(json_t *object, const char *key, int64_t at);

#endif
