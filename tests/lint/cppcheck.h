/* What cppcheck must know of the headers that it is not given: loops of macros, and
 * our attributes in words that it understands.  `make lint` adds the real sys/queue.h. */
#define BASE_MACROS_H
#define MUST_CHECK
#define PRINTS(form, first)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AUTO(noun) struct noun
#define AUTO_PTR(noun) struct noun *
#define AUTO_JSON json_t
#define AUTO_ROWS struct db_rows *
#define container_of(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))
#define json_array_foreach(array, i, item) \
	for ((i) = 0; (i) < json_array_size(array) && ((item) = json_array_get((array), (i))); (i)++)
#define json_object_foreach(object, key, value) \
	for ((key) = json_object_iter_key(json_object_iter(object)); \
	     (key) && ((value) = json_object_get((object), (key))); \
	     (key) = json_object_iter_key(json_object_iter_next((object), json_object_key_to_iter(key))))
