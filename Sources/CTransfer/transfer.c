// What is used of libcurl's headers (curl.h, easy.h, multi.h) is written out here; names, numbers and layouts are
// part of its stable interface: https://curl.se/libcurl/abi.html.

#include "CTransfer.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { GLOBAL_ALL = 3, PROTOCOLS_HTTP_AND_HTTPS = 1 | 2, MESSAGE_DONE = 1, OUT_OF_MEMORY = 27, ERROR_SIZE = 256 };

enum {
  OPTION_WRITE_DATA = 10001,
  OPTION_URL = 10002,
  OPTION_ERROR_BUFFER = 10010,
  OPTION_WRITE_FUNCTION = 20011,
  OPTION_HTTP_HEADER = 10023,
  OPTION_HEADER_DATA = 10029,
  OPTION_HEADER_FUNCTION = 20079,
  OPTION_PROTOCOLS = 181,
  OPTION_SUPPRESS_CONNECT_HEADERS = 265,
};

typedef struct {
  int kind;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
} message;

struct ctr_library {
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void (*easy_cleanup)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned, int, int *);
  message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
};

static bool find(void *library, const char *name, void *function) {
  void *symbol = dlsym(library, name);
  memcpy(function, &symbol, sizeof symbol);
  return symbol != NULL;
}

const ctr_library *ctr_load(const char *name) {
  void *opened = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (opened == NULL) return NULL;
  ctr_library *library = malloc(sizeof *library);
  if (library != NULL && find(opened, "curl_global_init", &library->global_init) &&
      find(opened, "curl_easy_init", &library->easy_init) &&
      find(opened, "curl_easy_setopt", &library->easy_setopt) &&
      find(opened, "curl_easy_strerror", &library->easy_strerror) &&
      find(opened, "curl_easy_cleanup", &library->easy_cleanup) &&
      find(opened, "curl_multi_init", &library->multi_init) &&
      find(opened, "curl_multi_add_handle", &library->multi_add_handle) &&
      find(opened, "curl_multi_perform", &library->multi_perform) &&
      find(opened, "curl_multi_poll", &library->multi_poll) &&
      find(opened, "curl_multi_info_read", &library->multi_info_read) &&
      find(opened, "curl_multi_cleanup", &library->multi_cleanup) &&
      find(opened, "curl_slist_append", &library->slist_append) &&
      find(opened, "curl_slist_free_all", &library->slist_free_all) && library->global_init(GLOBAL_ALL) == 0)
    return library;
  free(library);
  dlclose(opened);
  return NULL;
}

typedef struct {
  char *bytes;
  size_t count, capacity;
} buffer;

static bool append(buffer *buffer, const char *bytes, size_t count) {
  if (buffer->capacity - buffer->count < count) {
    size_t capacity = 2 * (buffer->count + count);
    char *grown = realloc(buffer->bytes, capacity);
    if (grown == NULL) return false;
    buffer->bytes = grown;
    buffer->capacity = capacity;
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
  return true;
}

struct ctr_transfer {
  const ctr_library *library;
  void *easy, *multi, *fields;
  buffer header, body;
  bool is_in_header, has_header;  // the header is coming; it is whole and has not been handed out
  bool has_ended;
  int code;
  char reason[ERROR_SIZE];
};

// libcurl calls it with one line of a header at a time, and again with those that may follow a body in pieces.
static size_t take_header(const char *line, size_t size, size_t count, void *context) {
  enum { LIMIT = 256 << 10 };
  ctr_transfer *transfer = context;
  count *= size;
  if (count >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    transfer->header.count = 0;
    transfer->is_in_header = true;
    transfer->has_header = false;
  }
  if (!transfer->is_in_header) return count;
  if (transfer->header.count + count > LIMIT || !append(&transfer->header, line, count)) return 0;
  bool is_empty = line[0] == '\r' || line[0] == '\n';
  transfer->is_in_header = !is_empty;
  transfer->has_header = is_empty;
  return count;
}

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
  ctr_transfer *transfer = context;
  return append(&transfer->body, bytes, size * count) ? size * count : 0;
}

