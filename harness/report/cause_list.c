#include "report/cause_list.h"

#include <string.h>

#include "lang/yaml/bind.h"
#include "report/print.h"

enum { VALUE_LIMIT = 400, NAME_LIMIT = 300 };

size_t ct_cause_count(const ct_cause *causes)
{
    size_t count = 0;
    for (; causes; causes = causes->next)
        count++;
    return count;
}

static bool is_new_case(const ct_cause_case *one, const ct_cause_case *before)
{
    return !before || strcmp(one->name, before->name);
}

size_t ct_cause_case_count(const ct_cause *cause)
{
    const ct_cause_case *before = NULL;
    size_t count = 0;
    for (const ct_cause_case *one = cause->cases; one; before = one, one = one->next)
        count += is_new_case(one, before);
    return count;
}

void ct_cause_index(ct_arena *arena, const ct_cause *causes, ct_map *index)
{
    for (; causes; causes = causes->next)
        for (const ct_cause_case *one = causes->cases; one; one = one->next)
            if (!ct_map_find(index, one->name, strlen(one->name)))
                ct_map_put(arena, index, one->name, strlen(one->name), causes);
}

static void add_fact(ct_buf *out, const char *label, const char *text)
{
    if (!text)
        return;
    ct_buf_printf(out, "   %-10s ", label);
    ct_print_text(out, text, VALUE_LIMIT);
    ct_buf_char(out, '\n');
}

static void add_violated(ct_buf *out, const ct_cause *cause)
{
    const char *label = "   violates   ";
    for (const ct_name *id = cause->violates; id; id = id->next, label = ", ") {
        ct_buf_text(out, label);
        ct_print_text(out, id->text, NAME_LIMIT);
    }
    if (cause->violates)
        ct_buf_char(out, '\n');
}

static void add_cause(ct_buf *out, const ct_cause *cause)
{
    size_t const cases = ct_cause_case_count(cause);
    const ct_cause_case *before = NULL;
    ct_buf_printf(out, "\n%u  %zu case%s: ", cause->id, cases, cases == 1 ? "" : "s");
    ct_print_text(out, cause->text, VALUE_LIMIT);
    ct_buf_char(out, '\n');
    add_fact(out, "expected", cause->expected);
    add_fact(out, "received", cause->actual);
    if (cause->follows)
        ct_buf_printf(out, "   probably a consequence of cause %u\n", cause->follows);
    add_violated(out, cause);
    for (const ct_cause_case *one = cause->cases; one; before = one, one = one->next) {
        if (!is_new_case(one, before))
            continue;
        ct_buf_text(out, before ? "              " : "   cases      ");
        ct_print_text(out, one->name, NAME_LIMIT);
        ct_buf_text(out, strcmp(one->name, cause->first) ? "\n" : "  (the simplest)\n");
    }
}

void ct_print_causes(ct_buf *out, const ct_run_result *run)
{
    size_t const count = ct_cause_count(run->causes);
    if (!count) {
        bool const has_failed = run->counts[CT_FAIL] || run->counts[CT_ERROR];
        ct_buf_text(out, has_failed ? "no cause was found for the failures\n"
                                    : "no causes: no case failed\n");
        return;
    }
    ct_buf_printf(out, "%zu cause%s of the failures\n", count, count == 1 ? "" : "s");
    for (const ct_cause *cause = run->causes; cause; cause = cause->next)
        add_cause(out, cause);
}
