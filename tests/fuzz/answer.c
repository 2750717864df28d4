#include "fuzz.h"

#include <stdio.h>

#include "base/json.h"
#include "cli/ctl_print.h"
#include "cli/ctl_rules.h"
#include "cli/ctl_verbs.h"

/* By its words, else any. */
static const struct verb *verb_of(struct str words)
{
	size_t count = 0;

	for (; ctl_verbs[count].words; count++)
		if (str_is(words, ctl_verbs[count].words))
			return &ctl_verbs[count];
	return &ctl_verbs[str_hash(words, 0) % count];
}

/* The isolates that ctl_print puts around right-to-left text are the only marks of direction. */
static bool is_safe(uint32_t rune)
{
	return rune == '\n' || !(rune < ' ' || (rune >= 0x7f && rune < 0xa0) ||
		(rune >= 0x202a && rune <= 0x202e) || rune == 0x2066 || rune == 0x2067);
}

static void show(const struct verb *verb, const json_t *answer)
{
	if (verb->columns)
		ctl_print_table(verb->columns, json_object_get(answer, "items"));
	else if (verb->show)
		verb->show(answer);
}

/* Whatever hearbackd answers, nothing of it commands the terminal.  The first line names the
 * verb, the rest is the answer. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct verb *verb;
	AUTO_JSON *answer = NULL;
	FILE *own = stdout;
	char *said = NULL;
	size_t said_size = 0;
	struct str rest = { (const char *)bytes, size }, words = STR_NONE;
	uint32_t rune;

	str_next(&rest, '\n', &words);
	if (json_read(rest, &answer, NULL))
		return 0;
	verb = verb_of(words);
	/* the document itself, for a file */
	if (verb->show == ctl_rules_show_document)
		return 0;
	stdout = open_memstream(&said, &said_size);
	assert(stdout);
	show(verb, answer);
	fclose(stdout);
	stdout = own;
	rest = (struct str){ said, said_size };
	while (rest.size) {
		assert(str_next_rune(&rest, &rune));
		assert(is_safe(rune));
	}
	free(said);
	return 0;
}
