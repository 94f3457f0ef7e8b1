#include "CTerminal.h"
#include <curses.h>
int ct_version(void) { return NCURSES_VERSION_PATCH; }
