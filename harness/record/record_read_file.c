/* One record or journal from its first line to its last. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "record/record.h"
#include "record/record_digest.h"
#include "record/record_parts.h"

typedef struct file_reading {
    ct_record_reader *reading;
    ct_record_file *file;
    ct_diag *diag;
    const ct_record_references *references; /* of the head */
    ct_buf text;                            /* of the line */
    ct_line line;
} file_reading;

/* ---- Small things ---- */

ct_record_entry *ct_record_entry_add(ct_record_entries *entries)
{
    if (entries->count == entries->capacity) {
        entries->capacity = entries->capacity ? 2 * entries->capacity : 64;
        entries->items = ct_realloc(entries->items, entries->capacity * sizeof *entries->items);
    }
    ct_record_entry *entry = &entries->items[entries->count++];
    *entry = (ct_record_entry){0};
    return entry;
}

ct_record_entry *ct_record_entry_find(const ct_record_entries *entries, size_t index)
{
    size_t low = 0, high = entries->count;
    while (low < high) {
        size_t const middle = low + (high - low) / 2;
        size_t const found = entries->items[middle].result.test_case->index;
        if (found == index)
            return &entries->items[middle];
        if (found < index)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

ct_source *ct_record_source(ct_record_reader *reading, const char *name)
{
    ct_source *source = (ct_source *)ct_map_find(&reading->sources, name, strlen(name));
    if (source)
        return source;
    source = ct_new(reading->home, ct_source);
    source->name = ct_arena_text(reading->home, name);
    ct_map_put(reading->home, &reading->sources, source->name, strlen(name), source);
    return source;
}

static bool fail_line(const file_reading *f, const char *why)
{
    return ct_fail(f->diag, CT_ERR_INVALID_RESULTS, ct_lines_place(f->file->lines, f->line.number),
                   "%s", why);
}

static bool next_line(file_reading *f)
{
    return ct_lines_next(f->file->lines, &f->text, &f->line, f->diag);
}

static bool is_line(const file_reading *f, const char *text)
{
    return f->text.size == strlen(text) && !memcmp(ct_buf_str(&f->text), text, f->text.size);
}

/* ---- Cases ---- */

static const json_t *read_json(ct_record_reader *r, ct_buf *line)
{
    ct_json_error error = {0};
    if (line->size && line->bytes[line->size - 1] == ',')
        line->bytes[--line->size] = '\0';
    r->fields.depth = 0;
    r->fields.what = NULL;
    if (!ct_record_check_line(&r->fields, line))
        return NULL;
    const json_t *json = ct_json_read_plain(r->scratch, line->bytes, line->size, &error);
    if (!json)
        ct_fail(r->fields.diag, CT_ERR_INVALID_RESULTS, r->fields.where, "this line is damaged: %s",
                error.what);
    return json;
}

bool ct_record_read_line(ct_record_reader *r, ct_buf *line, ct_case_result *result)
{
    const json_t *json = read_json(r, line);
    return json && ct_record_read_case(r, json, false, result);
}

/* In file order, each once; in a journal, later lines replace the "not run" of a case. */
static bool add_case(file_reading *f, ct_record_entries *entries, ct_case_result *result)
{
    size_t const index = result->test_case->index;
    const ct_record_entry *last = entries->count ? &entries->items[entries->count - 1] : NULL;
    ct_record_entry *entry = NULL;
    if (index >= f->file->head.suite.case_count)
        return fail_line(f, "its index is larger than the number of cases in the suite");
    if (!last || index > last->result.test_case->index) {
        entry = ct_record_entry_add(entries);
    } else if (f->file->head.is_journal) {
        entry = ct_record_entry_find(entries, index);
        if (!entry || strcmp(entry->result.test_case->full_name, result->test_case->full_name))
            return fail_line(f, "the journal does not list this case at its start");
        result->test_case = entry->result.test_case;
    }
    if (!entry)
        return fail_line(f, "the case is out of order, or a duplicate");
    ct_waiting waiting = {0};
    ct_waiting_add(&waiting, result, f->reading->home);
    result->steps = NULL;
    *entry = (ct_record_entry){*result, waiting, f->file->lines, f->line};
    return true;
}

static void add_before(ct_record_file *file, ct_arena *arena, const json_t *before)
{
    const json_t **longer = ct_arena_alloc(arena, (file->before_count + 1) * sizeof *longer);
    if (file->before_count)
        memcpy(longer, file->before_results, file->before_count * sizeof *longer);
    longer[file->before_count++] = before;
    file->before_results = longer;
}

/* A line of a journal may have a result of the target's own steps. */
static bool read_entry(file_reading *f, ct_record_entries *entries)
{
    ct_case_result result = {0};
    ct_record_reader *r = f->reading;
    const json_t *json = read_json(r, &f->text);
    if (!json)
        return false;
    bool const is_before = f->file->head.is_journal && !json_object_get(json, "operation");
    if (!ct_record_read_case(r, json, is_before, &result) ||
        !ct_record_check_references(&r->fields, f->references, &result))
        return false;
    if (is_before)
        add_before(f->file, r->home, ct_json_copy(r->home, json));
    return is_before || add_case(f, entries, &result);
}

static bool is_end(const file_reading *f)
{
    return is_line(f, "  ]") || is_line(f, "  ],");
}

/* Up to the bracket that ends the list; a journal may end within a line. */
static bool read_entries(file_reading *f, ct_record_entries *entries)
{
    bool has_comma = true;
    while (next_line(f)) {
        if (!f->file->head.is_journal && is_end(f))
            return !has_comma || !entries->count || fail_line(f, "the last case is missing");
        if (!has_comma)
            return fail_line(f, "a comma is missing between the cases");
        if (f->file->head.is_journal && f->line.is_torn)
            return true;
        f->reading->fields.where = ct_lines_place(f->file->lines, f->line.number);
        ct_arena_reset(f->reading->scratch);
        has_comma = f->text.size && f->text.bytes[f->text.size - 1] == ',';
        if (!read_entry(f, entries))
            return false;
    }
    return f->diag->count == 0 && (f->file->head.is_journal ||
                                   fail_line(f, "the results file is incomplete: it ends here"));
}

/* ---- The file ---- */

static bool read_head(file_reading *f)
{
    ct_buf head = CT_BUF(CT_BUF_ANY);
    bool is_found = false, is_read = false;
    while (!is_found && next_line(f)) {
        is_found = is_line(f, CT_RECORD_CASES);
        ct_buf_add(&head, ct_buf_str(&f->text), f->text.size);
        ct_buf_char(&head, '\n');
        if (head.size > CT_LIMIT_RECORD_LINE)
            break;
    }
    ct_buf_text(&head, "]}");
    f->reading->fields.where = ct_lines_place(f->file->lines, 1);
    if (is_found)
        is_read = ct_record_read_head(f->reading, ct_buf_str(&head), head.size, &f->file->head);
    else if (!f->diag->count)
        ct_fail(f->diag, CT_ERR_INVALID_RESULTS, ct_lines_place(f->file->lines, 0),
                "this is not a results file (results.json)");
    ct_buf_free(&head);
    return is_read;
}

static bool read_end(file_reading *f)
{
    if (f->file->head.is_journal)
        return true;
    if (is_line(f, "  ],")) {
        if (!next_line(f) || !is_line(f, "  \"other_shards\": ["))
            return fail_line(f, "unexpected content after the cases");
        if (!read_entries(f, &f->file->others))
            return false;
    }
    if (!is_line(f, "  ]") || !next_line(f) || !is_line(f, "}"))
        return fail_line(f, "the results file is incomplete: it ends here");
    return !next_line(f) || fail_line(f, "unexpected content after the end of the results");
}

static bool check_before(file_reading *f)
{
    ct_record_file *file = f->file;
    ct_record_reader *r = f->reading;
    r->fields.where = ct_lines_place(file->lines, 1);
    for (size_t i = 0; i < json_array_size(file->head.before); i++) {
        const json_t *before = json_array_get(file->head.before, i);
        ct_case_result result;
        ct_arena_reset(r->scratch);
        if (!ct_record_read_case(r, before, true, &result))
            return false;
        add_before(file, r->home, before);
    }
    return true;
}

static bool fail_counts(const file_reading *f, const char *what)
{
    return ct_fail(f->diag, CT_ERR_INVALID_RESULTS, ct_lines_place(f->file->lines, 1),
                   "'%s' does not match the cases", what);
}

/* Counts again, and compares with the head. */
static bool check_counts(const file_reading *f)
{
    const ct_record_file *file = f->file;
    ct_run_result run = file->head.run;
    unsigned counts[CT_VERDICTS] = {0};
    if (file->cases.count + run.deselected != file->head.suite.case_count)
        return fail_counts(f, "deselected");
    if (file->others.count > run.deselected || (file->others.count && !run.shards))
        return fail_counts(f, "other_shards");
    for (size_t i = 0; i < file->others.count; i++)
        if (ct_record_entry_find(&file->cases, file->others.items[i].result.test_case->index))
            return fail_counts(f, "other_shards");
    if (file->head.is_journal)
        return true;
    for (size_t i = 0; i < file->cases.count; i++)
        counts[file->cases.items[i].result.verdict]++;
    if (memcmp(counts, run.counts, sizeof counts))
        return fail_counts(f, "counts");
    return ct_run_verdict(&run) == file->head.verdict || fail_counts(f, "verdict");
}

/* Cases of other shards are not in this file, so that it cannot refer to them. */
static bool check_references(const file_reading *f)
{
    const char *name = ct_record_missing_reference(f->references);
    return !name ||
           ct_fail(f->diag, CT_ERR_INVALID_RESULTS, ct_lines_place(f->file->lines, 1),
                   "'causes' or 'requirement_results' refers to the case '%.200s', which is "
                   "not in this file",
                   name);
}

bool ct_record_read_file(ct_record_reader *reading, const ct_record_file *first,
                         ct_record_file *file)
{
    ct_record_reader own = *reading;
    ct_diag *diag = reading->fields.diag;
    file_reading f = {reading, file, diag, &own.references, CT_BUF(CT_BUF_ANY), {0}};
    if (first) { /* its head is compared with the first one's, whose suite is that of the cases */
        own.operations = own.requirements = own.sources = (ct_map){0};
        f.reading = &own;
    } else {
        f.references = &reading->references;
    }
    own.fields.user = &own;
    file->lines = ct_lines_open(reading->home, file->path, diag);
    bool ok = file->lines && read_head(&f) && (!first || ct_record_fits(first, file, diag));
    f.reading = reading;
    reading->fields.user = reading;
    ok = ok && check_before(&f) && read_entries(&f, &file->cases) && read_end(&f) &&
         check_counts(&f) && check_references(&f);
    ct_buf_free(&f.text);
    return ok;
}
