/* requirements_list.h - `apigcheck list --requirements`. */
#ifndef CT_CLI_REQUIREMENTS_LIST_H
#define CT_CLI_REQUIREMENTS_LIST_H

#include "cli/command.h"
#include "model/suite.h"

typedef enum ct_list_style { CT_LIST_TEXT, CT_LIST_JSON, CT_LIST_MARKDOWN } ct_list_style;

/* Prints every requirement of the suite on standard output, with the cases that verify it and the
 * faults that violate it.
 * Returns the exit status: 0, or 2 if the suite has no requirements.yaml or faults.yaml has errors.
 */
int ct_list_requirements(ct_session *session, const ct_suite *suite, ct_list_style style);

#endif
