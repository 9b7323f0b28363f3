/* filename.h - file names and folders, for the loader. Results belong to `arena` or to the
 * argument.
 *
 * Paths are strings: nothing is normalized, and except for the last two groups no function looks at
 * the disk. A path is relative to the current folder unless it starts with a slash. */
#ifndef CT_LOAD_FILENAME_H
#define CT_LOAD_FILENAME_H

#include <stdbool.h>

#include "base/arena.h"

/* Returns the part after the last slash. */
const char *ct_file_base_name(const char *path);

/* Returns the folder of a file, "." for a name without a slash. */
const char *ct_file_folder(ct_arena *arena, const char *path);

/* Returns "folder/name"; only the name for the folder ".".
 * folder: in; not empty
 * name:   in; relative: an absolute one is appended as it is */
const char *ct_file_in(ct_arena *arena, const char *folder, const char *name);

/* Returns the parent of a folder: ".." for ".", and "../.." for "..". */
const char *ct_file_parent(ct_arena *arena, const char *folder);

/* Both follow links, and return false if the path does not exist. */
bool ct_file_is_folder(const char *path);
bool ct_file_exists(const char *path);

/* Returns true if both paths lead to the same file or folder, after following links; false if one
 * of them does not exist. */
bool ct_file_is_same(const char *a, const char *b);

#endif
