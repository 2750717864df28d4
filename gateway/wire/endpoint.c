#include "endpoint.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static bool is_param(struct str segment)
{
	return str_starts(segment, STR("{")) && str_ends(segment, STR("}"));
}

/* The end of the path's segment that begins here, which is not empty; else NULL. */
static const char *behind_segment(const char *at, const char *end)
{
	const char *from = at;

	while (at < end && *at != '/')
		at++;
	return at > from ? at : NULL;
}

/*
 * Literal bytes of the match, -1 when the path is not of this pattern.  Byte beside byte: of
 * dozens of patterns all but one or two part from a path within its first bytes.
 */
static int match(const char *pattern, struct str path)
{
	const char *at = path.at, *end = path.at + path.size;
	int literal = 0, in_segment = 1; /* with the '/' before it, or what stands for one */

	for (; *pattern; pattern++) {
		if (*pattern == '{') {
			at = behind_segment(at, end);
			pattern = strchr(pattern, '}');
			if (!at || !pattern)
				return -1;
			in_segment = 0;
			continue;
		}
		if (at == end || *at++ != *pattern)
			return -1;
		if (*pattern == '/') {
			literal += in_segment;
			in_segment = 0;
		}
		in_segment++;
	}
	return at == end ? literal + in_segment : -1;
}

static void allow_method(char allow[ALLOW_SIZE], enum http_method method)
{
	size_t size = strlen(allow);

	if (!strstr(allow, http_method_word(method)))
		snprintf(allow + size, ALLOW_SIZE - size, "%s%s", size ? ", " : "",
			 http_method_word(method));
}

const struct endpoint *endpoint_find(const struct endpoint *endpoints, int method, struct str path,
			       char allow[ALLOW_SIZE])
{
	const struct endpoint *best = NULL;
	int most = -1;

	assert(endpoints && allow);
	allow[0] = '\0';
	for (const struct endpoint *endpoint = endpoints; endpoint->path; endpoint++) {
		int literal = match(endpoint->path, path);

		if (literal < 0)
			continue;
		allow_method(allow, endpoint->method);
		if ((int)endpoint->method == method && literal > most) {
			best = endpoint;
			most = literal;
		}
	}
	return best;
}

struct str endpoint_param(const char *pattern, struct str path, struct str name)
{
	assert(pattern);

	struct str rest = str_of(pattern);
	struct str expected;
	struct str segment;

	while (str_next(&rest, '/', &expected) && str_next(&path, '/', &segment))
		if (is_param(expected) &&
		    str_equals(str_slice(expected, 1, expected.size - 2), name))
			return segment;
	return STR_NONE;
}
