// Keys, mouse reports and pastes from the bytes a terminal sends. Pure: no state, no terminal.

#include "CTerminal.h"

#include <string.h>

size_t ct_decode_utf8(const unsigned char *bytes, size_t length, uint32_t *scalar) {
  unsigned char lead = bytes[0];
  size_t count = lead < 0x80                   ? 1
                 : lead >= 0xC2 && lead < 0xE0 ? 2
                 : lead >= 0xE0 && lead < 0xF0 ? 3
                 : lead >= 0xF0 && lead < 0xF5 ? 4
                                               : 0;
  *scalar = 0xFFFD;
  if (count == 0) return 1;
  uint32_t value = count == 1 ? lead : lead & (0x7Fu >> count);
  for (size_t i = 1; i < count; i++) {
    if (i >= length) return 0;
    if ((bytes[i] & 0xC0) != 0x80) return i;
    value = value << 6 | (bytes[i] & 0x3Fu);
  }
  bool is_overlong = (count == 3 && value < 0x800) || (count == 4 && value < 0x10000);
  if (!is_overlong && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF)) *scalar = value;
  return count;
}

static size_t parse_character(const unsigned char *bytes, size_t length, bool is_all, ct_event *event) {
  uint32_t scalar;
  size_t taken = ct_decode_utf8(bytes, length, &scalar);
  if (taken == 0) return is_all ? length : 0;
  if (scalar >= 0x80 && scalar < 0xA0) return taken;  // C1 controls
  event->kind = CT_EVENT_CHARACTER;
  event->code = scalar;
  return taken;
}

static size_t parse_pasted(const unsigned char *bytes, size_t length, bool is_all, ct_event *event) {
  static const char end[] = "\033[201~";
  const size_t end_length = sizeof end - 1;
  if (bytes[0] == 0x1B) {
    size_t compared = length < end_length ? length : end_length;
    if (memcmp(bytes, end, compared) != 0) return 1;
    if (length < end_length) return is_all ? length : 0;
    event->kind = CT_EVENT_PASTE_END;
    return end_length;
  }
  if (bytes[0] == '\r' || bytes[0] == '\n' || bytes[0] == '\t') {
    event->kind = CT_EVENT_PASTED;
    event->code = bytes[0] == '\r' ? '\n' : bytes[0];
    return 1;
  }
  if (bytes[0] < 0x20 || bytes[0] == 0x7F) return 1;
  size_t taken = parse_character(bytes, length, is_all, event);
  if (event->kind == CT_EVENT_CHARACTER) event->kind = CT_EVENT_PASTED;
  return taken;
}

static ct_event_kind kind_of_letter(unsigned char final) {
  switch (final) {
    case 'A': return CT_EVENT_UP;
    case 'B': return CT_EVENT_DOWN;
    case 'C': return CT_EVENT_RIGHT;
    case 'D': return CT_EVENT_LEFT;
    case 'H': return CT_EVENT_HOME;
    case 'F': return CT_EVENT_END;
    case 'Z': return CT_EVENT_BACK_TAB;
    default: return CT_EVENT_NONE;
  }
}

static ct_event_kind kind_of_number(int number) {
  switch (number) {
    case 1: case 7: return CT_EVENT_HOME;
    case 3: return CT_EVENT_DELETE;
    case 4: case 8: return CT_EVENT_END;
    case 5: return CT_EVENT_PAGE_UP;
    case 6: return CT_EVENT_PAGE_DOWN;
    case 200: return CT_EVENT_PASTE_START;
    default: return CT_EVENT_NONE;
  }
}

// The numbers between the introducer and the final byte, separated by semicolons; at most three.
static int parse_numbers(const unsigned char *bytes, size_t length, int numbers[3]) {
  int count = 0;
  numbers[0] = numbers[1] = numbers[2] = 0;
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] >= '0' && bytes[i] <= '9') {
      if (count == 0) count = 1;
      int *number = &numbers[count - 1];
      if (*number < 100000) *number = *number * 10 + bytes[i] - '0';
    } else if (bytes[i] == ';') {
      if (++count > 3) return 3;
      if (count == 1) count = 2;
    }
  }
  return count;
}

