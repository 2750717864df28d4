#include "json_text.h"

#include "json_core.h"

void json_text_told(json_t *object, const struct text_told *told)
{
	json_set_id(object, "message", told->message.n);
	json_set_time(object, "leaves_at", told->leaves_at);
	json_core_waits(object, told->waits_for);
}
