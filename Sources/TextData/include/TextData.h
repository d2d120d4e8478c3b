// Tables that are embedded as bytes: a Swift literal of their size would take minutes to compile.
#ifndef TEXT_DATA_H
#define TEXT_DATA_H
#include <stddef.h>

#endif
