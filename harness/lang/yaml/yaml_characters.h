/* yaml_characters.h - checks the characters of a YAML file. For yaml.c only. */
#ifndef CT_LANG_YAML_YAML_CHARACTERS_H
#define CT_LANG_YAML_YAML_CHARACTERS_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/source.h"

/* Returns the place of the byte at an offset. */
ct_loc ct_yaml_place_of_byte(const ct_source *source, size_t offset);

/* Returns false after reporting the first byte that is not UTF-8, or the first line break other
 * than LF and CR LF. */
bool ct_yaml_check_characters(const ct_source *source, ct_diag *diag);

/* Returns true if the text has a control character (U+0000 to U+001F, U+007F to U+009F) other than
 * tab and line feed. *control becomes the first one. */
bool ct_yaml_find_control(const char *text, size_t size, unsigned *control);

#endif
