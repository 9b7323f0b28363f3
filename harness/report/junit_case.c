#include "report/junit_case.h"

#include <string.h>

#include "base/datetime.h"
#include "base/utf8.h"
#include "lang/yaml/bind.h"
#include "report/print.h"
#include "report/xml.h"

static const ct_print_options manner = {.margin = "  ", .value_limit = CT_LIMIT_JUNIT_VALUE};

ct_junit_child ct_junit_child_of(ct_verdict verdict, bool is_strict)
{
    switch (verdict) {
    case CT_FAIL:
        return CT_JUNIT_FAILURE;
    case CT_WARN:
        return is_strict ? CT_JUNIT_FAILURE : CT_JUNIT_NOTHING;
    case CT_SKIP:
        return CT_JUNIT_SKIPPED;
    case CT_PASS:
        return CT_JUNIT_NOTHING;
    default:
        return CT_JUNIT_ERROR;
    }
}

uint64_t ct_junit_ms(uint64_t elapsed_us)
{
    return elapsed_us / 1000;
}

void ct_junit_classname(ct_buf *out, const char *suite, const char *operation)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    ct_buf name = CT_BUF(CT_LIMIT_JUNIT_CLASSNAME);
    ct_buf_printf(&name, "%s.%s", *suite ? suite : "suite", operation);
    for (size_t i = 0; i < name.size; i++)
        ct_buf_char(out, strchr(kept, name.bytes[i]) ? name.bytes[i] : '_');
    ct_buf_free(&name);
}

/* ---- Why ---- */

/* Readers treat some words in `type` as commands; these are not among them. */
static const char *error_type(const ct_case_result *result)
{
    if (result->verdict == CT_NOT_RUN)
        return "harness";
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        if (step->is_cleanup || step->verdict != CT_ERROR)
            continue;
        switch (step->code) {
        case CT_E_NETWORK:
        case CT_E_TIMEOUT:
        case CT_E_PROTOCOL:
            return "transport";
        case CT_E_NONE:
        case CT_E_MISSING:
            return "untestable";
        default:
            return "harness";
        }
    }
    return "harness";
}

static const char *child_type(const ct_case_result *result)
{
    switch (result->verdict) {
    case CT_FAIL:
        return "requirement";
    case CT_WARN:
        return "warning";
    default:
        return error_type(result);
    }
}

/* Cuts at a character, and marks the cut. */
static void cut_text(ct_buf *text)
{
    static const char note[] = "\n[cut here: the text was longer than 64 KiB]\n";
    size_t const room = CT_LIMIT_JUNIT_TEXT - sizeof note;
    if (text->size <= CT_LIMIT_JUNIT_TEXT)
        return;
    /* All of it is valid UTF-8, so only a last, broken character is lost. */
    text->size = ct_utf8_valid_size(text->bytes, room);
    ct_buf_text(text, note);
}

static void add_text(ct_buf *text, const ct_case_result *result, const char *message)
{
    const ct_case *test_case = result->test_case;
    ct_buf_text(text, message);
    ct_buf_text(text, "\ncase ");
    ct_print_text(text, test_case->full_name, CT_LIMIT_JUNIT_VALUE);
    ct_buf_text(text, ": ");
    ct_print_text(text, test_case->title, CT_LIMIT_JUNIT_VALUE);
    ct_buf_char(text, '\n');
    ct_print_requirements(text, test_case, &manner);
    ct_print_steps(text, result, false, &manner);
    cut_text(text);
}

/* ---- Elements ---- */

static void add_child(ct_buf *out, const char *element, const char *type, const ct_buf *text)
{
    size_t const line = strcspn(ct_buf_str(text), "\n");
    ct_buf message = CT_BUF(CT_LIMIT_JUNIT_MESSAGE);
    ct_buf_add(&message, ct_buf_str(text), line);
    ct_buf_printf(out, "<%s", element);
    if (type)
        ct_xml_line(out, "type", type);
    ct_xml_line(out, "message", ct_buf_str(&message));
    ct_buf_char(out, '>');
    ct_xml_text(out, ct_buf_str(text), text->size);
    ct_buf_printf(out, "</%s>", element);
    ct_buf_free(&message);
}

void ct_junit_error(ct_buf *out, const char *type, const char *text)
{
    ct_buf reported = CT_BUF(CT_BUF_ANY), line = CT_BUF(CT_BUF_ANY);
    for (const char *at = text; *at;) {
        size_t const size = strcspn(at, "\n");
        ct_buf_clear(&line);
        ct_buf_add(&line, at, size);
        ct_print_line(&reported, ct_buf_str(&line),
                      at == text ? CT_LIMIT_JUNIT_MESSAGE : CT_LIMIT_JUNIT_VALUE, "message: ");
        at += size;
        if (*at == '\n') {
            ct_buf_char(&reported, '\n');
            at++;
        }
    }
    cut_text(&reported);
    add_child(out, "error", type, &reported);
    ct_buf_free(&line);
    ct_buf_free(&reported);
}

