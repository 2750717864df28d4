/*
 * buf - text that we own and that has a ceiling.
 *
 * A buf is born with the most that a stranger may make us keep.  Past it, it
 * goes stale: further adds do nothing and one buf_check at the end finds out.
 * The text always has a NUL behind it.  Out of memory aborts (systemd restarts
 * us, the store knows the rest).
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "str.h"

struct buf {
	char *at;
	size_t size;
	size_t room;
	size_t ceiling;
	bool is_stale;
};

void buf_init(struct buf *buf, size_t ceiling);
/* Frees the text; the struct may be initialised again.  Fits AUTO(buf). */
void buf_done(struct buf *buf);
/* Empties, keeps ceiling and memory. */
void buf_clear(struct buf *buf);
void buf_add(struct buf *buf, struct str text);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_add_number(struct buf *buf, int64_t number);
void buf_add_rune(struct buf *buf, uint32_t rune);
void buf_add_format(struct buf *buf, const char *format, ...) PRINTS(2, 3);
/* FAULT_TOO_LARGE when more was added than the ceiling allows. */
enum fault buf_check(const struct buf *buf, struct note *note) MUST_CHECK;
struct str buf_str(const struct buf *buf);
/* Never NULL. */
const char *buf_text(const struct buf *buf);

#endif