static void parse_mouse(const unsigned char *parameters, size_t length, bool is_press, ct_event *event) {
  int numbers[3];
  if (parse_numbers(parameters, length, numbers) != 3) return;
  event->column = numbers[1] - 1;
  event->row = numbers[2] - 1;
  switch (numbers[0] & ~0x1C) {  // without shift, alt and control
    case 0: event->kind = is_press ? CT_EVENT_MOUSE_PRESS : CT_EVENT_MOUSE_RELEASE; break;
    case 64: event->kind = CT_EVENT_WHEEL_UP; break;
    case 65: event->kind = CT_EVENT_WHEEL_DOWN; break;
    default: break;
  }
}

// A control sequence: ESC [ parameters intermediates final. What is unknown is taken whole and means nothing.
static size_t parse_sequence(const unsigned char *bytes, size_t length, bool is_all, ct_event *event) {
  size_t end = 2;
  while (end < length && bytes[end] >= 0x20 && bytes[end] <= 0x3F) end++;
  if (end == length) return is_all ? length : 0;
  unsigned char final = bytes[end];
  if (final < 0x40 || final == 0x7F || final >= 0x80) return end;  // it breaks off
  if (end == 2 && (final == '[' || final == 'M')) {
    // The Linux console's function keys have one more byte, the oldest mouse reports three.
    size_t whole = final == '[' ? 4 : 6;
    return length >= whole ? whole : is_all ? length : 0;
  }
  const unsigned char *parameters = bytes + 2;
  size_t count = end - 2;
  if (count > 0 && parameters[0] == '<' && (final == 'M' || final == 'm')) {
    parse_mouse(parameters + 1, count - 1, final == 'M', event);
  } else if (final == '~' || count == 0 || parameters[0] < '<') {
    int numbers[3];
    parse_numbers(parameters, count, numbers);
    event->kind = final == '~' ? kind_of_number(numbers[0]) : kind_of_letter(final);
  }
  return end + 1;
}

// A string that the terminal sends: ESC ] ... up to BEL or ESC \.
static size_t parse_string(const unsigned char *bytes, size_t length, bool is_all) {
  for (size_t i = 2; i < length; i++) {
    if (bytes[i] == 0x07) return i + 1;
    if (bytes[i] == 0x1B && i + 1 < length) return bytes[i + 1] == '\\' ? i + 2 : i;
  }
  return is_all ? length : 0;
}

static size_t parse_escape(const unsigned char *bytes, size_t length, bool is_all, ct_event *event) {
  if (length == 1 || bytes[1] == 0x1B) {
    if (length == 1 && !is_all) return 0;
    event->kind = CT_EVENT_ESCAPE;
    return 1;
  }
  switch (bytes[1]) {
    case '[': return parse_sequence(bytes, length, is_all, event);
    case 'O':
      if (length < 3) return is_all ? length : 0;
      event->kind = bytes[2] == 'M' ? CT_EVENT_ENTER : kind_of_letter(bytes[2]);
      return 3;
    case ']': case 'P': case 'X': case '^': case '_': return parse_string(bytes, length, is_all);
    default: {
      // A key with Alt, which means nothing here.
      ct_event ignored = {0};
      size_t taken = parse_character(bytes + 1, length - 1, is_all, &ignored);
      return taken == 0 ? 0 : 1 + taken;
    }
  }
}

size_t ct_parse_event(
    const unsigned char *bytes, size_t length, bool is_all, bool in_paste, ct_event *event) {
  *event = (ct_event){.kind = CT_EVENT_NONE};
  if (length == 0) return 0;
  if (in_paste) return parse_pasted(bytes, length, is_all, event);
  unsigned char first = bytes[0];
  switch (first) {
    case 0x1B: return parse_escape(bytes, length, is_all, event);
    case '\r': case '\n': event->kind = CT_EVENT_ENTER; return 1;
    case '\t': event->kind = CT_EVENT_TAB; return 1;
    case 0x08: case 0x7F: event->kind = CT_EVENT_BACKSPACE; return 1;
    default: break;
  }
  if (first >= 0x20) return parse_character(bytes, length, is_all, event);
  if (first >= 1 && first <= 26) {
    event->kind = CT_EVENT_CONTROL;
    event->code = 'a' + first - 1u;
  }
  return 1;
}
