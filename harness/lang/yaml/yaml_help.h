/* yaml_help.h - instructions for syntax errors that libyaml reports. For yaml.c only. */
#ifndef CT_LANG_YAML_YAML_HELP_H
#define CT_LANG_YAML_YAML_HELP_H

/* Returns an instruction for the user, or NULL if there is none for the error.
 * problem, context: of libyaml's parser, such as "did not find expected key"; either may be NULL
 * The result is static. */
const char *ct_yaml_help(const char *problem, const char *context);

#endif
