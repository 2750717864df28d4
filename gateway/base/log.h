/*
 * log - facts, one a line, to stderr (journald takes it from there).
 *
 *	log_fact(LOG_INFO, "message.inbound", LOG_ID("msg", id), LOG_COUNT("took_us", us));
 *	-> message.inbound msg=81 took_us=850
 *
 * There is no way to log free text by accident: a value is a number or a word
 * from one of our own tables.  LOG_NOTE is for our own sentences about files
 * and settings (a struct note never holds personal data).
 *
 * Threads: any.  One write call a line, so lines never mix.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_ALARM, LOG_WARN, LOG_INFO, LOG_DEBUG };

struct log_field {
	const char *key;
	const char *word; /* NULL: the number counts */
	int64_t number;
};

#define LOG_ID(key, id) ((struct log_field){ (key), NULL, (int64_t)(id) })
#define LOG_COUNT(key, n) ((struct log_field){ (key), NULL, (int64_t)(n) })
#define LOG_WORD(key, word) ((struct log_field){ (key), (word), 0 })
#define LOG_NOTE(sentence) ((struct log_field){ "note", (sentence), 0 })

#define log_fact(level, event, ...)                                        \
	log_write((level), (event), (struct log_field[]){ __VA_ARGS__ },   \
		  sizeof((struct log_field[]){ __VA_ARGS__ }) /            \
			  sizeof(struct log_field))

/* Lines below this level are not written; LOG_INFO at the start.  For the tests. */
void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *event,
	       const struct log_field *fields, unsigned count);

#endif
