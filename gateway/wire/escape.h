/*
 * escape - the %41 of URLs and forms, for this room only.
 */
#ifndef WIRE_ESCAPE_H
#define WIRE_ESCAPE_H

#include "base/str.h"

/* The byte that the "%41" at the front of text means; -1 when it means none. */
int escape_byte(struct str text);

#endif
