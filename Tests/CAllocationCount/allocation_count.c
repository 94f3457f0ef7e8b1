// With glibc, the functions below take the place of the C library's in the whole test program.

#include "CAllocationCount.h"

#include <errno.h>
#include <stddef.h>

static _Thread_local int watched;
static _Thread_local long count;

void ac_begin(void) {
  count = 0;
  watched = 1;
}

long ac_end(void) {
  watched = 0;
  return count;
}

#if defined(__GLIBC__)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count += watched;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count += watched;
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  count += watched;
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count += watched;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  count += watched;
  *block = __libc_memalign(alignment, size);
  return *block || size == 0 ? 0 : ENOMEM;
}

#endif
