#include "cli/not_applicable.h"

#include <stdio.h>

#include "base/utf8.h"
#include "lang/json/json.h"

static const json_t *find(const json_t *claims, const char *object, const char *name)
{
    return json_object_get(json_object_get(claims, object), name);
}

static long long count_of(const json_t *claims, const char *kind, const char *name)
{
    return json_integer_value(json_object_get(find(claims, "notApplicable", kind), name));
}

static void print_names(const char *label, const json_t *names)
{
    size_t index;
    const json_t *name;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    json_array_foreach(names, index, name)
    {
        ct_buf_text(&text, index ? ", " : "");
        ct_show_text(&text, json_string_value(name) ? json_string_value(name) : "?",
                     json_string_value(name) ? json_string_length(name) : 1);
    }
    if (text.size)
        printf("  %s: %s\n", label, ct_buf_str(&text));
    ct_buf_free(&text);
}

void ct_print_not_applicable(const json_t *claims)
{
    const json_t *missing = find(claims, "capabilities", "missing");
    long long const requirements = count_of(claims, "requirements", "count");
    long long const tests = count_of(claims, "tests", "count");
    if (!requirements && !tests && !json_array_size(missing))
        return;
    printf("not applicable: %lld of %lld requirements, %lld of %lld cases\n", requirements,
           count_of(claims, "requirements", "of"), tests, count_of(claims, "tests", "of"));
    print_names("mandatory capabilities that are not declared", missing);
    print_names("capabilities that are not declared", find(claims, "capabilities", "declined"));
    print_names("requirements", find(claims, "requirements", "not applicable"));
    print_names("cases", json_object_get(claims, "notApplicableTests"));
}

static void put(json_t *all, const char *name, const json_t *list)
{
    if (json_is_array(list))
        json_object_set(all, name, ct_json_iterable(list));
}

json_t *ct_not_applicable_json(const json_t *claims)
{
    json_t *all = json_object();
    put(all, "missing_capabilities", find(claims, "capabilities", "missing"));
    put(all, "undeclared_capabilities", find(claims, "capabilities", "declined"));
    put(all, "requirements", find(claims, "requirements", "not applicable"));
    put(all, "cases", json_object_get(claims, "notApplicableTests"));
    json_object_set_new(all, "requirement_count",
                        json_integer(count_of(claims, "requirements", "count")));
    json_object_set_new(all, "of_requirements",
                        json_integer(count_of(claims, "requirements", "of")));
    json_object_set_new(all, "case_count", json_integer(count_of(claims, "tests", "count")));
    json_object_set_new(all, "of_cases", json_integer(count_of(claims, "tests", "of")));
    return all;
}
