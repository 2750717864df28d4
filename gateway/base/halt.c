#include "halt.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINE_MOST = 400 };

void halt_because(const char *event, const char *sentence)
{
	/* sd-daemon(3), as log.c writes an alarm */
	const char *priority = isatty(STDERR_FILENO) ? "" : "<1>";
	char line[LINE_MOST];
	int size = snprintf(line, sizeof(line), "%s%s note=\"%s\"\n", priority, event, sentence);
	ssize_t written;

	if (size >= LINE_MOST) { /* a line that was cut ends too */
		size = LINE_MOST - 1;
		line[size - 1] = '\n';
	}
	written = write(STDERR_FILENO, line, (size_t)size);
	(void)written; /* nobody is left to tell */
	abort();
}