static void add_why(ct_buf *out, const ct_case_result *result, ct_junit_child child)
{
    static const char *const elements[CT_JUNIT_CHILDREN] = {NULL, "skipped", "error", "failure"};
    ct_buf message = CT_BUF(CT_BUF_ANY), text = CT_BUF(CT_BUF_ANY);
    ct_print_message(&message, result, CT_LIMIT_JUNIT_MESSAGE);
    if (child == CT_JUNIT_SKIPPED) { /* one schema knows no type here */
        add_child(out, elements[child], NULL, &message);
    } else {
        add_text(&text, result, ct_buf_str(&message));
        add_child(out, elements[child], child_type(result), &text);
    }
    ct_buf_free(&message);
    ct_buf_free(&text);
}

/* The case's own name: the full one without its operation, so that a row keeps its [row]. */
static const char *case_name(const ct_case *test_case)
{
    size_t const size = strlen(test_case->operation->id);
    const char *name = test_case->full_name;
    bool const is_below = !strncmp(name, test_case->operation->id, size) && name[size] == '/';
    return is_below ? name + size + 1 : name;
}

void ct_junit_property(ct_buf *out, const char *margin, const char *name, const char *value)
{
    if (!value)
        return;
    ct_buf_printf(out, "%s<property", margin);
    ct_xml_line(out, "name", name);
    ct_xml_line(out, "value", value);
    ct_buf_text(out, "/>\n");
}

void ct_junit_cause(ct_buf *out, const ct_cause *cause)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "cause %u: ", cause->id);
    ct_print_text(&text, cause->text, CT_LIMIT_JUNIT_CAUSE);
    ct_buf_text(&text, "; ");
    ct_xml_value(out, ct_buf_str(&text));
    ct_buf_free(&text);
}

/* ---- What the extended flavour has ---- */

static void add_number(ct_buf *out, const char *name, uint64_t number)
{
    ct_buf_printf(out, " %s=\"%llu\"", name, (unsigned long long)number);
}

static void add_place(ct_buf *out, const ct_case_result *result)
{
    ct_loc const where = result->test_case->where;
    uint64_t checks = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next)
        checks += step->is_cleanup ? 0 : step->checks;
    if (where.source) {
        ct_xml_line(out, "file", where.source->name);
        add_number(out, "line", where.line);
    }
    add_number(out, "assertions", checks);
}

static void add_property(ct_buf *out, const char *name, const char *value)
{
    ct_junit_property(out, "        ", name, value);
}

static void add_properties(ct_buf *out, const ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    ct_buf_text(out, "\n      <properties>\n");
    add_property(out, "title", test_case->title);
    add_property(out, "verdict", ct_verdict_name(result->verdict));
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next) {
        add_property(out, "requirement", cite->requirement->id);
        add_property(out, "level", ct_level_name(cite->requirement->level));
    }
    for (const ct_name *tag = test_case->tags; tag; tag = tag->next)
        add_property(out, "tag", tag->text);
    for (const ct_name *name = test_case->requires; name; name = name->next)
        add_property(out, "requires", name->text);
    ct_buf_text(out, "      </properties>\n");
}

/* ---- A testcase ---- */

static void open_case(ct_buf *out, const ct_run_result *run, const ct_case_result *result)
{
    ct_buf classname = CT_BUF(CT_BUF_ANY);
    ct_junit_classname(&classname, run->suite->name, result->test_case->operation->id);
    ct_buf_text(out, "    <testcase");
    ct_xml_line(out, "classname", ct_buf_str(&classname));
    ct_xml_line(out, "name", case_name(result->test_case));
    ct_buf_text(out, " time=\"");
    ct_seconds_text(out, ct_junit_ms(result->elapsed_us));
    ct_buf_char(out, '"');
    ct_buf_free(&classname);
}

void ct_junit_case(ct_buf *out, const ct_run_result *run, const ct_case_result *result,
                   bool is_extended)
{
    ct_junit_child const child = ct_junit_child_of(result->verdict, run->is_strict);
    open_case(out, run, result);
    if (is_extended)
        add_place(out, result);
    if (child == CT_JUNIT_NOTHING && !is_extended) {
        ct_buf_text(out, "/>\n");
        return;
    }
    ct_buf_char(out, '>');
    if (is_extended)
        add_properties(out, result);
    if (child != CT_JUNIT_NOTHING) {
        ct_buf_text(out, is_extended ? "      " : "");
        add_why(out, result, child);
        ct_buf_text(out, is_extended ? "\n" : "");
    }
    ct_buf_text(out, is_extended ? "    </testcase>\n" : "</testcase>\n");
}

void ct_junit_output(ct_buf *out, const ct_run_result *run, const ct_case_result *result)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    bool const is_warning = result->verdict == CT_WARN && !run->is_strict;
    if (is_warning)
        ct_print_steps(&text, result, false, &manner);
    ct_print_steps(&text, result, true, &manner);
    if (!text.size)
        return;
    ct_buf_printf(out, "%s ", is_warning ? "warning" : "clean-up");
    ct_print_text(out, result->test_case->full_name, CT_LIMIT_JUNIT_VALUE);
    ct_buf_text(out, ": ");
    ct_print_text(out, result->test_case->title, CT_LIMIT_JUNIT_VALUE);
    if (is_warning && result->reason) {
        ct_buf_text(out, " (");
        ct_print_text(out, result->reason, CT_LIMIT_JUNIT_VALUE);
        ct_buf_char(out, ')');
    }
    ct_buf_char(out, '\n');
    cut_text(&text);
    ct_buf_add(out, text.bytes, text.size);
    ct_buf_free(&text);
}
