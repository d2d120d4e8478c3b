// Tables that are embedded as bytes: a Swift literal of their size would take minutes to compile.
// make-tables.py describes their form.
#ifndef TEXT_DATA_H
#define TEXT_DATA_H
#include <stddef.h>

// Width and classes of every code point, in two stages.
extern const unsigned char *const text_data_character_classes;
extern const size_t text_data_character_classes_count;

// GB 18030: two-byte codes, then four-byte codes of the basic plane.
extern const unsigned char *const text_data_gb18030;
extern const size_t text_data_gb18030_count;

// The readings of Han characters.
extern const unsigned char *const text_data_pinyin;
extern const size_t text_data_pinyin_count;

// The compatibility forms (NFKC) of single code points.
extern const unsigned char *const text_data_compatibility;
extern const size_t text_data_compatibility_count;

#endif
