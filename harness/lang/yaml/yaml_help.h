/* yaml_help.h - what to do about a syntax error that libyaml reports. For yaml.c only. */
#ifndef CT_LANG_YAML_YAML_HELP_H
#define CT_LANG_YAML_YAML_HELP_H

/* Returns a constant instruction for libyaml's `problem` and `context` (either may be NULL), or
 * NULL if there is none. */
const char *ct_yaml_help(const char *problem, const char *context);

#endif
