#ifndef CTERMINAL_H
#define CTERMINAL_H
int ct_version(void);
#endif
