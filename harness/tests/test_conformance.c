/* Conformance: every pair of outcomes of two cases, at each level, and the verdict that follows
 * from the status of the requirements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certify/conformance.h"
#include "lang/yaml/bind.h"
#include "tests/rows.h"

/* ---- One outcome of a case, by a letter ---- */

/* p pass, w warn, f fail, e error, n not run, s skip, d declined, v waived, o waived for another
 * requirement, x a waiver that does not cover it, - no outcome */
static const char letters[] = "pwfensdvox-";

/* The status of a MUST and of a SHOULD after each single outcome. */
static const struct {
    char letter;
    ct_requirement_status must, should;
} alone[] = {
    {'p', CT_PASSED, CT_PASSED},
    {'w', CT_PASSED, CT_WARNED},
    {'f', CT_FAILED, CT_FAILED},
    {'e', CT_NOT_VERIFIED, CT_NOT_VERIFIED},
    {'n', CT_NOT_VERIFIED, CT_NOT_VERIFIED},
    {'s', CT_NOT_VERIFIED, CT_NOT_VERIFIED},
    {'d', CT_NOT_APPLICABLE, CT_NOT_APPLICABLE},
    {'v', CT_WAIVED, CT_WAIVED},
    {'o', CT_NOT_VERIFIED, CT_NOT_VERIFIED},
    {'x', CT_FAILED, CT_FAILED},
    {'-', CT_NOT_VERIFIED, CT_NOT_VERIFIED},
};

static ct_verdict verdict_of(char letter)
{
    switch (letter) {
    case 'p':
        return CT_PASS;
    case 'w':
        return CT_WARN;
    case 'e':
        return CT_ERROR;
    case 'n':
        return CT_NOT_RUN;
    case 's':
    case 'd':
        return CT_SKIP;
    default:
        return CT_FAIL;
    }
}

enum { REQUIREMENTS = 4, CASES = 4 };

/* Requirements with their cases; only a waiver refers to the last requirement. */
typedef struct scene {
    ct_requirement requirements[REQUIREMENTS], other;
    const ct_requirement *asked_for[REQUIREMENTS];
    ct_case cases[CASES];
    const ct_case *listed[CASES];
    ct_cite cites[CASES];
    ct_outcome outcomes[CASES];
    ct_waiver waivers[CASES];
    ct_waiver_outcome waived[CASES];
    ct_profile profile;
    ct_facts facts;
} scene;

static void add_requirement(scene *s, ct_level level)
{
    ct_requirement *r = &s->requirements[s->profile.requirement_count];
    *r = (ct_requirement){.id = "R", .level = level};
    s->asked_for[s->profile.requirement_count++] = r;
}

/* A case of the last added requirement. */
static void add_case(scene *s, char letter)
{
    size_t const i = s->profile.case_count++;
    const ct_requirement *r = &s->requirements[s->profile.requirement_count - 1];
    s->cites[i].requirement = r;
    s->cases[i] = (ct_case){.full_name = "o/c", .verifies = &s->cites[i]};
    s->listed[i] = &s->cases[i];
    if (letter != '-')
        s->outcomes[s->facts.outcome_count++] =
            (ct_outcome){.test_case = &s->cases[i],
                         .verdict = verdict_of(letter),
                         .declined = letter == 'd' ? "provoke-500" : NULL};
    if (!strchr("vox", letter))
        return;
    size_t const w = s->facts.waiver_count++;
    s->waivers[w] =
        (ct_waiver){.test_case = &s->cases[i], .requirement = letter == 'o' ? &s->other : r};
    s->waived[w] =
        (ct_waiver_outcome){&s->waivers[w], letter == 'x' ? CT_WAIVER_OTHER : CT_WAIVER_COVERS};
}

static ct_conformance_report judged(scene *s, ct_arena *arena)
{
    s->profile.requirements = s->asked_for;
    s->profile.cases = s->listed;
    s->facts.profile = &s->profile;
    s->facts.outcomes = s->outcomes;
    s->facts.waivers = s->waived;
    return ct_conformance_evaluate(&s->facts, arena);
}

/* ---- Single outcomes and pairs ---- */

static ct_requirement_status said_alone(char letter, bool is_must)
{
    for (size_t i = 0; i < COUNT(alone); i++)
        if (alone[i].letter == letter)
            return is_must ? alone[i].must : alone[i].should;
    fail_msg("no row for '%c'", letter);
    return CT_FAILED;
}

static void evaluates_a_single_case(void **state)
{
    for (size_t i = 0; i < 2 * COUNT(alone); i++) {
        char const letter = alone[i / 2].letter;
        scene s = {0};
        add_requirement(&s, i % 2 ? CT_SHOULD : CT_MUST_NOT);
        add_case(&s, letter);
        ct_conformance_report const j = judged(&s, *state);
        char row[] = {letter, ' ', i % 2 ? 'S' : 'M', '\0'};
        rows_same(row, ct_requirement_status_name(j.statuses[0]),
                  ct_requirement_status_name(said_alone(letter, i % 2 == 0)));
        assert_int_equal(j.counts[j.statuses[0]], 1);
    }
}