ctr_transfer *ctr_open(const ctr_library *library, const char *url) {
  ctr_transfer *transfer = calloc(1, sizeof *transfer);
  if (transfer == NULL) return NULL;
  transfer->library = library;
  transfer->easy = library->easy_init();
  transfer->multi = library->multi_init();
  int (*set)(void *, int, ...) = library->easy_setopt;
  void *easy = transfer->easy;
  // CURLOPT_NOSIGNAL stays off: only then does libcurl keep SIGPIPE, of a connection that is gone, from ending the
  // process. It would use alarms only if it were built to resolve names on the calling thread.
  if (easy == NULL || transfer->multi == NULL || set(easy, OPTION_URL, url) != 0 ||
      set(easy, OPTION_PROTOCOLS, (long)PROTOCOLS_HTTP_AND_HTTPS) != 0 ||
      // What a proxy says of the tunnel through it is not the server's answer.
      set(easy, OPTION_SUPPRESS_CONNECT_HEADERS, 1L) != 0 ||
      set(easy, OPTION_ERROR_BUFFER, transfer->reason) != 0 ||
      set(easy, OPTION_HEADER_FUNCTION, take_header) != 0 || set(easy, OPTION_HEADER_DATA, transfer) != 0 ||
      set(easy, OPTION_WRITE_FUNCTION, take_body) != 0 || set(easy, OPTION_WRITE_DATA, transfer) != 0 ||
      library->multi_add_handle(transfer->multi, easy) != 0) {
    ctr_close(transfer);
    return NULL;
  }
  return transfer;
}

bool ctr_add_field(ctr_transfer *transfer, const char *line) {
  void *fields = transfer->library->slist_append(transfer->fields, line);
  if (fields == NULL) return false;
  transfer->fields = fields;
  return transfer->library->easy_setopt(transfer->easy, OPTION_HTTP_HEADER, fields) == 0;
}

// Takes what has arrived, and notes the end if that was it.
static void perform(ctr_transfer *transfer) {
  int count;
  bool is_performed = transfer->library->multi_perform(transfer->multi, &count) == 0;
  const message *message = transfer->library->multi_info_read(transfer->multi, &count);
  if (message != NULL && message->kind == MESSAGE_DONE)
    transfer->code = message->data.result;
  else if (!is_performed)
    transfer->code = OUT_OF_MEMORY;
  else
    return;
  transfer->has_ended = true;
}

// What has come and has not been handed out.
static ctr_event take(ctr_transfer *transfer) {
  if (transfer->has_header) {
    transfer->has_header = false;
    return (ctr_event){.kind = CTR_HEADER, .bytes = transfer->header.bytes, .count = transfer->header.count};
  }
  if (transfer->body.count > 0) {
    ctr_event event = {.kind = CTR_BODY, .bytes = transfer->body.bytes, .count = transfer->body.count};
    transfer->body.count = 0;
    return event;
  }
  if (!transfer->has_ended) return (ctr_event){.kind = CTR_NOTHING};
  const char *reason =
      transfer->reason[0] != 0 ? transfer->reason : transfer->library->easy_strerror(transfer->code);
  return (ctr_event){.kind = CTR_END, .code = transfer->code, .bytes = reason, .count = strlen(reason)};
}

ctr_event ctr_next(ctr_transfer *transfer) {
  ctr_event event = take(transfer);
  if (event.kind != CTR_NOTHING) return event;
  perform(transfer);
  event = take(transfer);
  if (event.kind == CTR_NOTHING) transfer->library->multi_poll(transfer->multi, NULL, 0, 100, NULL);
  return event;
}

void ctr_close(ctr_transfer *transfer) {
  // This takes it out of the other as well, and unlike curl_multi_remove_handle keeps SIGPIPE away while it does.
  transfer->library->easy_cleanup(transfer->easy);
  transfer->library->multi_cleanup(transfer->multi);
  transfer->library->slist_free_all(transfer->fields);
  free(transfer->header.bytes);
  free(transfer->body.bytes);
  free(transfer);
}
