/*
 * json_text - what became of a text that staff wrote, as JSON.
 *
 * Threads: any.
 */
#ifndef API_JSON_TEXT_H
#define API_JSON_TEXT_H

#include "base/json.h"
#include "work/commands/text_commands.h"

/* Sets "message", "leaves_at", "waits" and "waits_for". */
void json_text_told(json_t *object, const struct text_told *told);

#endif
