/*
 * version - which Hearback this is.  CHANGELOG.md says what that means.
 */
#ifndef GATEWAY_VERSION_H
#define GATEWAY_VERSION_H

#define HEARBACK_VERSION "0.1.0"

#endif
