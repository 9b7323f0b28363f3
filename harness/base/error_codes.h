/* error_codes.h - the table of all error codes.
 *
 * A code names a mistake, not the place where it was found. It is printed with
 * every diagnostic, as in `error[unknown-key]`, and is stable: scripts compare
 * it, and the index of errors in the documentation is made of this table. A
 * code is never reused for another mistake, and never renamed.
 *
 * Each row is X(NAME, "name", "title", "explanation"):
 *   NAME         the constant CT_ERR_NAME
 *   name         the code as it is printed, in kebab case
 *   title        one sentence: what is wrong
 *   explanation  what to do about it, and why it is an error
 *
 * To add a code: add a row, raise it with ct_fail() or ct_warn(), and add a file
 * below tests/mistakes/ or a row to a unit test; `unit.error_codes` checks both.
 */
#ifndef CT_BASE_ERROR_CODES_H
#define CT_BASE_ERROR_CODES_H

#define CT_ERROR_CODES(X)                                                                          \
    /* The command line */                                                                         \
    X(UNKNOWN_COMMAND, "unknown-command", "The command does not exist.",                           \
      "Run 'apigcheck help' for the list of commands.")                                            \
    X(UNKNOWN_OPTION, "unknown-option", "The option does not exist.",                              \
      "Run 'apigcheck help COMMAND' for the options of a command. Words of other tools, "          \
      "such as --bail or -k, are answered with the option of apigcheck.")                          \
    X(MISPLACED_OPTION, "misplaced-option",                                                        \
      "The option exists, but this command does not accept it.",                                   \
      "Remove the option, or run the command that it belongs to. 'apigcheck help COMMAND'"         \
      " lists the options of a command.")                                                          \
    X(INVALID_OPTION_VALUE, "invalid-option-value",                                                \
      "The value of an option is missing, empty, malformed or out of range.",                      \
      "Correct the value. The help of the command names the type of each value, its unit "         \
      "and its default.")                                                                          \
    X(MISSING_ARGUMENT, "missing-argument",                                                        \
      "The command needs a file or an option that was not given.",                                 \
      "Add it. 'apigcheck help COMMAND' shows the usage of the command.")                          \
    X(UNEXPECTED_ARGUMENT, "unexpected-argument",                                                  \
      "The command does not accept this argument, or it was given twice.",                         \
      "Remove it. 'apigcheck help COMMAND' shows the usage of the command.")                       \
    X(CONFLICTING_OPTIONS, "conflicting-options",                                                  \
      "Two options, or an option and the target file, exclude each other.", "Remove one of them.") \
    X(MISSING_TARGET, "missing-target", "A run needs a target.",                                   \
      "Use --target FILE, --url URL, or --mock for the reference gateway.")                        \
    X(UNMATCHED_FILTER, "unmatched-filter",                                                        \
      "A filter such as --tag or --case matches no case at all.",                                  \
      "Correct its spelling; 'apigcheck list' shows the cases. A filter that matches "             \
      "nothing is an error, because a run would silently miss the cases that it was meant"         \
      " to select.")                                                                               \
    X(NO_CASES_SELECTED, "no-cases-selected",                                                      \
      "Each filter matches some case, but no case matches all of them.",                           \
      "Remove a filter. A run that selects no cases fails, because it would verify "               \
      "nothing.")                                                                                  \
    X(WRITE_NOT_ALLOWED, "write-not-allowed",                                                      \
      "A selected case changes data, and the target file does not allow that.",                    \
      "Write 'confirm_host: HOST' into the target file after checking that the host is a "         \
      "test system, run with --read-only, or write 'safe: true' at a request that changes"         \
      " nothing.")                                                                                 \
    X(DIFFERENT_SUITES, "different-suites", "The paths belong to different suites.",               \
      "Run each suite with a command of its own, or name the folder of the whole suite.")          \
    X(MISSING_DATA_DIRECTORY, "missing-data-directory",                                            \
      "The shipped cases and fixtures cannot be found.",                                           \
      "Set APIGCHECK_HOME to the folder that has 'cases' and 'fixtures', or run an "               \
      "installed copy.")                                                                           \
    /* Files */                                                                                    \
    X(CANNOT_OPEN, "cannot-open", "A file or folder cannot be opened.",                            \
      "The message contains the reason that the operating system gave. Check the path, "           \
      "which is relative to the working directory on the command line and to the naming "          \
      "file elsewhere, and the permissions.")                                                      \
    X(CANNOT_READ, "cannot-read", "A file cannot be read, or is not a regular file.",              \
      "Name a regular file; folders, pipes and devices are not read.")                             \
    X(CANNOT_WRITE, "cannot-write", "A file or folder cannot be written or created.",              \
      "The message contains the reason that the operating system gave. Check the path, "           \
      "the permissions and the free space. Exit status is 4 if a run has already sent "            \
      "requests.")                                                                                 \
    X(CANNOT_LISTEN, "cannot-listen",                                                              \
      "The reference gateway cannot listen on the address and port.",                              \
      "Use another --port, or --port 0 for any free one.")                                         \
    X(FILE_CHANGED, "file-changed", "A file changed while it was being read.",                     \
      "Run the command again when nothing writes to the file.")                                    \
    X(FILE_OUTSIDE_FOLDER, "file-outside-folder",                                                  \
      "A path leads out of the folder that it must stay in.",                                      \
      "A file that a case names must be below the folder of the suite; links that lead "           \
      "out of it are not followed. Copy the file into the suite.")                                 \
    X(LIMIT_EXCEEDED, "limit-exceeded",                                                            \
      "A file, value or pattern is larger than apigcheck accepts.",                                \
      "The message states the limit. Split the file or simplify the value.")                       \
    X(INVALID_ENCODING, "invalid-encoding", "A string is not valid UTF-8.",                        \
      "Save the file as UTF-8.")                                                                   \
    X(INVALID_FILE_NAME, "invalid-file-name", "The name of a file has the wrong ending.",          \
      "Case files end in '.yaml'; files with rows end in '.json' or '.csv'. A file with "          \
      "another ending would be skipped silently.")                                                 \
    X(MISPLACED_FILE, "misplaced-file",                                                            \
      "A case file or an operation is in a folder where it would not be read.",                    \
      "Move case files beside their operation.yaml, and operations out of folders named "          \
      "'targets'.")                                                                                \
    X(NOT_A_CASE_FILE, "not-a-case-file",                                                          \
      "A file in the suite is neither an operation nor a list of cases.",                          \
      "A case file has a list under 'cases', and its operation in the same file or in an "         \
      "operation.yaml beside it. Move other YAML files out of the suite or start their "           \
      "names with '_'.")                                                                           \
    X(NO_CASES, "no-cases", "A file or folder has no cases.",                                      \
      "Add a case, or name another path. A run of zero cases fails, because it would "             \
      "verify nothing.")                                                                           \
    X(INTERNAL_ERROR, "internal-error", "A part of apigcheck itself failed.",                      \
      "Check the free memory, then report the problem with the output of 'apigcheck "              \
      "--version'.")                                                                               \
    /* YAML, JSON and CSV */                                                                       \
    X(INVALID_YAML, "invalid-yaml",                                                                \
      "The file is not valid YAML 1.2, or uses a part of YAML that apigcheck does not "            \
      "support.",                                                                                  \
      "Correct the syntax at the marked place. The reader stops at a syntax error, so "            \
      "further errors of the file may follow.")                                                    \
    X(INVALID_JSON, "invalid-json", "The text is not valid JSON.",                                 \
      "Correct the syntax at the marked place.")                                                   \
    X(INVALID_CSV, "invalid-csv", "The file is not valid CSV.",                                    \
      "Quote fields that contain commas, quotes or line breaks, give every column a name,"         \
      " and every line the same number of fields.")                                                \
    X(CONTROL_CHARACTER, "control-character", "A value or key contains a control character.",      \
      "Remove it. In JSON strings that are sent, write it as an escape in double quotes.")         \
    X(DUPLICATE_KEY, "duplicate-key", "A mapping has the same key twice.",                         \
      "Remove one of them. Header names are compared without case.")                               \
    X(UNKNOWN_KEY, "unknown-key", "The key does not exist here.",                                  \
      "Correct its spelling, or remove it; cases/README.md lists the keys of each "                \
      "mapping. Unknown keys are errors, because an expectation that is misspelled would "         \
      "never be evaluated.")                                                                       \
    X(MISSING_KEY, "missing-key", "A required key is missing.", "Add the key.")                    \
    X(MISPLACED_KEY, "misplaced-key", "The key exists, but not at this place.",                    \
      "Move it to the place that the message names, or remove it.")                                \
    X(UNSUPPORTED_KEY, "unsupported-key", "The key is reserved for a later version.",              \
      "Remove it.")                                                                                \
    X(CONFLICTING_KEYS, "conflicting-keys", "Two keys exclude each other.", "Keep one of them.")   \
    X(WRONG_TYPE, "wrong-type",                                                                    \
      "A value has the wrong type, such as a list instead of a mapping.",                          \
      "Write a value of the expected type. A number or null that is meant as a string "            \
      "needs quotes.")                                                                             \
    X(INVALID_VALUE, "invalid-value", "A value is not valid here.",                                \
      "The message states which values are valid.")                                                \
    X(UNKNOWN_VALUE, "unknown-value", "A value is not one of the accepted words.",                 \
      "Use one of the words that the message or the reference lists.")                             \
    X(EMPTY_VALUE, "empty-value", "A value is missing, or a list or mapping is empty.",            \
      "Add an entry, or write null or '' if that is the value.")                                   \
    X(AMBIGUOUS_SCALAR, "ambiguous-scalar",                                                        \
      "YAML readers disagree whether the value is a number or a string.",                          \
      "Quote the value if it is a string, or write it as a JSON number.")                          \
    X(NO_EFFECT, "no-effect", "A change changes nothing, or removes what does not exist.",         \
      "Remove the change, or correct the name. An empty object that is to be sent is "             \
      "written '!exact {}'.")                                                                      \
    /* Names */                                                                                    \
    X(INVALID_ID, "invalid-id", "The name is not a valid id.",                                     \
      "An id has letters, digits, '.', '_' and '-', and starts with a letter or digit.")           \
    X(DUPLICATE_ID, "duplicate-id",                                                                \
      "Two cases, rows, requirements or operations have the same id.",                             \
      "Rename one of them. Ids identify results across runs.")                                     \
    X(INVALID_VARIABLE_NAME, "invalid-variable-name", "The name is not a valid variable name.",    \
      "A variable name has letters, digits and '_', and starts with a letter or '_'.")             \
    X(RESERVED_NAME, "reserved-name", "The name is already in use for another variable.",          \
      "Choose another name.")                                                                      \
    X(UNDEFINED_VARIABLE, "undefined-variable", "A variable is used, but nothing defines it.",     \
      "Define it under 'vars', capture it in an earlier step, or list it under 'needs' "           \
      "and give it in the target file or with --var NAME=VALUE.")                                  \
    X(UNUSED_VARIABLE, "unused-variable", "A variable is defined, but never used.",                \
      "Remove it, or correct the spelling where it should be used.")                               \
    X(VARIABLE_NOT_ALLOWED, "variable-not-allowed",                                                \
      "A variable is used where only a constant is allowed.",                                      \
      "Write a constant: patterns and property names are compiled before any variable has"         \
      " a value.")                                                                                 \
    X(INVALID_TEMPLATE, "invalid-template", "A variable reference is malformed.",                  \
      "Write $(name) for a variable, and $$( for the literal text '$('.")                          \
    X(UNKNOWN_NAME, "unknown-name",                                                                \
      "No case, operation, profile or path parameter has this name.", "Correct the spelling.")     \
    X(UNKNOWN_REQUIREMENT, "unknown-requirement", "The suite has no requirement with this id.",    \
      "Correct the spelling, or add the requirement.")                                             \
    X(UNKNOWN_CAPABILITY, "unknown-capability", "No operation declares this capability.",          \
      "Correct the spelling, or declare it under 'needs' of the operation.")                       \
    /* Requests and targets */                                                                     \
    X(INVALID_METHOD, "invalid-method", "The HTTP method is not a valid token.",                   \
      "Use a method such as GET, POST, PUT or DELETE.")                                            \
    X(INVALID_PATH, "invalid-path", "The path of a request is malformed.",                         \
      "A path starts with exactly one '/', is one line, and has its parameters in braces:"         \
      " /pets/{id}. Write %23 for '#'.")                                                           \
    X(INVALID_HEADER, "invalid-header",                                                            \
      "A header name or value is malformed, or belongs to the message framing.",                   \
      "A header name is a token (RFC 9110) and a value is one line. Content-Length and "           \
      "Transfer-Encoding are set by apigcheck.")                                                   \
    X(INVALID_URL, "invalid-url", "The URL of a target is malformed.",                             \
      "Write http:// or https://, a host, and optionally a port and a path prefix; no "            \
      "query, fragment, user or password.")                                                        \
    X(HOST_MISMATCH, "host-mismatch", "'confirm_host' is not the host of the URL.",                \
      "Correct one of them. 'confirm_host' has no port.")                                          \
    X(INVALID_DURATION, "invalid-duration", "A duration is malformed or out of range.",            \
      "Write a number above zero with a unit: 500ms, 30s, 5m.")                                    \
    X(UNDEFINED_SECRET, "undefined-secret", "A secret that is needed has no value.",               \
      "Set the environment variable or write the file that the target file names, or use "         \
      "--secret NAME=env:VARIABLE.")                                                               \
    X(INVALID_SECRET, "invalid-secret", "The value of a secret cannot be used.",                   \
      "A secret has at least 6 bytes of UTF-8, because shorter ones cannot be masked "             \
      "reliably in reports.")                                                                      \
    X(LITERAL_SECRET, "literal-secret", "A secret is written where it would be visible.",          \
      "Name its source instead: {env: VARIABLE} or {file: PATH}. A URL has no user and no"         \
      " password.")                                                                                \
    X(INVALID_KEY, "invalid-key", "A private or public key cannot be used.",                       \
      "Use a PEM file of the kind that the message names. A private signing key must be "          \
      "readable by its owner only: chmod 600.")                                                    \
    /* Expectations */                                                                             \
    X(NO_EXPECTATIONS, "no-expectations", "A case or an expectation expects nothing.",             \
      "Add an expectation. A case that cannot fail verifies nothing.")                             \
    X(NEVER_MATCHES, "never-matches", "An expectation can never be satisfied.",                    \
      "Correct it: the message names the contradiction. A case that always fails says "            \
      "nothing about the target.")                                                                 \
    X(ALWAYS_MATCHES, "always-matches", "An expectation is satisfied by every response.",          \
      "Make it stricter or remove it.")                                                            \
    X(UNKNOWN_TAG, "unknown-tag", "The tag does not exist.",                                       \
      "Correct the spelling; cases/README.md lists the tags.")                                     \
    X(MISPLACED_TAG, "misplaced-tag", "The tag is not allowed here.",                              \
      "Use it where cases/README.md describes it, or remove it.")                                  \
    X(INVALID_STATUS, "invalid-status", "The value is not an HTTP status.",                        \
      "Write a number from 100 to 599, or a class such as 4xx where classes are allowed.")         \
    X(INVALID_PATTERN, "invalid-pattern",                                                          \
      "A regular expression is malformed, or would not be read as it is written.",                 \
      "Correct the pattern, and write it in single quotes, in which YAML replaces "                \
      "nothing.")                                                                                  \
    X(INVALID_JSONPATH, "invalid-jsonpath", "A JSONPath expression is malformed.",                 \
      "Correct it at the marked place; the syntax is that of RFC 9535. 'apigcheck try "            \
      "jsonpath' evaluates an expression.")                                                        \
    X(INVALID_SCHEMA, "invalid-schema", "A JSON Schema is malformed.",                             \
      "Correct the keyword that the message names. 'apigcheck try schema' checks a "               \
      "schema.")                                                                                   \
    X(UNKNOWN_KEYWORD, "unknown-keyword",                                                          \
      "A schema contains a word that is not a keyword of its draft.",                              \
      "Correct the spelling. Such a word is ignored, as JSON Schema requires, so what it "         \
      "should check is not checked.")                                                              \
    X(UNKNOWN_FORMAT, "unknown-format", "The format does not exist.",                              \
      "Correct the spelling; cases/README.md lists the formats.")                                  \
    X(UNRESOLVED_REFERENCE, "unresolved-reference",                                                \
      "A schema refers to something that does not exist.",                                         \
      "Correct '$ref', or add the document. Nothing is fetched from a network.")                   \
    /* Requirements */                                                                             \
    X(LEVEL_MISMATCH, "level-mismatch",                                                            \
      "What a case expects does not fit the level of the requirements that it verifies.",          \
      "A MUST is verified under 'expect', a SHOULD or MAY under 'should'.")                        \
    X(INVALID_ABOUT, "invalid-about",                                                              \
      "The place that a requirement is about is incomplete, contradictory or never occurs.",       \
      "A place has a 'status' and at most one of 'header' and 'at', or it is an 'effect'. Its "    \
      "request must be one that an operation or a case sends.")                                    \
    X(UNOBSERVED_ABOUT, "unobserved-about",                                                        \
      "No case that verifies a requirement checks a place that it is about.",                      \
      "Correct the place, or expect something there in a case that verifies the requirement. "     \
      "Otherwise the requirement can neither fail nor pass there.")                                \
    X(UNCITED_CHECK, "uncited-check",                                                              \
      "A check of a case is about none of the requirements that the case verifies.",               \
      "Add the requirement to 'verifies' of the case or the step, or add the place to its "        \
      "'about'. Otherwise a failure of the check would violate no requirement.")                   \
    X(UNTESTED_REQUIREMENT, "untested-requirement", "No case verifies the requirement.",           \
      "Write a case, or state the reason under 'not_tested'.")                                     \
    X(TESTED_REQUIREMENT, "tested-requirement",                                                    \
      "A requirement is listed as not tested, but a case verifies it.",                            \
      "Remove 'not_tested', or remove the requirement from 'verifies' of the case.")               \
    X(UNPROVABLE_REQUIREMENT, "unprovable-requirement",                                            \
      "No fault of 'apigcheck prove' violates the requirement.",                                   \
      "Nothing is wrong with the cases; 'prove' cannot show that they would detect a "             \
      "violation.")                                                                                \
    /* Results, mutation and certificates */                                                       \
    X(INVALID_RESULTS, "invalid-results",                                                          \
      "A results file, journal or certificate is damaged, edited, or of another version.",         \
      "Use the file as apigcheck wrote it, with the version of apigcheck that wrote it.")          \
    X(INCOMPATIBLE_RESULTS, "incompatible-results",                                                \
      "Results cannot be combined or compared with each other, or with this target.",              \
      "Use results of the same suite, target and run; read a journal that is newer than "          \
      "the results file.")                                                                         \
    X(LEFTOVER_JOURNAL, "leftover-journal", "A journal of an earlier run exists.",                 \
      "Run 'apigcheck cleanup JOURNAL' to delete the leftover resources of that run.")             \
    X(UNHEALTHY_GATEWAY, "unhealthy-gateway",                                                      \
      "A case does not pass against the gateway without any fault.",                               \
      "Correct the case or the gateway first: a case that fails anyway detects nothing.")          \
    X(INVALID_PROFILE, "invalid-profile", "A profile contradicts its cases or requirements.",      \
      "Every requirement of a profile is verified by one of its cases, and every case "            \
      "verifies one of its requirements.")                                                         \
    X(INVALID_WAIVER, "invalid-waiver", "A waiver is malformed, has expired, or is not needed.",   \
      "Correct or remove it.")                                                                     \
    X(EVIDENCE_MISMATCH, "evidence-mismatch",                                                      \
      "Evidence is missing, changed, added, or does not say what the certificate says.",           \
      "Ask for the folder as 'apigcheck certify' wrote it.")                                       \
    X(SECRET_IN_EVIDENCE, "secret-in-evidence",                                                    \
      "A file of the evidence contains a secret, so it is not signed.",                            \
      "Remove the secret from the suite or the target file, and certify again.")

typedef enum ct_error_code {
#define CT_ERROR_CODE_CONSTANT(name, code, title, explanation) CT_ERR_##name,
    CT_ERROR_CODES(CT_ERROR_CODE_CONSTANT)
#undef CT_ERROR_CODE_CONSTANT
        CT_ERROR_CODE_COUNT
} ct_error_code;

/* A row of the table. All strings are constants in English, without line breaks and without
 * anything of the user's input. */
typedef struct ct_error_info {
    const char *name;        /* "unknown-key" */
    const char *title;       /* one sentence */
    const char *explanation; /* one or more sentences */
} ct_error_info;

/* Returns the row of a code. It is static, and never NULL.
 * code: in; below CT_ERROR_CODE_COUNT */
const ct_error_info *ct_error_info_of(ct_error_code code);

#endif
