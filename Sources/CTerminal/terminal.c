#include "CTerminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// <term.h> defines macros with everyday names, so what is needed of it is declared here.
extern int setupterm(const char *term, int descriptor, int *error);
extern char *tigetstr(const char *name);

#define PAIR_COLORS 257  // the palette and the terminal's own color
#define ESCAPE_DELAY_MILLISECONDS 25

static const int fatal_signals[] = {SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGBUS};
static const int handled_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP};
#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static struct {
  SCREEN *screen;
  ct_options options;
  volatile sig_atomic_t is_open;  // the screen belongs to us, though perhaps left for a while
  volatile sig_atomic_t is_up;    // the terminal is raw and shows our screen
  volatile sig_atomic_t is_terminating;
  struct termios cooked;
  ct_size size;
  int colors;
  bool utf8;
  bool exit_hook_installed;

  // Color pairs are made when first used; 0 is the terminal's own and stands for "not made yet", too.
  int pairs[PAIR_COLORS * PAIR_COLORS];
  int next_pair, pair_limit;

  int cursor_row, cursor_column;
  int signal_pipe[2];
  struct sigaction old_fatal[COUNT(fatal_signals)];
  struct sigaction old_handled[COUNT(handled_signals)];

  int real_stderr, captured_stderr;
  char restore[256];  // what gives the terminal back, prepared for signal handlers
  size_t restore_length;

  unsigned char input[4096];
  size_t input_start, input_end;
  bool in_paste;
  bool hung_up;
} t = {.signal_pipe = {-1, -1}, .real_stderr = -1, .captured_stderr = -1};

// MARK: Helpers that signal handlers may use

static void write_all(int descriptor, const void *bytes, size_t length) {
  const char *next = bytes;
  while (length > 0) {
    ssize_t written = write(descriptor, next, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    next += written;
    length -= (size_t)written;
  }
}

static void write_text(const char *text) { write_all(STDOUT_FILENO, text, strlen(text)); }

static void restore_stderr(void) {
  if (t.real_stderr >= 0) dup2(t.real_stderr, STDERR_FILENO);
}

// Prints what was written to standard error while the screen was up.
static void replay_stderr(void) {
  if (t.captured_stderr < 0) return;
  char buffer[4096];
  off_t position = 0;
  ssize_t count;
  while ((count = pread(t.captured_stderr, buffer, sizeof buffer, position)) > 0) {
    write_all(STDERR_FILENO, buffer, (size_t)count);
    position += count;
  }
  if (ftruncate(t.captured_stderr, 0) == 0) lseek(t.captured_stderr, 0, SEEK_SET);
}

// Gives the terminal back without curses.
static void emergency_restore(void) {
  if (!t.is_up) return;
  t.is_up = 0;
  write_all(STDOUT_FILENO, t.restore, t.restore_length);
  tcsetattr(STDIN_FILENO, TCSANOW, &t.cooked);
  restore_stderr();
  replay_stderr();
}

static void handle_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  emergency_restore();
  for (int i = 0; i < COUNT(fatal_signals); i++)
    if (fatal_signals[i] == number) sigaction(number, &t.old_fatal[i], NULL);
  if (info->si_code <= 0 || info->si_code == SI_USER || number == SIGTRAP) {
    // Sent by a process, perhaps this one, or a trap behind which the program would go on: returning would
    // not repeat it. Whoever was in charge before us gets it now, and if that one returns, the system.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    signal(number, SIG_DFL);
    raise(number);
  }
  // A fault of the processor happens again, at the same place, under the handler that was there before us.
  errno = saved;
}

static void handle_signal(int number) {
  int saved = errno;
  if ((number == SIGTERM || number == SIGHUP) && t.is_terminating++) {
    emergency_restore();
    signal(number, SIG_DFL);
    raise(number);
  }
  unsigned char byte = (unsigned char)number;
  if (write(t.signal_pipe[1], &byte, 1) < 0) {
    // The pipe is full: there are signals enough to look at.
  }
  errno = saved;
}

// MARK: Signals

