// What the reader of pages knows before it reads one: see ../README.md.
#ifndef EXTRACT_DATA_H
#define EXTRACT_DATA_H

#include <stddef.h>

extern const unsigned char *const extract_data_chinese_rules;
extern const size_t extract_data_chinese_rules_count;
extern const unsigned char *const extract_data_news_rules;
extern const size_t extract_data_news_rules_count;
extern const unsigned char *const extract_data_relations_rules;
extern const size_t extract_data_relations_rules_count;
extern const unsigned char *const extract_data_divisions;
extern const size_t extract_data_divisions_count;
extern const unsigned char *const extract_data_tagger;
extern const size_t extract_data_tagger_count;

#endif
