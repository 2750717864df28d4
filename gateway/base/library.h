/*
 * library - what a library asks for is there, or the process ends, as it is with ours.
 *
 * jansson says NULL and the answer lacks a member; OpenSSL says NULL and an honest signature
 * is a forgery; libphonenumber asserts that ICU never says NULL.  None of it is tested where
 * it stands, and nobody could do anything: so they ask memory.h.  ICU and libevent are told
 * in their own rooms (unicode_take_memory, loop_take_memory).
 *
 * Threads: once, before the first thread and before the libraries are used.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

/* jansson and OpenSSL. */
void library_take_memory(void);

#endif