static void install_all(struct sigaction action, const int *numbers, int count, struct sigaction *old) {
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < count; i++) sigaction(numbers[i], &action, &old[i]);
}

static void install_signals(void) {
  static char stack[64 * 1024];
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&own, NULL);
  }
  install_all(
      (struct sigaction){.sa_handler = handle_signal, .sa_flags = SA_RESTART}, handled_signals,
      COUNT(handled_signals), t.old_handled);
  install_all(
      (struct sigaction){.sa_sigaction = handle_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK}, fatal_signals,
      COUNT(fatal_signals), t.old_fatal);
}

static void remove_signals(void) {
  for (int i = 0; i < COUNT(handled_signals); i++) sigaction(handled_signals[i], &t.old_handled[i], NULL);
  for (int i = 0; i < COUNT(fatal_signals); i++) sigaction(fatal_signals[i], &t.old_fatal[i], NULL);
}

// MARK: Opening and closing

const char *ct_status_message(ct_status status) {
  switch (status) {
    case CT_OK: return "no error";
    case CT_NOT_A_TERMINAL: return "standard input or output is not a terminal";
    case CT_UNKNOWN_TERMINAL: return "TERM is not set or names a terminal that is not described here";
    case CT_POOR_TERMINAL: return "the terminal cannot move the cursor or clear the screen";
    case CT_SYSTEM_ERROR: return "the terminal could not be set up";
  }
  return "unknown error";
}

static void set_close_on_exec(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

static bool open_signal_pipe(void) {
  if (pipe(t.signal_pipe) != 0) return false;
  for (int i = 0; i < 2; i++) {
    set_close_on_exec(t.signal_pipe[i]);
    fcntl(t.signal_pipe[i], F_SETFL, O_NONBLOCK);
  }
  return true;
}

static bool open_capture(void) {
  const char *directory = getenv("TMPDIR");
  char path[1024];
  if (!directory || !*directory) directory = "/tmp";
  int length = snprintf(path, sizeof path, "%s/codelab-stderr-XXXXXX", directory);
  if (length < 0 || (size_t)length >= sizeof path) return false;
  t.captured_stderr = mkstemp(path);
  if (t.captured_stderr < 0) return false;
  unlink(path);
  fcntl(t.captured_stderr, F_SETFL, O_APPEND);
  set_close_on_exec(t.captured_stderr);
  t.real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  return t.real_stderr >= 0;
}

static void close_descriptor(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

static void release(void) {
  close_descriptor(&t.signal_pipe[0]);
  close_descriptor(&t.signal_pipe[1]);
  close_descriptor(&t.captured_stderr);
  close_descriptor(&t.real_stderr);
}

static void append_restore(const char *bytes) {
  if (!bytes || bytes == (char *)-1) return;
  // Padding such as $<5> is for terminals of the past; it ends what can be sent as it is.
  for (; *bytes && !(bytes[0] == '$' && bytes[1] == '<') && t.restore_length < sizeof t.restore; bytes++)
    t.restore[t.restore_length++] = *bytes;
}

static void prepare_restore(void) {
  t.restore_length = 0;
  append_restore("\033[?2026l\033[?1006l\033[?1000l\033[?2004l");
  append_restore(tigetstr("sgr0"));
  append_restore(tigetstr("op"));
  append_restore(tigetstr("rmkx"));
  append_restore(tigetstr("cnorm"));
  append_restore(tigetstr("rmcup"));
}

static void enter_modes(void) {
  write_text("\033[?2004h");
  write_text(t.options.mouse ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
  dup2(t.captured_stderr, STDERR_FILENO);
  t.is_up = 1;
}

static void leave_modes(void) {
  write_text("\033[?1006l\033[?1000l\033[?2004l");
  restore_stderr();
}

static void read_size(void) {
  struct winsize found;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &found) == 0 && found.ws_row > 0 && found.ws_col > 0)
    resizeterm(found.ws_row, found.ws_col);
  t.size = (ct_size){.rows = LINES, .columns = COLS};
}

static void start_colors(void) {
  t.colors = has_colors() && start_color() == OK && use_default_colors() == OK ? COLORS : 0;
  memset(t.pairs, 0, sizeof t.pairs);
  t.next_pair = 1;
  t.pair_limit = COLOR_PAIRS;
#if !(NCURSES_VERSION_PATCH >= 20170401)
  if (t.pair_limit > 32767) t.pair_limit = 32767;
#endif
}

ct_status ct_open(ct_options options) {
  if (t.is_open) return CT_OK;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CT_NOT_A_TERMINAL;
  if (tcgetattr(STDIN_FILENO, &t.cooked) != 0) return CT_NOT_A_TERMINAL;
  const char *name = getenv("TERM");
  int error;
  if (!name || !*name || setupterm(name, STDOUT_FILENO, &error) != OK) return CT_UNKNOWN_TERMINAL;
  const char *move = tigetstr("cup"), *clear_screen = tigetstr("clear");
  if (!move || move == (char *)-1 || !clear_screen || clear_screen == (char *)-1) return CT_POOR_TERMINAL;

  setlocale(LC_CTYPE, "");
  t.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  t.options = options;
  t.input_start = t.input_end = 0;
  t.in_paste = t.hung_up = false;
  t.is_terminating = 0;
  t.cursor_row = -1;
  prepare_restore();
  if (!open_signal_pipe() || !open_capture()) {
    release();
    return CT_SYSTEM_ERROR;
  }
  install_signals();  // before curses does, which leaves handlers alone that it finds
  fflush(stdout);
  t.screen = newterm(NULL, stdout, stdin);
  if (!t.screen) {
    remove_signals();
    release();
    return CT_SYSTEM_ERROR;
  }
  t.is_open = 1;
  if (!t.exit_hook_installed) t.exit_hook_installed = atexit(ct_close) == 0;
  raw();
  noecho();
  nonl();
  typeahead(-1);  // we read the keys: curses must not look for them
  leaveok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  start_colors();
  def_prog_mode();
  curs_set(0);
  clear();
  refresh();
  enter_modes();
  read_size();
  return CT_OK;
}

void ct_leave(void) {
  if (!t.is_up) return;
  leave_modes();
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &t.cooked);
  t.is_up = 0;
}

