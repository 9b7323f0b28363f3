/* schema_keywords.h - a function for each keyword, and what they share.
 *
 * A function of ct_keyword_compile's kind judges the keyword's value and adds
 * a rule to the node that is built. A mistake is noted; nothing else happens
 * then, since a schema with mistakes is never run.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_KEYWORDS_H
#define CT_LANG_SCHEMA_SCHEMA_KEYWORDS_H

#include "lang/regex/regex.h"
#include "lang/schema/schema_compiler.h"

/* Adds a rule of the current keyword; the caller completes it at once.
 * types: the values that it applies to, bits of CT_ON() */
ct_rule *ct_add_rule(ct_building *b, unsigned types, ct_rule_check *check);

/* Adds a rule with a size, which must be an integer of 0 or more. The second only reads the size.
 */
void ct_add_size_rule(ct_compiler *c, ct_building *b, const json_t *value, unsigned types,
                      ct_rule_check *check);
bool ct_read_size(ct_compiler *c, const ct_building *b, const json_t *value, size_t *size);

/* Returns the node of the keyword's value, or of the part of it that `token` names. */
const ct_node *ct_sub(ct_compiler *c, ct_building *b, const json_t *schema, const char *token,
                      size_t size);

/* Compiles an array of schemas. Returns NULL after reporting that it is not one. */
const ct_node_list *ct_sub_list(ct_compiler *c, ct_building *b, const json_t *schemas);

/* Compiles a pattern of ECMA-262. Returns NULL after reporting what is wrong with it. */
const ct_regex *ct_compile_regex(ct_compiler *c, const ct_building *b, const char *text,
                                 size_t size);

/* "#/properties/id/minimum" */
const char *ct_keyword_location(ct_compiler *c, const ct_building *b);

/* "'#/minimum' must be a number, found a string"; both return false. */
bool ct_must_be(ct_compiler *c, const ct_building *b, const json_t *found, const char *what);
bool ct_wrong(ct_compiler *c, const ct_building *b, ct_error_code code, const char *format, ...)
    CT_PRINTF(4, 5);

ct_keyword_compile ct_compile_ref;
ct_keyword_compile ct_compile_dynamic_ref;
ct_keyword_compile ct_compile_all_of;
ct_keyword_compile ct_compile_any_of;
ct_keyword_compile ct_compile_one_of;
ct_keyword_compile ct_compile_not;
ct_keyword_compile ct_compile_if;
ct_keyword_compile ct_compile_branch;

ct_keyword_compile ct_compile_type;
ct_keyword_compile ct_compile_const;
ct_keyword_compile ct_compile_enum;
ct_keyword_compile ct_compile_multiple_of;
ct_keyword_compile ct_compile_maximum;
ct_keyword_compile ct_compile_minimum;
ct_keyword_compile ct_compile_exclusive_maximum;
ct_keyword_compile ct_compile_exclusive_minimum;

ct_keyword_compile ct_compile_max_length;
ct_keyword_compile ct_compile_min_length;
ct_keyword_compile ct_compile_pattern;
ct_keyword_compile ct_compile_format;

ct_keyword_compile ct_compile_properties;
ct_keyword_compile ct_compile_pattern_properties;
ct_keyword_compile ct_compile_additional_properties;
ct_keyword_compile ct_compile_unevaluated_properties;
ct_keyword_compile ct_compile_property_names;

ct_keyword_compile ct_compile_required;
ct_keyword_compile ct_compile_dependent_required;
ct_keyword_compile ct_compile_dependent_schemas;
ct_keyword_compile ct_compile_dependencies;
ct_keyword_compile ct_compile_max_properties;
ct_keyword_compile ct_compile_min_properties;

ct_keyword_compile ct_compile_prefix_items;
ct_keyword_compile ct_compile_items;
ct_keyword_compile ct_compile_additional_items;
ct_keyword_compile ct_compile_contains;
ct_keyword_compile ct_compile_contains_bound;
ct_keyword_compile ct_compile_max_items;
ct_keyword_compile ct_compile_min_items;
ct_keyword_compile ct_compile_unique_items;
ct_keyword_compile ct_compile_unevaluated_items;

#endif
