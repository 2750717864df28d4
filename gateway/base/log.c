#include "log.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

enum { LINE_CEILING = 4095 }; /* and its newline */

static _Atomic int level_now = LOG_INFO;

void log_set_level(enum log_level level)
{
	assert(level <= LOG_DEBUG);
	atomic_store(&level_now, (int)level);
}

/* Quotes only where a reader of key=value needs it; control characters never
 * reach the journal. */
static void add_word(struct buf *line, const char *word)
{
	bool is_plain = word[0] && !strpbrk(word, "\"=");

	for (const char *at = word; *at; at++)
		is_plain = is_plain && (unsigned char)*at > ' ';
	if (!is_plain)
		buf_add_char(line, '"');
	for (; *word; word++)
		buf_add_char(line, *word == '"' ? '\'' :
				   (unsigned char)*word < ' ' ? ' ' : *word);
	if (!is_plain)
		buf_add_char(line, '"');
}

void log_write(enum log_level level, const char *event,
	       const struct log_field *fields, unsigned count)
{
	assert(level <= LOG_DEBUG);
	assert(event && event[0]);
	assert(fields || count == 0);
	/* sd-daemon(3): "<n>" in front tells journald the priority. */
	static const char *const priority[] = { "<1>", "<4>", "<6>", "<7>" };
	AUTO(buf) line;
	ssize_t written;

	buf_init(&line, LINE_CEILING);
	if ((int)level > atomic_load(&level_now))
		return;
	if (!isatty(STDERR_FILENO))
		buf_add_text(&line, priority[level]);
	buf_add_text(&line, event);
	for (unsigned i = 0; i < count; i++) {
		buf_add_format(&line, " %s=", fields[i].key);
		if (fields[i].word)
			add_word(&line, fields[i].word);
		else
			buf_add_number(&line, fields[i].number);
	}
	line.ceiling++; /* a line that was cut ends too */
	line.is_stale = false;
	buf_add_char(&line, '\n');
	written = write(STDERR_FILENO, buf_text(&line), line.size);
	(void)written; /* nobody is left to tell */
}
