/* apigcheck lint */
#include "cli/question.h"

int ct_cmd_lint(ct_session *session)
{
    ct_question question = {0};
    if (session->diag.count)
        return 2;
    /* The reference gateway gives its target file; nothing is sent to it, so it is not started. */
    bool const is_loaded = ct_question_load(session, &question);
    bool const is_aimed = ct_question_aim(session, NULL, &question);
    if (!is_loaded || !is_aimed || !ct_question_select(session, &question))
        return 2;
    printf("%zu cases, no mistakes\n", question.suite->case_count);
    return 0;
}
