/* schema_keywords.h - a function for each keyword, and their common helpers.
 *
 * A function of the type ct_keyword_compile checks the keyword's value and adds
 * a rule to the node that is built. It reports all errors in the value; whether it
 * adds a rule then has no effect, because a schema with errors is discarded.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_KEYWORDS_H
#define CT_LANG_SCHEMA_SCHEMA_KEYWORDS_H

#include "lang/regex/regex.h"
#include "lang/schema/schema_compiler.h"

/* Adds a rule of the current keyword, with the weight 2.
 * types: of the values to which it applies, bits CT_ON()
 * Returns the rule, in which the caller sets `with`. It is copied into the node after all
 * keywords. */
ct_rule *ct_add_rule(ct_building *b, unsigned types, ct_rule_check *check);

/* Add a rule with a size, or only read the size. The value must be an integer of 0 or more, such
 * as 2 or 2.0 (2020-12 validation section 6.3.1); one that exceeds an int64_t is read as
 * SIZE_MAX. ct_read_size() returns false after reporting an error. */
void ct_add_size_rule(ct_compiler *c, ct_building *b, const json_t *value, unsigned types,
                      ct_rule_check *check);
bool ct_read_size(ct_compiler *c, const ct_building *b, const json_t *value, size_t *size);

/* Returns the node of a schema in the keyword's value; it is compiled later. Never NULL.
 * schema: the value, or a part of it
 * token:  the name or index of the part, of `size` bytes, unescaped; NULL: the value itself */
const ct_node *ct_sub(ct_compiler *c, ct_building *b, const json_t *schema, const char *token,
                      size_t size);

/* Returns the nodes of an array of schemas, in the tree's arena. Returns NULL after reporting
 * that the value is not an array or is empty. */
const ct_node_list *ct_sub_list(ct_compiler *c, ct_building *b, const json_t *schemas);

/* Compiles a pattern of ECMA-262 into the tree's arena. Returns NULL after reporting its error. */
const ct_regex *ct_compile_regex(ct_compiler *c, const ct_building *b, const char *text,
                                 size_t size);

/* Returns the location of the current keyword, "#/properties/id/minimum", in the arena of the
 * diagnostics. */
const char *ct_keyword_location(ct_compiler *c, const ct_building *b);

/* Report an error of the current keyword: "'#/minimum' must be a number, found a string", or its
 * location and a message. Both always return false.
 * what: a noun phrase */
bool ct_must_be(ct_compiler *c, const ct_building *b, const json_t *found, const char *what);
bool ct_wrong(ct_compiler *c, const ct_building *b, ct_error_code code, const char *format, ...)
    CT_PRINTF(4, 5);

/* schema_applicators.c: references (2020-12 core section 8.2.3), and keywords for subschemas of
 * the same value (section 10.2). ct_compile_branch: then, else. */
ct_keyword_compile ct_compile_ref;
ct_keyword_compile ct_compile_dynamic_ref;
ct_keyword_compile ct_compile_all_of;
ct_keyword_compile ct_compile_any_of;
ct_keyword_compile ct_compile_one_of;
ct_keyword_compile ct_compile_not;
ct_keyword_compile ct_compile_if;
ct_keyword_compile ct_compile_branch;

/* schema_assertions.c: 2020-12 validation sections 6.1 and 6.2. Numbers are compared exactly. */
ct_keyword_compile ct_compile_type;
ct_keyword_compile ct_compile_const;
ct_keyword_compile ct_compile_enum;
ct_keyword_compile ct_compile_multiple_of;
ct_keyword_compile ct_compile_maximum;
ct_keyword_compile ct_compile_minimum;
ct_keyword_compile ct_compile_exclusive_maximum;
ct_keyword_compile ct_compile_exclusive_minimum;

/* schema_strings.c: validation section 6.3, with lengths in characters, and section 7. */
ct_keyword_compile ct_compile_max_length;
ct_keyword_compile ct_compile_min_length;
ct_keyword_compile ct_compile_pattern;
ct_keyword_compile ct_compile_format;

/* schema_objects.c: core section 10.3.2, and section 11.3 for unevaluatedProperties. */
ct_keyword_compile ct_compile_properties;
ct_keyword_compile ct_compile_pattern_properties;
ct_keyword_compile ct_compile_additional_properties;
ct_keyword_compile ct_compile_unevaluated_properties;
ct_keyword_compile ct_compile_property_names;

/* schema_required.c: validation section 6.5, and dependentSchemas (core section 10.2.2.4).
 * dependencies: draft-07 only, validation section 6.5.7. */
ct_keyword_compile ct_compile_required;
ct_keyword_compile ct_compile_dependent_required;
ct_keyword_compile ct_compile_dependent_schemas;
ct_keyword_compile ct_compile_dependencies;
ct_keyword_compile ct_compile_max_properties;
ct_keyword_compile ct_compile_min_properties;

/* schema_arrays.c: core section 10.3.1, validation section 6.4, and core section 11.2 for
 * unevaluatedItems. additionalItems: draft-07 only. ct_compile_contains_bound: minContains,
 * maxContains. */
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
