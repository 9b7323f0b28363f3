/* error_kind.h - why a step of a case ended without a response that can be judged.
 *
 * Results carry it (model/result.h), and JUnit and the results file name it. It is not the code of
 * a diagnostic, which is about a file or the command line (base/error_codes.h). A kind goes with a
 * sentence that explains it: ct_step_result.error. CT_E_NONE goes with no error.
 */
#ifndef CT_MODEL_ERROR_KIND_H
#define CT_MODEL_ERROR_KIND_H

typedef enum ct_code {
    CT_E_NONE,
    CT_E_IO,      /* a file that is part of a request */
    CT_E_MISSING, /* a variable without a value */
    CT_E_VALUE,   /* a value that must not be sent */
    CT_E_LIMIT,   /* larger than limits.h allows */
    CT_E_NETWORK, /* no connection, or it broke */
    CT_E_TIMEOUT, /* no response in time */
    CT_E_PROTOCOL /* the response is not valid HTTP */
} ct_code;

#endif
