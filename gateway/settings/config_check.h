/*
 * config_check - what a single value cannot tell: whether the values fit together.
 *
 * Threads: the caller's own config.
 */
#ifndef SETTINGS_CONFIG_CHECK_H
#define SETTINGS_CONFIG_CHECK_H

#include "config.h"

/* Puts the place of a value (its address inside *config) into a note that another room
 * wrote about it, and returns FAULT_CONFIG. */
enum fault config_check_blame(const struct config *config, const void *value, struct note *note);
/* For config.c only, behind config_tree_read: unique names and numbers, practice only in
 * practice, secrets from their files… */
enum fault config_check(struct config *config, struct note *note) MUST_CHECK;

#endif
