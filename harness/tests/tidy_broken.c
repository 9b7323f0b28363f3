#include "tests/tidy_broken.h"

#include <stddef.h>

#define HEADER(name, guard, inside)                                                                \
    "/* " name " - x */\n#ifndef " guard "\n#define " guard "\n" inside "#endif\n"

#define TEN(text) text text text text text text text text text text
#define HUNDRED TEN(TEN("x;\n"))
#define CALL "    g(\"{\");\n"
#define FIFTY_SEVEN TEN(CALL CALL CALL CALL CALL) CALL CALL CALL CALL CALL CALL CALL

/* Twenty-five letters that are two bytes each. */
#define LETTERS "ééééééééééééééééééééééééé"

const broken_row broken_rows[] = {
    /* layers */
    {{{"harness/report/console.c", "#include \"run/runner.h\"\n"}},
     NULL,
     "harness/report/console.c:1: this layer may not include that one: report may include base "
     "lang model triage record report, not run/runner.h [layers]\n"
     "harness/report/console.c: the compiler reaches run/runner.h from here, this layer may not "
     "[reach]\n"},
    {{{"harness/lang/json.c", "\n  #  include \"json.h\"\n"}},
     NULL,
     "harness/lang/json.c:2: an include says its layer: \"lang/json.h\" [layers]\n"
     "harness/lang/json.c:1: clang-format would write it otherwise [format]\n"},
    {{{"harness/lang/json.c", "#include \"lang/none.h\"\n"}},
     NULL,
     "harness/lang/json.c:1: there is no harness/lang/none.h [layers]\n"
     "harness/lang/json.c:1: the compiler stops here [reach]\n"},
    {{{"harness/report/console.c", "#include \"lang/json.c\"\n"}},
     NULL,
     "harness/report/console.c:1: only headers are included, not lang/json.c [layers]\n"},
    {{{"harness/attic/thing.c", "#include \"lang/json.h\"\n"}},
     NULL,
     "harness/attic/thing.c: no row in the table of layers [layers]\n"
     "harness/attic/thing.c: the compiler reaches lang/json.h from here, this layer may not "
     "[reach]\n"},
    {{{"harness/report/console.c", "#include <run/runner.h>\n"}},
     NULL,
     "harness/report/console.c: the compiler reaches run/runner.h from here, this layer may not "
     "[reach]\n"},
    {{{"harness/report/console.c", "#include <lang/../run/runner.h>\n"}},
     NULL,
     "harness/report/console.c: the compiler goes astray from here, to "
     "harness/lang/../run/runner.h [reach]\n"},
    {{{"harness/base/arena.h", HEADER("arena.h", "CT_BASE_ARENA_H", "#include \"base/buf.h\"\n")},
      {"harness/base/buf.h", HEADER("buf.h", "CT_BASE_BUF_H", "#include \"base/arena.h\"\n")}},
     NULL,
     "harness/base/buf.h:4: headers in a circle: base/arena.h > base/buf.h > base/arena.h "
     "[circles]\n"},

    /* headers that only some places may include */
    {{{"harness/judge/matcher.c", "#define PCRE2_CODE_UNIT_WIDTH 8\n"
                                  "#include <curl/curl.h>\n"
                                  "#include <locale.h>\n"
                                  "#include <microhttpd.h>\n"
                                  "#include <openssl/evp.h>\n"
                                  "#include <pcre2.h>\n"
                                  "#include <stdio.h>\n"
                                  "#include <sys/socket.h>\n"
                                  "#include <time.h>\n"
                                  "#include <unistd.h>\n"
                                  "#include <yaml.h>\n\n"
                                  "const ct_matcher ct_matchers[] = {{0}};\n"}},
     NULL,
     "harness/judge/matcher.c:2: <curl/curl.h>: libcurl has its door in http/curl.c [doors]\n"
     "harness/judge/matcher.c:3: <locale.h>: what we read and write is the same everywhere "
     "[doors]\n"
     "harness/judge/matcher.c:4: <microhttpd.h>: libmicrohttpd has its door in gateway/server.c "
     "[doors]\n"
     "harness/judge/matcher.c:5: <openssl/evp.h>: libcrypto has its doors in base/digest.c, "
     "base/encoding.c, "
     "certify/ed25519.c and base/private_key.c, libssl in http/curl_tls.c [doors]\n"
     "harness/judge/matcher.c:6: <pcre2.h>: PCRE2 has its door in lang/regex/regex.c [doors]\n"
     "harness/judge/matcher.c:7: <stdio.h>: no files here [doors]\n"
     "harness/judge/matcher.c:8: <sys/socket.h>: no network here [doors]\n"
     "harness/judge/matcher.c:9: <time.h>: no clock here [doors]\n"
     "harness/judge/matcher.c:10: <unistd.h>: no files here [doors]\n"
     "harness/judge/matcher.c:11: <yaml.h>: libyaml has its door in lang/yaml/yaml.c [doors]\n"},
    {{{"harness/base/arena.c", "#include \"base/arena.h\"\n\n"
                               "#include <cmocka.h>\n#include <jansson.h>\n"}},
     NULL,
     "harness/base/arena.c:3: <cmocka.h>: cmocka is for tests [doors]\n"
     "harness/base/arena.c:4: <jansson.h>: base knows C and nothing else [doors]\n"},

    /* white space */
    {{{"cases/a.yaml", "a:\tb\nc: \nd:\r\n"}},
     NULL,
     "cases/a.yaml:1: a tab [blanks]\n"
     "cases/a.yaml:2: blanks at the end of the line [blanks]\n"
     "cases/a.yaml:3: blanks at the end of the line [blanks]\n"},
    {{{"cases/a.yaml", "a: b\nc: d"}, {"cases/b.yaml", "a: b\n\n"}},
     NULL,
     "cases/a.yaml:2: its last line does not end with a line break [blanks]\n"
     "cases/b.yaml:2: blank lines at its end [blanks]\n"},
    {{{"fixtures/a.yaml", ""}}, NULL, "fixtures/a.yaml: is empty [blanks]\n"},

    /* lengths */
    {{{"harness/lang/json.c", "/*" LETTERS LETTERS LETTERS "éééééééééééééééééééé */\n"
                              "/*" LETTERS LETTERS LETTERS "ééééééééééééééééééééé */\n"}},
     NULL,
     "harness/lang/json.c:2: 101 columns, at most 100 [lengths]\n"
     "harness/lang/json.c:2: clang-format would write it otherwise [format]\n"},
    {{{"harness/lang/json.c", HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED "x;\n"},
      {"harness/run/runner.c", HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED}},
     NULL,
     "harness/lang/json.c: 501 lines, at most 500 [lengths]\n"},
    {{{"harness/lang/json.c", "/* { */\nint f(char c)\n{\n" FIFTY_SEVEN "    g('{');\n}\n"},
      {"harness/run/runner.c", "int f(char c)\n{\n" FIFTY_SEVEN "}\n"}},
     NULL,
     "harness/lang/json.c:2: f has 61 lines, at most 60 [functions]\n"},
    {{{"harness/lang/json.c",
       "#define D(x) ((d){x})\nstatic d e = D(1);\n"
       "int six(int a, int b, int c, int d, int e(int, int), int f) CT_X(1)\n"
       "{\n}\n\n"
       "int seven(int a, int b, int c, int d, int e, int f, int g)\n{\n}\n\n"
       "int none(void)\n{\n}\n"}},
     NULL,
     "harness/lang/json.c:3: note: six has 6 parameters: is a struct missing? [functions]\n"
     "harness/lang/json.c:7: seven has 7 parameters, at most 6 [functions]\n"},
    {{{"harness/lang/json.c", "int f(void)\n{\n    if (1) {\n}\n"}},
     NULL,
     "harness/lang/json.c:2: no brace closes this one [functions]\n"
     "harness/lang/json.c:3: clang-format would write it otherwise [format]\n"},

    /* calls */
    {{{"harness/judge/matcher.c", "const ct_matcher ct_matchers[] = {{0}};\n\n"
                                  "void f(t *x)\n{\n"
                                  "    x->time(\"strcpy(1)\"); /* gets(1) */\n"
                                  "    strcpy(x, x), strtok_r(x);\n"
                                  "    malloc (1);\n"
                                  "    exit(atoi(x));\n"
                                  "    time(printf(getenv(x)));\n"
                                  "}\n"}},
     NULL,
     "harness/judge/matcher.c:6: strcpy: it does not know how much room there is: snprintf, "
     "ct_buf, ct_arena_printf [calls]\n"
     "harness/judge/matcher.c:7: malloc: memory comes from an arena, or from ct_malloc, which "
     "cannot fail [calls]\n"
     "harness/judge/matcher.c:8: exit: who calls decides what ends [calls]\n"
     "harness/judge/matcher.c:8: atoi: it cannot tell a number from none: strtol and its end "
     "pointer [calls]\n"
     "harness/judge/matcher.c:9: time: no clock here: a run can be judged again later [calls]\n"
     "harness/judge/matcher.c:9: printf: the console is for commands and the console report "
     "[calls]\n"
     "harness/judge/matcher.c:9: getenv: judge and model are pure: no network, no files, no "
     "environment [calls]\n"
     "harness/judge/matcher.c:7: clang-format would write it otherwise [format]\n"},
    {{{"harness/lang/json.c", "void f(void)\n{\n"
                              "    gets(setlocale(system(popen(alloca(1)))));\n"
                              "    json_real(json_loads(json_dumps(json_equal(1))));\n"
                              "    json_deep_copy(rand(1));\n"
                              "}\n"}},
     NULL,
     "harness/lang/json.c:3: gets: it does not know how much room there is [calls]\n"
     "harness/lang/json.c:3: setlocale: what we read and write is the same everywhere [calls]\n"
     "harness/lang/json.c:3: system: no shell [calls]\n"
     "harness/lang/json.c:3: popen: no shell [calls]\n"
     "harness/lang/json.c:3: alloca: nothing limits the stack that it takes [calls]\n"
     "harness/lang/json.c:4: json_real: it loses digits: lang/json/number.h [calls]\n"
     "harness/lang/json.c:4: json_loads: it loses digits and places: ct_json_read [calls]\n"
     "harness/lang/json.c:4: json_dumps: it writes 1.1000000000000001: ct_json_write [calls]\n"
     "harness/lang/json.c:4: json_equal: 1 and 1.0 are one number: ct_json_equal [calls]\n"
     "harness/lang/json.c:5: json_deep_copy: it loses digits: ct_json_copy [calls]\n"
     "harness/lang/json.c:5: rand: what is generated comes from the run's seed [calls]\n"},

    /* marks; in two halves, so that this file contains none */
    {{{"fixtures/a.yaml", "# TO"
                          "DO: FIX"
                          "ME\n# X"
                          "XX\n# HA"
                          "CK\n# Not imple"
                          "mented\n# XXXX\n"}},
     NULL,
     "fixtures/a.yaml:1: something is left to do: TO"
     "DO [undone]\n"
     "fixtures/a.yaml:1: something is left to do: FIX"
     "ME [undone]\n"
     "fixtures/a.yaml:2: something is left to do: X"
     "XX [undone]\n"
     "fixtures/a.yaml:3: something is left to do: HA"
     "CK [undone]\n"
     "fixtures/a.yaml:4: something is left to do: not imple"
     "mented [undone]\n"},

    /* words: in comments and strings, not in code, nor inside an idiom or a longer word */
    {{{"harness/lang/json.c", "/* Nobody answers; there is no nobody-else. */\nint nobody;\nconst "
                              "char *a = \"it is told\";\n"},
      {"fixtures/a.yaml", "# that stands\n"}},
     NULL,
     "fixtures/a.yaml:1: 'stands': use the usual term: is, appears [prose]\n"
     "harness/lang/json.c:1: 'nobody': use the usual term: name the actor [prose]\n"
     "harness/lang/json.c:3: 'told': use the usual term: printed, reported [prose]\n"},

    /* ids of requirements */
    {{{"cases/requirements.yaml", "requirements:\n  - id: GET-FOUND\n  - id: PUT-7\n"},
      {"harness/lang/json.c", "/* GET-FOUND GET-404 XGET-FOUND\n * PUT-DONE */\n"}},
     NULL,
     "harness/lang/json.c:1: GET-... is an id of cases/requirements.yaml: say it in a data file "
     "[ids]\n"
     "harness/lang/json.c:2: PUT-... is an id of cases/requirements.yaml: say it in a data file "
     "[ids]\n"},

    /* files and their names */
    {{{"harness/base/utils.c", "#include \"base/arena.h\"\n"}},
     NULL,
     "harness/base/utils.c: 'utils' says nothing of what is in it [names]\n"},
    {{{"cases/it's.yaml", "a: b\n"}}, NULL, "cases/it's.yaml: a quote in a file's name [tree]\n"},
    {{{"harness/base/arena.h", HEADER("arena.h", "CT_ARENA_H", "")},
      {"harness/lang/json.h", HEADER("json.h", "CT_LANG_JSON_H", "") "int x;\n"}},
     NULL,
     "harness/base/arena.h:2: its guard is CT_BASE_ARENA_H, before everything [guards]\n"
     "harness/lang/json.h:5: its guard ends before it does [guards]\n"},
    {{{"harness/base/arena.h", HEADER("memory", "CT_BASE_ARENA_H", "")}},
     NULL,
     "harness/base/arena.h:1: a header opens with \"/* arena.h - ...\" [openings]\n"},
    {{{"harness/lang/extra.c", "#include \"lang/json.h\"\n"},
      {"harness/lang/extra.h", HEADER("extra.h", "CT_LANG_EXTRA_H", "")}},
     NULL,
     "harness/lang/extra.c: harness/lang/CMakeLists.txt does not name it [listed]\n"
     "harness/lang/extra.h: nobody includes it [listed]\n"},
    {{{"harness/tests/test_built.c", "#include \"lang/json.h\"\n"},
      {"harness/tests/test_unknown.c", "#include \"lang/json.h\"\n"}},
     NULL,
     "harness/tests/test_built.c: harness/tests/CMakeLists.txt does not run it [listed]\n"
     "harness/tests/test_unknown.c: harness/tests/CMakeLists.txt does not name it [listed]\n"},

    /* tables that a page must list */
    {{{"cases/README.md", "A title, steps: and any `other-title`, `steps` and `!anything`.\n"}},
     NULL,
     "harness/load/case.c:3: cases/README.md does not name `title` [documented]\n"
     "harness/judge/matcher.c:1: cases/README.md does not name `!any` [documented]\n"},
    {{{"README.md", "run, `apigcheck rune`\n"}, {"harness/README.md", "standard\n"}},
     NULL,
     "harness/cli/command.c:3: README.md does not name `apigcheck run` [documented]\n"
     "harness/gateway/variant.c:1: harness/README.md does not name `standard` [documented]\n"},
    {{{"harness/judge/matcher.c", "extern int x;\n"}},
     NULL,
     "tidy: there is no table 'ct_matchers[]' [documented]\n"},
    {{{NULL, NULL}},
     "README.md",
     "README.md: note: is not there, so 'ct_commands[]' is not compared [documented]\n"},

    /* form */
    {{{"harness/lang/json.c", "int  x;\nint  y;\n"}},
     NULL,
     "harness/lang/json.c:1: clang-format would write it otherwise [format]\n"},
    {{{NULL, NULL}}, NULL, NULL},
};
