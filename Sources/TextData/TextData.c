// Embeds the tables that make-tables.py writes, which also describes their form.
#include "TextData.h"

// The compiler knows #embed in every mode of C; it only remarks that the standard has it since C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char character_classes[] = {
#embed "character-classes.bin"
};

static const unsigned char gb18030[] = {
#embed "gb18030.bin"
};

static const unsigned char pinyin[] = {
#embed "pinyin.bin"
};

static const unsigned char compatibility[] = {
#embed "compatibility.bin"
};

const unsigned char *const text_data_character_classes = character_classes;
const size_t text_data_character_classes_count = sizeof character_classes;
const unsigned char *const text_data_gb18030 = gb18030;
const size_t text_data_gb18030_count = sizeof gb18030;
const unsigned char *const text_data_pinyin = pinyin;
const size_t text_data_pinyin_count = sizeof pinyin;
const unsigned char *const text_data_compatibility = compatibility;
const size_t text_data_compatibility_count = sizeof compatibility;
