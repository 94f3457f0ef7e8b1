// Runs a statically linked Linux program on an emulated processor without a system, as its read-only memory: an
// emulator that knows AVX-512 is slow, and starting a system on it would take longer than the checks.
//
// Copies the program to where it wants to lie, and answers the few system calls that memory, printing and exiting
// take. start.S calls both.

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/utsname.h>

// The ELF file, and what `syscall` jumps to.
extern char program[], system_call[];

// Memory, and the end of the heap, which is no variable: those would be read-only.
static const uintptr_t heap = 0x04000000, stack = 0x0e000000;
static uintptr_t *const heap_end = (uintptr_t *)0x0f000000;

enum { console = 0xe9, power = 0x8900 };  // ports of the emulator
enum { star = 0xc0000081, lstar = 0xc0000082, fs_base = 0xc0000100 };  // registers of the processor

enum { call_write = 1, call_mprotect = 10, call_brk = 12, call_uname = 63 };
enum { call_arch_prctl = 158, call_exit_group = 231 };
enum { set_fs = 0x1002, no_such_call = -38 };

static void put(uint16_t port, const char *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) __asm__ volatile("outb %0, %1" ::"a"(bytes[i]), "d"(port));
}

static void set_register(uint32_t number, uint64_t value) {
  __asm__ volatile("wrmsr" ::"c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)));
}

static void copy(void *to, const void *from, size_t count) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count)::"memory");
}

static void power_off(int status) {
  put(console, status == 0 ? "exit 0\n" : "exit 1\n", 7);
  for (;;) put(power, "Shutdown", 8);
}

long answer(long call, uintptr_t first, uintptr_t second, uintptr_t third) {
  switch (call) {
    case call_write: put(console, (const char *)second, third); return (long)third;
    case call_mprotect: return 0;  // everything stays writable
    case call_brk:
      if (first >= heap && first < stack - 0x100000) *heap_end = first;
      return (long)*heap_end;
    case call_uname: copy(((struct utsname *)first)->release, "6.1", 4); return 0;
    case call_arch_prctl:
      if (first != set_fs) return no_such_call;
      set_register(fs_base, second);
      return 0;
    case call_exit_group: power_off((int)first);
    default: return no_such_call;  // the C library does without
  }
}

// Returns the stack that the program finds: its arguments, no environment, and where its headers are.
uint64_t *load_program(void) {
  const Elf64_Ehdr *file = (const Elf64_Ehdr *)(void *)program;
  const Elf64_Phdr *segment = (const Elf64_Phdr *)(void *)(program + file->e_phoff);
  for (int i = 0; i < file->e_phnum; i++) {
    if (segment[i].p_type == PT_LOAD)
      copy((void *)segment[i].p_vaddr, program + segment[i].p_offset, segment[i].p_filesz);
  }
  *heap_end = heap;
  set_register(star, (uint64_t)0x08 << 32);  // the segment of the code; that of the data follows
  set_register(lstar, (uint64_t)system_call);

  const uint64_t words[] = {
      2,         (uint64_t)"kernel-check", (uint64_t)"avx512", 0,       0,
      AT_PHDR,   (uint64_t)segment,        AT_PHENT,           sizeof *segment,
      AT_PHNUM,  file->e_phnum,            AT_PAGESZ,          4096,
      AT_RANDOM, (uint64_t)program,        AT_NULL,            0,
  };
  uint64_t *top = (uint64_t *)(stack - (sizeof words + 15) / 16 * 16);
  copy(top, words, sizeof words);
  return top;
}
