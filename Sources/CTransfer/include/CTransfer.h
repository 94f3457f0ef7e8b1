// One GET request over HTTP, through the system's libcurl. No policy: redirections, patience and further attempts
// are the caller's.
//
// libcurl is opened while the program runs: linked, it and the thirty libraries it needs would delay every start
// by more than ten milliseconds. Its headers are not needed to build.
//
//   load -> { open -> add_field... -> next... -> close }*
//
// The proxy is the one of the environment, as libcurl reads it: HTTPS_PROXY, https_proxy, http_proxy, NO_PROXY.

#ifndef CTRANSFER_H
#define CTRANSFER_H

#include <stdbool.h>
#include <stddef.h>

// A libcurl that is open. It stays so, and any thread may use it.
typedef struct ctr_library ctr_library;

// Opens the library of that name or path; NULL if there is none, or one before 7.66. One call at a time.
const ctr_library *ctr_load(const char *name);

// A request and its answer. It belongs to one thread at a time.
typedef struct ctr_transfer ctr_transfer;

// Prepares a request to an address that begins with http:// or https://. NULL if libcurl refuses.
ctr_transfer *ctr_open(const ctr_library *library, const char *url);

// Adds a line to the header of the request, as in `Range: bytes=10-`, before the first ctr_next. False if there is
// no memory left.
bool ctr_add_field(ctr_transfer *transfer, const char *line);

typedef enum {
  CTR_NOTHING = 0,  // no news yet; at most 100 ms have passed
  CTR_HEADER,       // `bytes`: the lines of an answer's header, from the status on; those of 1xx come too
  CTR_BODY,         // `bytes`: the next piece of the body
  CTR_END,          // `code` of libcurl, 0 if all has come; `bytes`: what is wrong, in words
} ctr_event_kind;

typedef struct {
  ctr_event_kind kind;
  int code;
  const char *bytes;  // valid until the next call; no zero at their end
  size_t count;
} ctr_event;

// Sends the request with the first call. What comes next of the answer, in order; after CTR_END, only that.
ctr_event ctr_next(ctr_transfer *transfer);

// Ends the connection and frees everything.
void ctr_close(ctr_transfer *transfer);

#endif
