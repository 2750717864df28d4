#include "carrier_log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/halt.h"
#include "base/memory.h"

enum { LINES_KEPT = 100000, LINE_CEILING = 64 * 1024 };

struct kept {
	const char *event; /* static */
	char *line;
};

struct carrier_log {
	const struct clock *clock;
	int fd;               /* -1: memory only */
	int64_t count;
	struct kept kept[LINES_KEPT]; /* line n stands at n % LINES_KEPT */
};

enum fault carrier_log_open(const char *path, const struct clock *clock,
			    struct carrier_log **log, struct note *note)
{
	int fd = -1;

	assert(clock && log);
	if (path)
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (path && fd < 0)
		return fault_because(FAULT_DISK, note, "cannot open the log: %s",
				     strerror(errno));
	*log = memory_new(struct carrier_log);
	(*log)->clock = clock;
	(*log)->fd = fd;
	return FAULT_NONE;
}

void carrier_log_free(struct carrier_log **log)
{
	assert(log);
	if (!*log)
		return;
	for (size_t i = 0; i < LINES_KEPT; i++)
		free((*log)->kept[i].line);
	if ((*log)->fd >= 0)
		close((*log)->fd);
	free(*log);
	*log = NULL;
}

/* A judge that cannot write is no judge. */
static void write_line(int fd, struct str line)
{
	while (line.size) {
		ssize_t written = write(fd, line.at, line.size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			halt_because("carrier.mute", "the log cannot be written");
		line = str_from(line, (size_t)written);
	}
}

void carrier_log_add(struct carrier_log *log, const char *event, json_t *line)
{
	assert(log && event && event[0]);
	assert(json_is_object(line));

	json_t *head = json_object();
	struct kept *kept = &log->kept[++log->count % LINES_KEPT];
	AUTO(buf) text;

	buf_init(&text, LINE_CEILING);
	json_set_str(head, "event", str_of(event));
	json_set_number(head, "n", log->count);
	json_set_time(head, "at", clock_now(log->clock));
	json_object_update(head, line);
	json_write(head, &text);
	json_decref(head);
	json_decref(line);
	buf_add_char(&text, '\n');
	/* Half a line would make the whole file unreadable. */
	if (buf_check(&text, NULL))
		halt_because("carrier.log", "a line is too long for the log");
	if (log->fd >= 0)
		write_line(log->fd, buf_str(&text));
	free(kept->line);
	kept->event = event;
	kept->line = memory_text(buf_str(&text));
}

void carrier_log_read(const struct carrier_log *log, struct str event, int64_t after,
		      int64_t most, struct buf *into)
{
	assert(log && into);

	int64_t oldest = log->count > LINES_KEPT ? log->count - LINES_KEPT + 1 : 1;
	int64_t n = after >= oldest ? after + 1 : oldest;

	for (; n <= log->count && most > 0; n++) {
		const struct kept *kept = &log->kept[n % LINES_KEPT];

		if (event.size && !str_is(event, kept->event))
			continue;
		buf_add_text(into, kept->line);
		most--;
	}
}

int64_t carrier_log_count(const struct carrier_log *log)
{
	assert(log);
	return log->count;
}
