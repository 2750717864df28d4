#include "head.h"

#include <assert.h>
#include <string.h>

#include "escape.h"

/* In which places a byte may stand. */
enum { TOKEN = 1, VALUE = 2, TARGET = 4, HOST = 8, ANYWHERE = 15 };

static const unsigned char places[256] = {
	['a' ... 'z'] = ANYWHERE,
	['A' ... 'Z'] = ANYWHERE,
	['0' ... '9'] = ANYWHERE,
	['-'] = ANYWHERE,
	['.'] = ANYWHERE,
	['_'] = ANYWHERE,
	['~'] = ANYWHERE,
	['%'] = ANYWHERE,
	['!'] = TOKEN | VALUE | TARGET,
	['$'] = TOKEN | VALUE | TARGET,
	['&'] = TOKEN | VALUE | TARGET,
	['\''] = TOKEN | VALUE | TARGET,
	['*'] = TOKEN | VALUE | TARGET,
	['+'] = TOKEN | VALUE | TARGET,
	['^'] = TOKEN | VALUE | TARGET,
	['`'] = TOKEN | VALUE | TARGET,
	['|'] = TOKEN | VALUE | TARGET,
	['#'] = TOKEN | VALUE,
	[':'] = VALUE | TARGET | HOST,
	['['] = VALUE | TARGET | HOST,
	[']'] = VALUE | TARGET | HOST,
	['('] = VALUE | TARGET,
	[')'] = VALUE | TARGET,
	[','] = VALUE | TARGET,
	[';'] = VALUE | TARGET,
	['='] = VALUE | TARGET,
	['@'] = VALUE | TARGET,
	['/'] = VALUE | TARGET,
	['?'] = VALUE | TARGET,
	['{'] = VALUE | TARGET,
	['}'] = VALUE | TARGET,
	['"'] = VALUE,
	['<'] = VALUE,
	['>'] = VALUE,
	['\\'] = VALUE,
	[' '] = VALUE,
	['\t'] = VALUE,
	[0x80 ... 0xff] = VALUE,
};

static bool is_all(struct str text, int place)
{
	for (size_t i = 0; i < text.size; i++)
		if (!(places[(unsigned char)text.at[i]] & place))
			return false;
	return true;
}

/* What the headers have said so far. */
struct facts {
	struct head *head;
	int minor; /* of HTTP/1.minor */
	bool has_host;
	bool has_length;
	bool has_coding;
	bool wants_close;
	bool wants_keep;
};

/* --- the request line ------------------------------------------------------------ */

/* "." and ".." also when they are spelled %2e; what decodes to a slash, a
 * backslash or a control byte is refused wherever it stands. */
static bool is_honest_segment(struct str segment)
{
	size_t dots = 0;
	size_t others = 0;

	for (size_t i = 0; i < segment.size; i++) {
		int c = (unsigned char)segment.at[i];

		if (c == '%') {
			c = escape_byte(str_from(segment, i));
			i += 2;
		}
		if (c < 0x20 || c == 0x7f || c == '/' || c == '\\')
			return false;
		if (c == '.')
			dots++;
		else
			others++;
	}
	return others > 0 || dots == 0 || dots > 2;
}

static bool is_honest_path(struct str path)
{
	struct str segment;

	while (str_next(&path, '/', &segment))
		if (!is_honest_segment(segment))
			return false;
	return true;
}

static int read_target(struct str target, struct head *head)
{
	struct str rest = target;

	if (target.size == 0 || target.at[0] != '/' || !is_all(target, TARGET))
		return 400;
	str_next(&rest, '?', &head->path);
	head->target = target;
	head->query = rest;
	return is_honest_path(head->path) ? 0 : 400;
}