void ct_enter(void) {
  if (!t.is_open) return;
  reset_prog_mode();
  read_size();
  clearok(curscr, TRUE);
  curs_set(t.cursor_row < 0 ? 0 : 1);
  doupdate();
  enter_modes();
}

void ct_close(void) {
  if (!t.is_open) return;
  ct_leave();
  t.is_open = 0;
  remove_signals();
  restore_stderr();
  replay_stderr();
  delscreen(t.screen);
  t.screen = NULL;
  release();
}

void ct_suspend(void) {
  if (!t.is_up) return;
  ct_leave();
  struct sigaction stop, go;
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(SIGTSTP, &standard, &stop);
  sigaction(SIGCONT, &standard, &go);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &stop, NULL);
  sigaction(SIGCONT, &go, NULL);
  ct_enter();
  handle_signal(SIGWINCH);  // the size may be another, and all must be drawn
}

void ct_die(int number) {
  ct_close();
  signal(number, SIG_DFL);
  raise(number);
  _exit(128 + number);
}

// MARK: Properties

ct_size ct_get_size(void) { return t.size; }

ct_capabilities ct_get_capabilities(void) { return (ct_capabilities){.colors = t.colors, .utf8 = t.utf8}; }

// MARK: Drawing

static int color_pair(ct_style style) {
  int foreground = style.foreground < t.colors ? style.foreground : -1;
  int background = style.background < t.colors ? style.background : -1;
  if (t.colors == 0 || (foreground < 0 && background < 0)) return 0;
  int *pair = &t.pairs[(foreground + 1) * PAIR_COLORS + background + 1];
  if (*pair == 0 && t.next_pair < t.pair_limit) {
#if NCURSES_VERSION_PATCH >= 20170401
    init_extended_pair(t.next_pair, foreground, background);
#else
    init_pair((short)t.next_pair, (short)foreground, (short)background);
#endif
    *pair = t.next_pair++;
  }
  return *pair;
}

