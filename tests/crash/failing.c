/*
 * failing - preloaded into the daemon, fails what a test says: the n-th allocation, write or
 * sync from now on, once or for a while.  The file named by FAILING is the switch, shared with
 * the test (run-failing).  Writes and syncs count on files of the ledger only.
 *
 * Threads: any; the numbers are atomic.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum kind { FAIL_NOTHING, FAIL_ALLOCATION, FAIL_WRITE, FAIL_SYNC };

struct failing {
	_Atomic int64_t kind, count, at, most, fired;
};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

static struct failing *_Atomic shared;

__attribute__((constructor)) static void failing_open(void)
{
	const char *path = getenv("FAILING");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at;

	if (fd < 0)
		return;
	at = mmap(NULL, sizeof(struct failing), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (at != MAP_FAILED)
		atomic_store(&shared, (struct failing *)at);
}

/* Counts one; true for those from `at` on, `most` of them. */
static int fails(enum kind kind)
{
	struct failing *failing = atomic_load(&shared);
	int64_t count;

	if (!failing || atomic_load(&failing->kind) != (int64_t)kind)
		return 0;
	count = atomic_fetch_add(&failing->count, 1) + 1;
	if (count < atomic_load(&failing->at) ||
	    count >= atomic_load(&failing->at) + atomic_load(&failing->most))
		return 0;
	atomic_fetch_add(&failing->fired, 1);
	return 1;
}

static int is_ledger(int fd)
{
	char link[40], path[400];
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	size = readlink(link, path, sizeof(path) - 1);
	if (size < 0)
		return 0;
	path[size] = '\0';
	return strstr(path, "hearback.db") != NULL;
}

static int io_fails(enum kind kind, int fd)
{
	struct failing *failing = atomic_load(&shared);
	int before = errno;
	int is_failed = failing && atomic_load(&failing->kind) == (int64_t)kind && is_ledger(fd) &&
			fails(kind);

	errno = is_failed ? EIO : before;
	return is_failed;
}

void *malloc(size_t size)
{
	if (fails(FAIL_ALLOCATION)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	if (fails(FAIL_ALLOCATION)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
	if (fails(FAIL_ALLOCATION)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(at, size);
}

int posix_memalign(void **at, size_t align, size_t size)
{
	void *made = fails(FAIL_ALLOCATION) ? NULL : __libc_memalign(align, size);

	if (!made)
		return ENOMEM;
	*at = made;
	return 0;
}

/* The next library's function of that name. */
#define NEXT(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
	return io_fails(FAIL_WRITE, fd) ? -1 : NEXT(pwrite64)(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	return io_fails(FAIL_WRITE, fd) ? -1 : NEXT(pwrite)(fd, bytes, size, at);
}

int fdatasync(int fd)
{
	return io_fails(FAIL_SYNC, fd) ? -1 : NEXT(fdatasync)(fd);
}

int fsync(int fd)
{
	return io_fails(FAIL_SYNC, fd) ? -1 : NEXT(fsync)(fd);
}
