// Embeds the data files; the README beside says where each comes from.
#include "ExtractData.h"

// The compiler knows #embed in every mode of C; it only remarks that the standard has it since C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char chinese_rules[] = {
#embed "chinese.rules"
};

static const unsigned char news_rules[] = {
#embed "news.rules"
};

static const unsigned char relations_rules[] = {
#embed "relations.rules"
};

static const unsigned char divisions[] = {
#embed "divisions.bin"
};

static const unsigned char tagger[] = {
#embed "tagger.bin"
};

const unsigned char *const extract_data_chinese_rules = chinese_rules;
const size_t extract_data_chinese_rules_count = sizeof chinese_rules;
const unsigned char *const extract_data_news_rules = news_rules;
const size_t extract_data_news_rules_count = sizeof news_rules;
const unsigned char *const extract_data_relations_rules = relations_rules;
const size_t extract_data_relations_rules_count = sizeof relations_rules;
const unsigned char *const extract_data_divisions = divisions;
const size_t extract_data_divisions_count = sizeof divisions;
const unsigned char *const extract_data_tagger = tagger;
const size_t extract_data_tagger_count = sizeof tagger;
