/* What cppcheck must know of the headers that it is not given: sys/queue.h in its
 * its own words (cppcheck 2.10 stumbles over the real one), and our attributes. */
#define BASE_MACROS_H
#define MUST_CHECK
#define PRINTS(form, first)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AUTO(noun) struct noun
#define AUTO_PTR(noun) struct noun *
#define AUTO_JSON json_t
#define AUTO_ROWS struct rows *
#define container_of(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))
