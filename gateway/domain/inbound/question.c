#include "question.h"

#include "domain/words.h"

#define X(name, word) [name] = word,
static const char *const question_words[] = { QUESTIONS(X) };
#undef X

WORDS_OF(question, enum question)
