/* other_tools.h - words that other test tools use, and what to write instead.
 *
 * People bring these words with them. A suggestion by spelling alone would be
 * useless or wrong: '--bail' is not a misspelled '--wait'.
 */
#ifndef CT_BASE_OTHER_TOOLS_H
#define CT_BASE_OTHER_TOOLS_H

typedef enum ct_word_kind {
    CT_WORD_KEY,    /* of a mapping in a file: "assert" */
    CT_WORD_TAG,    /* of a YAML value: "!regex" */
    CT_WORD_OPTION, /* of the command line: "--bail", "-k" */
    CT_WORD_COMMAND /* "test" */
} ct_word_kind;

/* Returns an instruction such as "use 'expect'", a constant, for an unknown word, or NULL if no
 * other tool is known to use it. `names` (ends with NULL) are the words that are accepted at this
 * place: no word is suggested that would be refused.
 * kind:  of the word; a word can have another meaning in another kind
 * word:  in; an option with its dashes
 * names: in; options with their dashes
 * meant: out; the word of `names` with the same meaning, or NULL; NULL: not wanted */
const char *ct_other_tools_help(ct_word_kind kind, const char *word, const char *const *names,
                                const char **meant);

#endif
