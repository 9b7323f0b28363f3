#include "load/redact_diag.h"

#include <string.h>

/* Replaces each character at a place by a star, so that columns stay the same. */
static void mask(char *text, ct_loc where)
{
    char *at = text;
    for (unsigned line = 1; at && line < where.line; line++) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return;
    for (unsigned column = 1; column < where.column; column++)
        do
            at++;
        while ((*at & 0xC0) == 0x80);
    /* A value with the width 1 may continue in the next line: its whole line is replaced. */
    unsigned const width = where.width > 1 ? where.width : UINT16_MAX;
    for (unsigned i = 0; i < width && *at && *at != '\n'; i++) {
        size_t more = 0;
        *at++ = '*';
        while ((at[more] & 0xC0) == 0x80)
            more++;
        memmove(at, at + more, strlen(at + more) + 1);
    }
}

ct_loc ct_redact_diag_location(ct_arena *arena, ct_loc where)
{
    if (!where.source)
        return where;
    char *text = ct_arena_copy(arena, where.source->text, where.source->size);
    mask(text, where);
    where.source = ct_source_text(arena, where.source->name, text, strlen(text));
    return where;
}

/* Replaces all values except the names of variables and files. */
static void mask_values(char *text, const ct_yaml *node, unsigned depth)
{
    bool const is_name =
        depth == 2 && node->key && (!strcmp(node->key, "env") || !strcmp(node->key, "file"));
    if (node->kind == CT_YAML_SCALAR && !is_name)
        mask(text, node->where);
    for (const ct_yaml *child = node->child; child; child = child->next)
        mask_values(text, child, depth + 1);
}

void ct_redact_diag_notes(ct_diag *diag, const ct_diagnostic *last, const ct_yaml *secrets)
{
    const ct_source *source = secrets->where.source;
    ct_diagnostic *note = last ? last->next : diag->first;
    if (!note)
        return;
    char *text = ct_arena_copy(diag->arena, source->text, source->size);
    mask_values(text, secrets, 0);
    source = ct_source_text(diag->arena, source->name, text, strlen(text));
    for (; note; note = note->next)
        if (note->where.source)
            note->where.source = source;
}
