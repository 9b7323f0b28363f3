#include "tests/console_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

const char *sample_console(sample *s, ct_console_options options)
{
    ct_diag diag = {.arena = s->arena};
    char *bytes = NULL;
    size_t size = 0;
    options.out = open_memstream(&bytes, &size);
    ct_listener *console = ct_console_open(s->arena, &options);
    sample_tell(s, console);
    assert_true(ct_console_close(console, &diag));
    fclose(options.out);
    const char *text = ct_arena_copy(s->arena, bytes, size);
    free(bytes);
    return text;
}