/* The worse of the two; a case without a result for it counts only if the other has none either. */
static void evaluates_all_pairs(void **state)
{
    for (size_t i = 0; letters[i]; i++)
        for (size_t k = 0; letters[k]; k++)
            for (size_t level = 0; level < CT_LEVELS; level++) {
                bool const is_must = ct_level_is_must((ct_level)level);
                char const a = letters[i], b = letters[k];
                ct_requirement_status x = said_alone(a, is_must), y = said_alone(b, is_must);
                scene s = {0};
                add_requirement(&s, (ct_level)level);
                add_case(&s, a);
                add_case(&s, b);
                if (a == 'o' && b != 'o' && b != 'd')
                    x = CT_NOT_APPLICABLE;
                if (b == 'o' && a != 'o' && a != 'd')
                    y = CT_NOT_APPLICABLE;
                char row[] = {a, b, (char)('0' + level), '\0'};
                rows_same(row, ct_requirement_status_name(judged(&s, *state).statuses[0]),
                          ct_requirement_status_name(x > y ? x : y));
            }
}

/* ---- The verdict ---- */

/* "M:pp S:w": a requirement of that level (M MUST, S SHOULD, Y MAY) with its cases. An initial "!":
 * a mandatory capability is not declared. */
static void computes_the_result(void **state)
{
    static const struct {
        const char *scene, *stopped, *conformance, *result;
        int status;
    } rows[] = {
        {"M:p", NULL, "CONFORMANT", "PASSED", 0},
        {"M:pw S:p", NULL, "CONFORMANT", "PASSED", 0},
        {"M:p S:w", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:p Y:w", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:pv", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:v", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:p S:e", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:p S:n", NULL, "CONFORMANT_WITH_FINDINGS", "WARNED", 0},
        {"M:p M:d", NULL, "CONFORMANT", "PASSED", 0},
        {"M:p S:d", NULL, "CONFORMANT", "PASSED", 0},
        {"!M:p", NULL, "CONFORMANT_LIMITED", "WARNED", 0},
        {"!M:p M:d", NULL, "CONFORMANT_LIMITED", "WARNED", 0},
        {"!M:p S:w", NULL, "CONFORMANT_LIMITED", "WARNED", 0},
        {"!M:v", NULL, "CONFORMANT_LIMITED", "WARNED", 0},
        {"!M:p M:e", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"!M:d", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"!M:p", "interrupted", "NOT_VERIFIED", "FAILED", 3},
        {"!M:p M:f", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"!M:p M:ef", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:d", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:d S:d", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p M:o", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p M:e", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p M:n", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p M:s", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p M:-", NULL, "NOT_VERIFIED", "FAILED", 3},
        {"M:p S:p", "interrupted", "NOT_VERIFIED", "FAILED", 3},
        {"M:pf", "interrupted", "NON_CONFORMANT", "FAILED", 1},
        {"M:p M:f", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:p M:ef", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:e M:f", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:vf", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:p M:x", NULL, "NON_CONFORMANT", "FAILED", 1},
        {"M:p S:f", NULL, "NON_CONFORMANT", "FAILED", 1},
    };
    static const ct_name missing = {.text = "unbind"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        scene s = {.facts.stopped = rows[i].stopped};
        for (const char *at = rows[i].scene; *at; at++)
            if (at[1] == ':')
                add_requirement(&s, *at == 'M' ? CT_MUST : *at == 'S' ? CT_SHOULD : CT_MAY);
            else if (*at == '!')
                s.facts.missing = &missing;
            else if (*at != ':' && *at != ' ')
                add_case(&s, *at);
        ct_conformance const c = judged(&s, *state).conformance;
        rows_same(rows[i].scene, ct_conformance_name(c), rows[i].conformance);
        rows_same(rows[i].scene, ct_conformance_result(c), rows[i].result);
        assert_int_equal(ct_conformance_status(c), rows[i].status);
    }
}

/* A waiver that is not needed, or no longer valid, fails independently of the cases. */
static void fails_for_an_invalid_waiver(void **state)
{
    static const bool is_trouble[CT_WAIVER_STATES] = {
        [CT_WAIVER_PASSING] = true, [CT_WAIVER_UNUSED] = true, [CT_WAIVER_EXPIRED] = true};
    for (ct_waiver_state w = 0; w < CT_WAIVER_STATES; w++) {
        scene s = {0};
        add_requirement(&s, CT_MUST);
        add_case(&s, 'p');
        s.waivers[0] = (ct_waiver){.test_case = &s.cases[0], .requirement = &s.requirements[0]};
        s.waived[0] = (ct_waiver_outcome){&s.waivers[0], w};
        s.facts.waiver_count = 1;
        ct_conformance_report const j = judged(&s, *state);
        assert_int_equal(j.waiver_errors, is_trouble[w]);
        assert_int_equal(j.conformance, is_trouble[w] ? CT_NON_CONFORMANT : CT_CONFORMANT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(evaluates_a_single_case),
        ROWS_TEST(evaluates_all_pairs),
        ROWS_TEST(computes_the_result),
        ROWS_TEST(fails_for_an_invalid_waiver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
