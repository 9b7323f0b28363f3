/* yaml_characters.h - checks the characters of a YAML file, before and after libyaml reads it.
 * For yaml.c only.
 */
#ifndef CT_LANG_YAML_YAML_CHARACTERS_H
#define CT_LANG_YAML_YAML_CHARACTERS_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/source.h"

/* Returns the place, of width 1, of the byte at an offset, which may be the end of the source. */
ct_loc ct_yaml_place_of_byte(const ct_source *source, size_t offset);

/* Returns true if the source is valid UTF-8 with the line breaks LF and CR LF only. Otherwise
 * returns false after reporting the first byte that is not UTF-8, or the first other line break:
 * CR, or U+0085, U+2028 and U+2029, at which libyaml would count a line (YAML 1.2.2 section
 * 5.4). */
bool ct_yaml_check_characters(const ct_source *source, ct_diag *diag);

/* Finds a control character (U+0000 to U+001F, U+007F to U+009F) other than tab and line feed.
 * text:    `size` bytes of valid UTF-8
 * control: out, the first one; meaningless if false is returned
 * Returns true if there is one. */
bool ct_yaml_find_control(const char *text, size_t size, unsigned *control);

#endif
