/*
 * unsynced - what a disk has when the power goes: an LD_PRELOAD library for run-powercut.
 *
 * Every fsync and fdatasync of a file in $POWERCUT_FROM copies what was written to it since the
 * last one into the file of that name in $POWERCUT_TO.  Whoever kills the process then finds in
 * the first folder all that it wrote and in the second only what it had synced.  A name that is
 * taken away or changed is so in both at once, as a journalling file system has it sooner or
 * later.  $POWERCUT_AT: the process is killed before its so-manieth write or sync of such a file.
 * $POWERCUT_LIES: a disk that says it synced and did not; for the test of the test.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES = 4096 };

static struct span {
	off_t from, to;
} dirty[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void touch(int fd, off_t at, size_t size)
{
	struct span *span = &dirty[fd < 0 || fd >= FILES ? 0 : fd];
	off_t end = at + (off_t)size;

	pthread_mutex_lock(&lock);
	if (span->to == 0 || at < span->from)
		span->from = at;
	if (end > span->to)
		span->to = end;
	pthread_mutex_unlock(&lock);
}

/* The twin of a file in the folder that we watch. */
static int twin_of(const char *path, char twin[PATH_MAX])
{
	const char *from = getenv("POWERCUT_FROM"), *to = getenv("POWERCUT_TO");
	size_t size = from ? strlen(from) : 0;

	if (!from || !to || strncmp(path, from, size) != 0 || path[size] != '/' || strchr(path + size + 1, '/'))
		return 0;
	return snprintf(twin, PATH_MAX, "%s%s", to, path + size) < PATH_MAX;
}

/* Is it one of the files that we watch?  Then its twin's name. */
static int is_watched(int fd, char twin[PATH_MAX])
{
	char link[64], path[PATH_MAX];
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	size = readlink(link, path, sizeof(path) - 1);
	if (size <= 0 || fd >= FILES)
		return 0;
	path[size] = '\0';
	return twin_of(path, twin);
}

static void count_down(int fd)
{
	static long calls;
	const char *at = getenv("POWERCUT_AT");
	char twin[PATH_MAX];

	if (at && is_watched(fd, twin) && __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) == atol(at))
		raise(SIGKILL);
}

static void keep_span(int fd, int twin, struct span span)
{
	static __thread char block[1 << 16];

	while (span.from < span.to) {
		size_t most = (size_t)(span.to - span.from) < sizeof(block) ? (size_t)(span.to - span.from) : sizeof(block);
		int from = fd;
		ssize_t got = pread(from, block, most, span.from);

		if (got <= 0)
			break;
		if (syscall(SYS_pwrite64, twin, block, (size_t)got, span.from) != got)
			abort();
		span.from += got;
	}
}

static void keep(int fd)
{
	char twin[PATH_MAX];
	struct stat facts;
	struct span span;
	int to;

	if (getenv("POWERCUT_LIES") || !is_watched(fd, twin) || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
		return;
	pthread_mutex_lock(&lock);
	span = dirty[fd];
	dirty[fd] = (struct span){ 0, 0 };
	pthread_mutex_unlock(&lock);
	to = open(twin, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (to < 0)
		abort();
	keep_span(fd, to, span);
	if (syscall(SYS_ftruncate, to, facts.st_size) != 0)
		abort();
	close(to);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	count_down(fd);
	touch(fd, at, size);
	return REAL(pwrite)(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
	count_down(fd);
	touch(fd, at, size);
	return REAL(pwrite64)(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (at >= 0)
		touch(fd, at, size);
	return REAL(write)(fd, bytes, size);
}

int fsync(int fd)
{
	count_down(fd);
	int code = REAL(fsync)(fd);

	keep(fd);
	return code;
}

int fdatasync(int fd)
{
	count_down(fd);
	int code = REAL(fdatasync)(fd);

	keep(fd);
	return code;
}

int unlink(const char *path)
{
	char twin[PATH_MAX];

	if (twin_of(path, twin))
		(void)REAL(unlink)(twin);
	return REAL(unlink)(path);
}
