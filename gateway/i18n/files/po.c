#include "po.h"

#include <assert.h>
#include <errno.h>
#include <gettext-po.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

/* libgettextpo never frees the msgctxt of a message: some 12 bytes a sentence and
 * load.  The leak checker of our own memory need not hear of it. */
#ifdef __has_feature /* clang's word for it */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#define LEAKS_BEGIN() __lsan_disable()
#define LEAKS_END() __lsan_enable()
#else
#define LEAKS_BEGIN() (void)0
#define LEAKS_END() (void)0
#endif

#define FILE_CEILING (4u << 20)

/* What the library complained of first. */
struct complaints {
	struct note note;
	int count;
	jmp_buf way_out;
};

/* The library's callbacks carry no pointer of ours.  Set only within po_read. */
static _Thread_local struct complaints *heard;

static void hear(int severity, po_message_t message, const char *file, size_t line,
		 size_t column, int is_long, const char *text)
{
	assert(heard);
	(void)message;
	(void)is_long;
	if (severity == PO_SEVERITY_WARNING)
		return;
	if (heard->count++ == 0)
		(void)fault_at(FAULT_CONFIG, &heard->note, file ? file : "",
			       line == (size_t)-1 ? 0 : (int)line,
			       column == (size_t)-1 ? 0 : (int)column, "%.*s",
			       (int)strcspn(text, "\n"), text);
	/* after 20 errors the library gives up and demands not to be returned to;
	 * what it had allocated is lost, once for each such file */
	if (severity == PO_SEVERITY_FATAL_ERROR)
		longjmp(heard->way_out, 1);
}

static void hear_two(int severity, po_message_t message, const char *file, size_t line,
		     size_t column, int is_long, const char *text, po_message_t message2,
		     const char *file2, size_t line2, size_t column2, int is_long2,
		     const char *text2)
{
	(void)message2;
	(void)file2;
	(void)line2;
	(void)column2;
	(void)is_long2;
	(void)text2;
	hear(severity, message, file, line, column, is_long, text);
}

static po_file_t open_file(const char *path, struct complaints *complaints)
{
	static const struct po_xerror_handler handler = { hear, hear_two };
	/* volatile: it must survive the longjmp */
	volatile po_file_t file = NULL;

	heard = complaints;
	LEAKS_BEGIN();
	if (setjmp(complaints->way_out) == 0)
		file = po_file_read(path, &handler);
	LEAKS_END();
	heard = NULL;
	return file;
}

/* The line on which `msgctxt "name"`, or the msgid of a message without one, stands: the
 * library keeps it to itself.  Of two the last is the mistake. */
static int find_line(const char *path, const char *keyword, const char *name)
{
	AUTO(buf) text;
	AUTO(buf) wanted;
	struct str rest, line;
	int number = 0, found = 0;

	buf_init(&text, FILE_CEILING);
	buf_init(&wanted, 1000);
	buf_add_format(&wanted, "%s \"%s\"", keyword, name);
	if (file_read(path, &text, NULL))
		return 0;
	rest = buf_str(&text);
	while (str_next(&rest, '\n', &line)) {
		number++;
		if (str_equals(str_trim(line), buf_str(&wanted)))
			found = number;
	}
	return found;
}

static enum fault take(po_message_t message, struct po_reader *reader, struct note *note)
{
	const char *name = po_message_msgctxt(message);
	const char *text = po_message_msgstr(message);

	if (po_message_is_obsolete(message) || (!name && !*po_message_msgid(message)))
		return FAULT_NONE;
	if (!name)
		return fault_because(FAULT_CONFIG, note,
				     "a message without msgctxt: the sentence's name is expected");
	if (po_message_msgid_plural(message))
		return fault_because(FAULT_CONFIG, note,
				     "%s: msgid_plural is not used here, but {n, plural, ...}",
				     name);
	if (po_message_is_fuzzy(message) || !*text)
		return FAULT_NONE;
	if (!str_is_utf8(str_of(text)))
		return fault_because(FAULT_CONFIG, note, "%s: this is not UTF-8", name);
	return reader->take(reader, str_of(name), str_of(text), note);
}

static enum fault take_all(po_file_t file, const char *path, struct po_reader *reader,
			   struct note *note)
{
	po_message_iterator_t iterator = po_message_iterator(file, NULL);
	struct note why = { .text = "" };
	enum fault fault = FAULT_NONE;
	po_message_t message = NULL;

	while (!fault && (message = po_next_message(iterator)))
		fault = take(message, reader, &why);
	if (fault) {
		const char *name = po_message_msgctxt(message);
		int line = name ? find_line(path, "msgctxt", name) :
				  find_line(path, "msgid", po_message_msgid(message));

		(void)fault_at(fault, note, path, line, 0, "%s", why.text);
	}
	po_message_iterator_free(iterator);
	return fault;
}

enum fault po_read(const char *path, struct po_reader *reader, struct note *note)
{
	struct complaints *complaints = memory_new(struct complaints);
	enum fault fault = FAULT_NONE;
	po_file_t file;

	assert(path);
	assert(reader && reader->take);
	errno = 0;
	file = open_file(path, complaints);
	if (complaints->count > 0) {
		fault = FAULT_CONFIG;
		if (note)
			*note = complaints->note;
	} else if (!file) {
		fault = fault_at(FAULT_CONFIG, note, path, 0, 0, "cannot be read: %s",
				 strerror(errno));
	} else {
		fault = take_all(file, path, reader, note);
	}
	if (file)
		po_file_free(file);
	free(complaints);
	return fault;
}
