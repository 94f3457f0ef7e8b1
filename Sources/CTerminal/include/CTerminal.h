// The terminal: screen, keys, mouse and signals of one process. No policy.
//
// All functions belong to one thread, the one that called ct_open. Nothing here exits the process except a
// fatal signal and ct_die. The header is free of curses, so that Swift can import it.
//
//   open -> { wait -> next_event... -> put... -> flush }* -> close
//
// While the screen is up, the terminal is raw (Ctrl-C and Ctrl-Z arrive as keys), standard error goes to a
// temporary file, which ct_close prints, and signals are handled as ct_event says.

#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Opening and closing

typedef enum {
  CT_OK = 0,
  CT_NOT_A_TERMINAL,    // standard input or output is not a terminal
  CT_UNKNOWN_TERMINAL,  // TERM is not set, or there is no description of it
  CT_POOR_TERMINAL,     // the terminal cannot move the cursor or clear the screen
  CT_SYSTEM_ERROR,      // a pipe, a file or curses itself could not be had
} ct_status;

// What went wrong, in words; never NULL.
const char *ct_status_message(ct_status status);

typedef struct {
  bool mouse;         // report clicks and the wheel from the start
  bool synchronized;  // bracket each frame with mode 2026, so that it does not tear
} ct_options;

// Takes over the terminal. If this fails, the terminal is as it was, and plain output still works.
ct_status ct_open(ct_options options);

// Gives the terminal back and prints what was written to standard error meanwhile. Also done at exit.
void ct_close(void);

// Gives the terminal back for a while, for an editor: it is cooked and standard error is the real one.
void ct_leave(void);

// Takes the terminal over again after ct_leave; the size may have changed. Repaints with the next flush.
void ct_enter(void);

// Ctrl-Z: leaves, stops the process group, and enters again when it is continued.
void ct_suspend(void);

// Closes, then ends the process by the signal, for CT_EVENT_TERMINATE.
void ct_die(int signal_number);

// MARK: Properties

typedef struct {
  int rows, columns;
} ct_size;

// The size as of the last ct_open, ct_enter or CT_EVENT_RESIZE.
ct_size ct_get_size(void);

typedef struct {
  int colors;  // 0, 8, 16, 256 or more; NO_COLOR is the caller's business
  bool utf8;   // whether the locale's character set is UTF-8
} ct_capabilities;

ct_capabilities ct_get_capabilities(void);

// MARK: Drawing

enum { CT_BOLD = 1, CT_DIM = 2, CT_UNDERLINE = 4, CT_REVERSE = 8, CT_ITALIC = 16 };

typedef struct {
  int16_t foreground, background;  // an entry of the palette, or -1 for the terminal's own
  uint8_t attributes;              // CT_BOLD | ...
} ct_style;

// Puts one character (a base with its marks, in UTF-8, `width` columns: 1 or 2) on the next frame.
// A character that the locale cannot show in that width becomes a question mark. Outside the screen: nothing.
void ct_put(int row, int column, const char *utf8, size_t length, int width, ct_style style);

// Shows the frame.
void ct_flush(void);

// Writes every cell anew with the next flush (Ctrl-L).
void ct_repaint(void);

// Shows the cursor at a position, or hides it if `row` is negative. It is hidden at first.
void ct_set_cursor(int row, int column);

// Switches mouse reports on or off.
void ct_set_mouse(bool enabled);

// Asks the terminal to put text on the clipboard (OSC 52). Text beyond 64 KiB is not sent.
void ct_copy(const char *text, size_t length);

// MARK: Events

typedef enum {
  CT_EVENT_NONE = 0,
  CT_EVENT_CHARACTER,    // `code` is a Unicode scalar
  CT_EVENT_CONTROL,      // Ctrl and a letter: `code` is 'a'...'z'. SIGINT gives 'c', SIGTSTP 'z'.
  CT_EVENT_UP,
  CT_EVENT_DOWN,
  CT_EVENT_LEFT,
  CT_EVENT_RIGHT,
  CT_EVENT_PAGE_UP,
  CT_EVENT_PAGE_DOWN,
  CT_EVENT_HOME,
  CT_EVENT_END,
  CT_EVENT_ENTER,        // also Ctrl-M and Ctrl-J
  CT_EVENT_ESCAPE,
  CT_EVENT_TAB,          // also Ctrl-I
  CT_EVENT_BACK_TAB,
  CT_EVENT_BACKSPACE,    // also Ctrl-H
  CT_EVENT_DELETE,
  CT_EVENT_MOUSE_PRESS,  // left button, at `row`, `column`
  CT_EVENT_MOUSE_RELEASE,
  CT_EVENT_WHEEL_UP,
  CT_EVENT_WHEEL_DOWN,
  CT_EVENT_PASTE_START,  // until CT_EVENT_PASTE_END the terminal sends CT_EVENT_PASTED
  CT_EVENT_PASTED,       // `code` is a Unicode scalar, '\n' or '\t': text, never a command
  CT_EVENT_PASTE_END,
  CT_EVENT_RESIZE,       // ct_get_size has changed, or all must be drawn anew (after fg); draw a full frame
  CT_EVENT_TERMINATE,    // SIGTERM, SIGHUP or the terminal is gone: clean up and ct_die(`code`).
                         // A second such signal ends the process at once.
} ct_event_kind;

typedef struct {
  ct_event_kind kind;
  uint32_t code;
  int row, column;
} ct_event;

// The next event without waiting for one; false if there is none. Waits up to 25 ms for the rest of a key
// that has arrived in part. After ct_leave there are only events of signals.
bool ct_next_event(ct_event *event);

// The next event in bytes from a terminal, for ct_next_event and for tests. Returns the bytes taken, 0 if
// more are needed to decide. `is_all` says that no more will come; an escape alone is then the Escape key.
// Bytes that mean nothing are taken with CT_EVENT_NONE.
size_t ct_parse_event(const unsigned char *bytes, size_t length, bool is_all, bool in_paste, ct_event *event);

// Decodes one scalar; returns the bytes taken, 0 if more are needed. What is not UTF-8 gives U+FFFD.
size_t ct_decode_utf8(const unsigned char *bytes, size_t length, uint32_t *scalar);

// Waits until the terminal or a signal has an event, or one of the descriptors can be read (or is closed at
// the other end), or the time is over. `ready[i]` tells which. A negative timeout waits for ever.
// Returns the number of ready descriptors plus one if there may be an event, 0 after the timeout.
// Descriptors that `select` cannot take (FD_SETSIZE and above, or negative) are never ready.
int ct_wait(const int *descriptors, bool *ready, int count, int timeout_milliseconds);

#endif
