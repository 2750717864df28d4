/*
 * malformed - requests that two readers could read in two ways, and the status
 * that each deserves: the smuggle group of guarantees.md, section 4.
 */
#ifndef TESTS_UNIT_WIRE_MALFORMED_H
#define TESTS_UNIT_WIRE_MALFORMED_H

#include "base/str.h"

#define H "Host: hearback.example\r\n"

struct row {
	const char *label;
	struct str bytes;
	int status;
};

#define ROW(label, bytes, status) { label, { "" bytes, sizeof(bytes) - 1 }, status }

static const struct row malformed[] = {
	ROW("two lengths", "POST / HTTP/1.1\r\n" H "Content-Length: 4\r\nContent-Length: 5\r\n\r\n", 400),
	ROW("twice the same length", "POST / HTTP/1.1\r\n" H "Content-Length: 4\r\ncontent-length: 4\r\n\r\n", 400),
	ROW("a list of lengths", "POST / HTTP/1.1\r\n" H "Content-Length: 4, 4\r\n\r\n", 400),
	ROW("length and chunks", "POST / HTTP/1.1\r\n" H "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
	ROW("chunks and length", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n", 400),
	ROW("chunks twice", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
	ROW("nearly chunks", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n", 400),
	ROW("chunks and more", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked, identity\r\n\r\n", 400),
	ROW("identity", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: identity\r\n\r\n", 400),
	ROW("chunks behind a control byte", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: \vchunked\r\n\r\n", 400),
	ROW("chunks in HTTP/1.0", "POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n", 400),
	ROW("chunks", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n", 411),
	ROW("a plus in a length", "POST / HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\n", 400),
	ROW("a minus in a length", "POST / HTTP/1.1\r\n" H "Content-Length: -3\r\n\r\n", 400),
	ROW("a hex length", "POST / HTTP/1.1\r\n" H "Content-Length: 0x3\r\n\r\n", 400),
	ROW("an octal length", "POST / HTTP/1.1\r\n" H "Content-Length: 010\r\n\r\n", 400),
	ROW("a length and a word", "POST / HTTP/1.1\r\n" H "Content-Length: 3 abc\r\n\r\n", 400),
	ROW("an empty length", "POST / HTTP/1.1\r\n" H "Content-Length: \r\n\r\n", 400),
	ROW("a length beyond counting", "POST / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999\r\n\r\n", 400),
	ROW("no host", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n", 400),
	ROW("two hosts", "GET / HTTP/1.1\r\n" H "Host: other.example\r\n\r\n", 400),
	ROW("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
	ROW("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
	ROW("a host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
	ROW("two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
	ROW("a space before the colon", "POST / HTTP/1.1\r\n" H "Content-Length : 4\r\n\r\n", 400),
	ROW("a tab before the colon", "POST / HTTP/1.1\r\n" H "Transfer-Encoding\t: chunked\r\n\r\n", 400),
	ROW("a folded header", "GET / HTTP/1.1\r\n" H "X: a\r\n b\r\n\r\n", 400),
	ROW("a space before the first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
	ROW("a header without a colon", "GET / HTTP/1.1\r\n" H "Nonsense\r\n\r\n", 400),
	ROW("a header without a name", "GET / HTTP/1.1\r\n" H ": x\r\n\r\n", 400),
	ROW("a quote in a name", "GET / HTTP/1.1\r\n" H "X\"Y: x\r\n\r\n", 400),
	ROW("bare line feeds", "GET / HTTP/1.1\n" "Host: a\n\n", 400),
	ROW("one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400),
	ROW("a bare line feed at the end", "GET / HTTP/1.1\r\n" H "\n", 400),
	ROW("a bare carriage return", "GET / HTTP/1.1\r\n" H "X: a\rContent-Length: 4\r\n\r\n", 400),
	ROW("a double carriage return", "GET / HTTP/1.1\r\r\n" H "\r\n", 400),
	ROW("a NUL in a value", "GET / HTTP/1.1\r\n" H "X: a\0b\r\n\r\n", 400),
	ROW("a NUL in a name", "GET / HTTP/1.1\r\n" H "X\0: b\r\n\r\n", 400),
	ROW("an escape in a value", "GET / HTTP/1.1\r\n" H "X: \x1b[2J\r\n\r\n", 400),
	ROW("a delete in a value", "GET / HTTP/1.1\r\n" H "X: \x7f\r\n\r\n", 400),
	ROW("an empty line first", "\r\nGET / HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a dot segment", "GET /a/../b HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a last dot segment", "GET /a/.. HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a single dot", "GET /./a HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a coded dot segment", "GET /a/%2e%2E/b HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a half coded dot segment", "GET /a/.%2e/b HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a coded slash", "GET /a%2fb HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a coded backslash", "GET /a%5cb HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a backslash", "GET /a\\b HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a coded NUL", "GET /a%00 HTTP/1.1\r\n" H "\r\n", 400),
	ROW("half an escape", "GET /a% HTTP/1.1\r\n" H "\r\n", 400),
	ROW("no escape", "GET /a%zz HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a fragment", "GET /a#b HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a control byte in the target", "GET /a\x01 HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a raw letter in the target", "GET /ma\xc3\xb1""ana HTTP/1.1\r\n" H "\r\n", 400),
	ROW("an absolute target", "GET http://other.example/ HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a star", "GET * HTTP/1.1\r\n" H "\r\n", 400),
	ROW("no target", "GET  HTTP/1.1\r\n" H "\r\n", 400),
	ROW("two spaces", "GET  / HTTP/1.1\r\n" H "\r\n", 400),
	ROW("a space behind the version", "GET / HTTP/1.1 \r\n" H "\r\n", 400),
	ROW("a tab between", "GET\t/ HTTP/1.1\r\n" H "\r\n", 400),
	ROW("no version", "GET /\r\n\r\n", 400),
	ROW("a version of words", "GET / HTTP/one\r\n" H "\r\n", 400),
	ROW("a small version", "GET / http/1.1\r\n" H "\r\n", 400),
	ROW("a long version", "GET / HTTP/1.10\r\n" H "\r\n", 400),
	ROW("HTTP/2", "GET / HTTP/2.0\r\n" H "\r\n", 505),
	ROW("HTTP/1.2", "GET / HTTP/1.2\r\n" H "\r\n", 505),
	ROW("HTTP/0.9", "GET / HTTP/0.9\r\n" H "\r\n", 505),
	ROW("a bad method", "GE(T / HTTP/1.1\r\n" H "\r\n", 400),
	ROW("an unknown method", "BREW / HTTP/1.1\r\n" H "\r\n", 501),
	ROW("a small method", "get / HTTP/1.1\r\n" H "\r\n", 501),
	ROW("CONNECT", "CONNECT / HTTP/1.1\r\n" H "\r\n", 501),
	ROW("TLS", "\x16\x03\x01\x02", 400),
	ROW("an unknown expectation", "POST / HTTP/1.1\r\n" H "Expect: cake\r\n\r\n", 417),
};

#endif
