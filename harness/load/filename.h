/* filename.h - names of files and folders, as the loader needs them. */
#ifndef CT_LOAD_FILENAME_H
#define CT_LOAD_FILENAME_H

#include <stdbool.h>

#include "base/arena.h"

/* Behind the last slash. */
const char *ct_file_base_name(const char *path);

/* The folder that the file is in, "." for a name alone. A copy that belongs to the arena. */
const char *ct_file_folder(ct_arena *arena, const char *path);

/* "folder/name"; the name alone in ".". */
const char *ct_file_in(ct_arena *arena, const char *folder, const char *name);

/* The folder above. */
const char *ct_file_parent(ct_arena *arena, const char *folder);

/* Both follow links. */
bool ct_file_is_folder(const char *path);
bool ct_file_exists(const char *path);

/* Whether both are the same file or folder, however they are named. */
bool ct_file_is_same(const char *a, const char *b);

#endif
