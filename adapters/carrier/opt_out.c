#include "opt_out.h"

enum { BY_TWILIO = 1 << DIALECT_TWILIO, BY_TELNYX = 1 << DIALECT_TELNYX,
       BY_ALL = BY_TWILIO | BY_TELNYX };

static const struct {
	const char *spelling;
	enum opt_out_word word;
	unsigned by;
} words[] = {
	{ "STOP", OPT_OUT_STOP, BY_ALL },         { "STOPALL", OPT_OUT_STOP, BY_ALL },
	{ "STOP ALL", OPT_OUT_STOP, BY_TELNYX },  { "UNSUBSCRIBE", OPT_OUT_STOP, BY_ALL },
	{ "CANCEL", OPT_OUT_STOP, BY_ALL },       { "END", OPT_OUT_STOP, BY_ALL },
	{ "QUIT", OPT_OUT_STOP, BY_ALL },         { "REVOKE", OPT_OUT_STOP, BY_TWILIO },
	{ "OPTOUT", OPT_OUT_STOP, BY_TWILIO },    { "START", OPT_OUT_START, BY_ALL },
	{ "UNSTOP", OPT_OUT_START, BY_ALL },      { "YES", OPT_OUT_START, BY_TWILIO },
	{ "HELP", OPT_OUT_HELP, BY_ALL },         { "INFO", OPT_OUT_HELP, BY_TWILIO },
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

enum opt_out_word opt_out_read(enum dialect_id dialect, struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if ((words[i].by & 1u << dialect) &&
		    str_equals_nocase(text, str_of(words[i].spelling)))
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
