#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H

// Counts what one thread allocates, for tests that promise that it allocates nothing.

// Watches the calling thread from now on.
void ac_begin(void);

// Stops watching and gives the number of allocations since ac_begin.
long ac_end(void);

#endif
