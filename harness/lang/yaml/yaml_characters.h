/* yaml_characters.h - which characters a YAML file may have. For yaml.c only. */
#ifndef CT_LANG_YAML_YAML_CHARACTERS_H
#define CT_LANG_YAML_YAML_CHARACTERS_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/source.h"

/* The place of one byte of the source. */
ct_loc ct_yaml_place_of_byte(const ct_source *source, size_t offset);

/* False after noting the first byte that is not UTF-8, or the first line break other than LF and
 * CR LF. */
bool ct_yaml_check_characters(const ct_source *source, ct_diag *diag);

/* Whether the text has a control character (U+0000 to U+001F, U+007F to U+009F) other than tab and
 * line feed. If so, *control is the first one. */
bool ct_yaml_find_control(const char *text, size_t size, unsigned *control);

#endif