static int read_method(struct str word, struct head *head)
{
	if (word.size == 0 || !is_all(word, TOKEN))
		return 400;
	for (int i = 0; i < HTTP_METHODS; i++) {
		if (str_is(word, http_method_word((enum http_method)i))) {
			head->method = i;
			return 0;
		}
	}
	head->method = HEAD_ROUTELESS;
	head->is_bodyless_answer = str_is(word, "HEAD");
	return head->is_bodyless_answer || str_is(word, "OPTIONS") ? 0 : 501;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int read_version(struct str version, struct facts *facts)
{
	if (version.size != 8 || !str_starts(version, STR("HTTP/")) ||
	    !is_digit(version.at[5]) || version.at[6] != '.' || !is_digit(version.at[7]))
		return 400;
	facts->minor = version.at[7] - '0';
	return version.at[5] == '1' && facts->minor <= 1 ? 0 : 505;
}

/* Exactly one space at two places. */
static int read_request_line(struct str line, struct facts *facts)
{
	struct str method;
	struct str target;
	int status;

	if (!str_next(&line, ' ', &method) || !str_next(&line, ' ', &target))
		return 400;
	status = read_version(line, facts);
	if (status == 0)
		status = read_method(method, facts->head);
	if (status == 0)
		status = read_target(target, facts->head);
	return status;
}

/* --- headers that we judge --------------------------------------------------------- */

static int hear_host(struct facts *facts, struct str value)
{
	if (facts->has_host || value.size == 0 || !is_all(value, HOST))
		return 400;
	facts->has_host = true;
	return 0;
}

/* Digits, and no leading zero: someone may take it for octal. */
static int hear_length(struct facts *facts, struct str value)
{
	int64_t size;

	if (facts->has_length || value.size == 0 || !is_digit(value.at[0]) ||
	    (value.size > 1 && value.at[0] == '0'))
		return 400;
	if (str_number(value, 0, INT64_MAX / 2, &size) != FAULT_NONE)
		return 400;
	facts->has_length = true;
	facts->head->body_size = (size_t)size;
	return 0;
}

static int hear_coding(struct facts *facts, struct str value)
{
	if (facts->has_coding || !str_equals_nocase(value, STR("chunked")))
		return 400;
	facts->has_coding = true;
	return 0;
}

static int hear_connection(struct facts *facts, struct str value)
{
	struct str word;

	while (str_next(&value, ',', &word)) {
		word = str_trim(word);
		facts->wants_close |= str_equals_nocase(word, STR("close"));
		facts->wants_keep |= str_equals_nocase(word, STR("keep-alive"));
	}
	return 0;
}

static int hear_expect(struct facts *facts, struct str value)
{
	if (!str_equals_nocase(value, STR("100-continue")))
		return 417;
	facts->head->is_expecting = facts->minor == 1;
	return 0;
}

static const struct {
	struct str name;
	int (*hear)(struct facts *facts, struct str value);
} heeded[] = {
	{ { "Host", 4 }, hear_host },
	{ { "Content-Length", 14 }, hear_length },
	{ { "Transfer-Encoding", 17 }, hear_coding },
	{ { "Connection", 10 }, hear_connection },
	{ { "Expect", 6 }, hear_expect },
};

static struct str trim_blanks(struct str text)
{
	while (text.size && (text.at[0] == ' ' || text.at[0] == '\t'))
		text = str_from(text, 1);
	while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\t'))
		text.size--;
	return text;
}

/* A line that begins with a space (a folded header) has no name and fails. */
static int read_header(struct str line, struct facts *facts)
{
	struct head *head = facts->head;
	struct str value = line;
	struct str name = STR_NONE;

	str_next(&value, ':', &name);
	if (name.size == 0 || name.size == line.size || !is_all(name, TOKEN) ||
	    !is_all(value, VALUE))
		return 400;
	if (head->header_count == HTTP_HEADERS_MAX)
		return 431;
	value = trim_blanks(value);
	head->headers[head->header_count++] = (struct http_header){ name, value };
	for (size_t i = 0; i < COUNT_OF(heeded); i++)
		if (str_equals_nocase(name, heeded[i].name))
			return heeded[i].hear(facts, value);
	return 0;
}

/* --- the whole ------------------------------------------------------------------------ */

static int judge_whole(const struct facts *facts)
{
	if (facts->minor == 1 && !facts->has_host)
		return 400;
	if (!facts->has_coding)
		return 0;
	/* Well said, but not here: providers and browsers send lengths. */
	return facts->has_length || facts->minor == 0 ? 400 : 411;
}

static enum head_verdict bad(struct head *head, int status)
{
	head->status = status;
	return HEAD_BAD;
}

/* Cuts a line without its CR LF.  `line` is untouched unless HEAD_WHOLE. */
static enum head_verdict next_line(struct str *rest, struct str *line)
{
	const char *end = rest->size ? memchr(rest->at, '\n', rest->size) : NULL;
	size_t size;

	if (!end)
		return HEAD_MORE;
	size = (size_t)(end - rest->at);
	if (size == 0 || rest->at[size - 1] != '\r')
		return HEAD_BAD;
	*line = (struct str){ rest->at, size - 1 };
	*rest = (struct str){ end + 1, rest->size - size - 1 };
	return HEAD_WHOLE;
}

static enum head_verdict read_lines(struct str bytes, struct facts *facts)
{
	struct head *head = facts->head;
	struct str rest = bytes;
	struct str line;
	enum head_verdict verdict;

	for (bool is_first = true; (verdict = next_line(&rest, &line)) == HEAD_WHOLE;
	     is_first = false) {
		int status;

		if (line.size == 0 && !is_first) {
			head->size = bytes.size - rest.size;
			status = judge_whole(facts);
			return status ? bad(head, status) : HEAD_WHOLE;
		}
		status = is_first ? read_request_line(line, facts) : read_header(line, facts);
		if (status)
			return bad(head, status);
	}
	return verdict == HEAD_BAD ? bad(head, 400) : HEAD_MORE;
}

enum head_verdict head_parse(struct str bytes, size_t ceiling, struct head *head)
{
	assert(head);
	assert(ceiling > 0);

	struct facts facts = { .head = head };
	enum head_verdict verdict;

	head->status = 0;
	head->header_count = 0;
	head->body_size = 0;
	head->is_expecting = false;
	head->is_bodyless_answer = false;
	head->target = STR_NONE;
	/* TLS on the plain port, noise: no need to wait for the end of the line. */
	if (bytes.size && !(places[(unsigned char)bytes.at[0]] & TOKEN))
		return bad(head, 400);
	verdict = read_lines(str_slice(bytes, 0, ceiling), &facts);
	if (verdict == HEAD_MORE && bytes.size >= ceiling)
		return bad(head, head->target.size ? 431 : 414);
	head->is_kept = !facts.wants_close && (facts.minor == 1 || facts.wants_keep);
	return verdict;
}
