/* requirements_list.h - what an API promises: each with the cases that verify it and the defects
 * that prove it. */
#ifndef CT_CLI_REQUIREMENTS_LIST_H
#define CT_CLI_REQUIREMENTS_LIST_H

#include "cli/command.h"
#include "model/suite.h"

typedef enum ct_list_style { CT_LIST_TEXT, CT_LIST_JSON, CT_LIST_MARKDOWN } ct_list_style;

/* On standard output. The exit status: 2 where there is no requirements.yaml, or faults.yaml has
 * mistakes. */
int ct_list_requirements(ct_session *session, const ct_suite *suite, ct_list_style style);

#endif