static attr_t curses_attributes(uint8_t attributes) {
  attr_t result = A_NORMAL;
  if (attributes & CT_BOLD) result |= A_BOLD;
  if (attributes & CT_DIM) result |= A_DIM;
  if (attributes & CT_UNDERLINE) result |= A_UNDERLINE;
  if (attributes & CT_REVERSE) result |= A_REVERSE;
#ifdef A_ITALIC
  if (attributes & CT_ITALIC) result |= A_ITALIC;
#endif
  return result;
}

static void put_wide(int row, int column, const wchar_t *text, ct_style style) {
  cchar_t cell;
  int pair = color_pair(style);
#if NCURSES_VERSION_PATCH >= 20170401
  setcchar(&cell, text, curses_attributes(style.attributes), (short)(pair > 32767 ? 0 : pair), &pair);
#else
  setcchar(&cell, text, curses_attributes(style.attributes), (short)pair, NULL);
#endif
  mvadd_wch(row, column, &cell);
}

void ct_put(int row, int column, const char *utf8, size_t length, int width, ct_style style) {
  if (!t.is_up || row < 0 || column < 0 || row >= t.size.rows || column + width > t.size.columns) return;
  wchar_t text[CCHARW_MAX + 1] = {0};
  int count = 0;
  while (length > 0 && count < CCHARW_MAX) {
    uint32_t scalar;
    size_t taken = ct_decode_utf8((const unsigned char *)utf8, length, &scalar);
    if (taken == 0) break;
    // Marks that the C library does not know as such would take a column of their own.
    if (count == 0 || wcwidth((wchar_t)scalar) == 0) text[count++] = (wchar_t)scalar;
    utf8 += taken;
    length -= taken;
  }
  if (count == 0 || text[0] < 32 || wcwidth(text[0]) != width) {
    put_wide(row, column, L"?", style);
    if (width == 2) put_wide(row, column + 1, L" ", style);
    return;
  }
  put_wide(row, column, text, style);
}

void ct_flush(void) {
  if (!t.is_up) return;
  if (t.cursor_row >= 0) move(t.cursor_row, t.cursor_column);
  wnoutrefresh(stdscr);
  if (t.options.synchronized) write_text("\033[?2026h");
  doupdate();
  if (t.options.synchronized) write_text("\033[?2026l");
}

void ct_repaint(void) { clearok(curscr, TRUE); }

void ct_set_cursor(int row, int column) {
  bool was_visible = t.cursor_row >= 0;
  t.cursor_row = row;
  t.cursor_column = column;
  if (was_visible != (row >= 0)) curs_set(row >= 0 ? 1 : 0);
}

