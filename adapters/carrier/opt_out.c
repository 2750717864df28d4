#include "opt_out.h"

static const struct {
	const char *spelling;
	enum opt_out_word word;
} words[] = {
	{ "STOP", OPT_OUT_STOP },         { "STOPALL", OPT_OUT_STOP },
	{ "UNSUBSCRIBE", OPT_OUT_STOP },  { "CANCEL", OPT_OUT_STOP },
	{ "END", OPT_OUT_STOP },          { "QUIT", OPT_OUT_STOP },
	{ "REVOKE", OPT_OUT_STOP },       { "OPTOUT", OPT_OUT_STOP },
	{ "START", OPT_OUT_START },       { "UNSTOP", OPT_OUT_START },
	{ "YES", OPT_OUT_START },         { "HELP", OPT_OUT_HELP },
	{ "INFO", OPT_OUT_HELP },
};

static const struct {
	const char *type;
	const char *reply;
} answers[OPT_OUT_WORDS] = {
	[OPT_OUT_NO_WORD] = { "", "" },
	[OPT_OUT_STOP] = { "STOP", "The practice carrier will send you no more messages "
				   "from this number. Text START to undo this." },
	[OPT_OUT_START] = { "START", "The practice carrier lets messages from this number "
				     "through to you again. Text STOP to end them." },
	[OPT_OUT_HELP] = { "HELP", "Practice carrier: text STOP to end messages from this "
				   "number." },
};

enum opt_out_word opt_out_read(struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equals_nocase(text, str_of(words[i].spelling)))
			return words[i].word;
	return OPT_OUT_NO_WORD;
}

const char *opt_out_type(enum opt_out_word word)
{
	return answers[word].type;
}

const char *opt_out_reply(enum opt_out_word word)
{
	return answers[word].reply;
}
