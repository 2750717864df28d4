/*
 * yaml_bounds - how much a YAML document may ask of libyaml, counted before it is read.
 *
 * libyaml's scanner looks at every open bracket for each token, and its loader at every
 * anchor for each new one: both are quadratic in what somebody wrote.  So the events are
 * counted first, one at a time, and the walk ends at the first that is too much: work is
 * bytes times YAML_BOUNDS_DEPTH at most.  What is no YAML passes, the reader says so itself.
 *
 * Threads: pure.
 */
#ifndef I18N_YAML_BOUNDS_H
#define I18N_YAML_BOUNDS_H

#include "base/str.h"

enum { YAML_BOUNDS_DEPTH = 16, YAML_BOUNDS_ANCHORS = 64 };

/* What was counted until the end, or until it was too much there (from 1). */
struct yaml_bounds {
	int64_t events;
	int deepest, anchors;
	int line, column;
};

/* An alias lets a small document unfold to any size: who follows them without a schema of
 * fixed depth does not take them.  FAULT_TOO_LARGE: the reason in the note, the place in the
 * bounds and in the note. */
enum fault yaml_bounds_check(struct str text, bool takes_aliases, struct yaml_bounds *bounds,
			     struct note *note) MUST_CHECK;

#endif