void ct_set_mouse(bool enabled) {
  t.options.mouse = enabled;
  if (t.is_up) write_text(enabled ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

void ct_copy(const char *text, size_t length) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (!t.is_up || length > 64 * 1024) return;
  const unsigned char *bytes = (const unsigned char *)text;
  write_text("\033]52;c;");
  for (size_t i = 0; i < length; i += 3) {
    size_t count = length - i < 3 ? length - i : 3;
    uint32_t group = (uint32_t)bytes[i] << 16;
    if (count > 1) group |= (uint32_t)bytes[i + 1] << 8;
    if (count > 2) group |= bytes[i + 2];
    char encoded[4] = {digits[group >> 18], digits[group >> 12 & 63], digits[group >> 6 & 63], digits[group & 63]};
    for (size_t k = count + 1; k < sizeof encoded; k++) encoded[k] = '=';
    write_all(STDOUT_FILENO, encoded, sizeof encoded);
  }
  write_text("\a");
}

// MARK: Events

static bool input_is_waiting(int milliseconds) {
  if (t.hung_up) return false;
  fd_set set;
  FD_ZERO(&set);
  FD_SET(STDIN_FILENO, &set);
  struct timeval timeout = {.tv_usec = milliseconds * 1000};
  return select(STDIN_FILENO + 1, &set, NULL, NULL, &timeout) > 0;
}

static void fill_input(void) {
  memmove(t.input, t.input + t.input_start, t.input_end - t.input_start);
  t.input_end -= t.input_start;
  t.input_start = 0;
  ssize_t count = read(STDIN_FILENO, t.input + t.input_end, sizeof t.input - t.input_end);
  if (count > 0) {
    t.input_end += (size_t)count;
  } else if (count == 0 || errno == EIO) {
    t.hung_up = true;
    handle_signal(SIGHUP);
  }
}

// After SIGSTOP and fg: the shell has changed the terminal's modes and written on our screen.
static void reenter(void) {
  endwin();
  ct_enter();
}

static bool next_signal_event(ct_event *event) {
  unsigned char number;
  while (t.signal_pipe[0] >= 0 && read(t.signal_pipe[0], &number, 1) == 1) {
    switch (number) {
      case SIGCONT:
        if (!t.is_up) continue;
        reenter();
        event->kind = CT_EVENT_RESIZE;
        return true;
      case SIGWINCH:
        if (!t.is_up) continue;
        read_size();
        clearok(curscr, TRUE);
        event->kind = CT_EVENT_RESIZE;
        return true;
      case SIGINT: case SIGTSTP:
        event->kind = CT_EVENT_CONTROL;
        event->code = number == SIGINT ? 'c' : 'z';
        return true;
      default:
        event->kind = CT_EVENT_TERMINATE;
        event->code = number;
        return true;
    }
  }
  return false;
}

bool ct_next_event(ct_event *event) {
  *event = (ct_event){.kind = CT_EVENT_NONE};
  bool is_all = false;
  for (;;) {
    if (next_signal_event(event)) return true;
    if (!t.is_up) return false;  // the keys are another program's
    size_t length = t.input_end - t.input_start;
    if (length == sizeof t.input) is_all = true;
    size_t taken = ct_parse_event(t.input + t.input_start, length, is_all, t.in_paste, event);
    is_all = false;
    t.input_start += taken;
    if (event->kind == CT_EVENT_PASTE_START) t.in_paste = true;
    if (event->kind == CT_EVENT_PASTE_END) t.in_paste = false;
    if (event->kind != CT_EVENT_NONE) return true;
    if (taken > 0) continue;
    if (input_is_waiting(length > 0 ? ESCAPE_DELAY_MILLISECONDS : 0)) {
      fill_input();
    } else if (length > 0) {
      is_all = true;
    } else {
      return false;
    }
  }
}

int ct_wait(const int *descriptors, bool *ready, int count, int timeout_milliseconds) {
  fd_set set;
  FD_ZERO(&set);
  int highest = -1;
  for (int i = -2; i < count; i++) {
    int descriptor = i == -2 ? (t.is_up && !t.hung_up ? STDIN_FILENO : -1)
                     : i == -1 ? t.signal_pipe[0] : descriptors[i];
    if (i >= 0) ready[i] = false;
    if (descriptor < 0 || descriptor >= FD_SETSIZE) continue;
    FD_SET(descriptor, &set);
    if (descriptor > highest) highest = descriptor;
  }
  bool has_input = t.input_end > t.input_start;
  int wait = has_input ? 0 : timeout_milliseconds;
  struct timeval timeout = {.tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000};
  int found = select(highest + 1, &set, NULL, NULL, wait < 0 ? NULL : &timeout);
  // A signal has come: its byte is in the pipe.
  if (found < 0) return errno == EINTR ? 1 : 0;
  int result = 0;
  for (int i = 0; i < count; i++) {
    if (descriptors[i] < 0 || descriptors[i] >= FD_SETSIZE) continue;
    ready[i] = FD_ISSET(descriptors[i], &set);
    result += ready[i];
  }
  bool has_event = has_input || (t.is_up && !t.hung_up && FD_ISSET(STDIN_FILENO, &set)) ||
                   (t.signal_pipe[0] >= 0 && FD_ISSET(t.signal_pipe[0], &set));
  return result + has_event;
}
