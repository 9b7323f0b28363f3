/* Translates \p{...}: ECMA-262 requires exact property names, and PCRE2 has different ones. */
#include <string.h>

#include "base/ascii.h"
#include "lang/regex/ecma_internal.h"

/* Long names of General_Category values (ECMA-262 table 70); PCRE2 has the same short names. */
static const struct {
    const char *name, *pcre;
} categories[] = {
    {"Cased_Letter", "L&"},
    {"LC", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
};

static const char *const short_categories[] = {
    "C",  "Cc", "Cf", "Cn", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",
    "Mc", "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi",
    "Po", "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

/* Binary properties (ECMA-262 table 69) that have the same name in PCRE2. */
static const char *const binaries[] = {
    "Any",
    "ASCII",
    "ASCII_Hex_Digit",
    "AHex",
    "Alphabetic",
    "Alpha",
    "Bidi_Control",
    "Bidi_C",
    "Bidi_Mirrored",
    "Bidi_M",
    "Case_Ignorable",
    "CI",
    "Cased",
    "Changes_When_Casefolded",
    "CWCF",
    "Changes_When_Casemapped",
    "CWCM",
    "Changes_When_Lowercased",
    "CWL",
    "Changes_When_NFKC_Casefolded",
    "CWKCF",
    "Changes_When_Titlecased",
    "CWT",
    "Changes_When_Uppercased",
    "CWU",
    "Dash",
    "Default_Ignorable_Code_Point",
    "DI",
    "Deprecated",
    "Dep",
    "Diacritic",
    "Dia",
    "Emoji",
    "Emoji_Component",
    "EComp",
    "Emoji_Modifier",
    "EMod",
    "Emoji_Modifier_Base",
    "EBase",
    "Emoji_Presentation",
    "EPres",
    "Extended_Pictographic",
    "ExtPict",
    "Extender",
    "Ext",
    "Grapheme_Base",
    "Gr_Base",
    "Grapheme_Extend",
    "Gr_Ext",
    "Hex_Digit",
    "Hex",
    "IDS_Binary_Operator",
    "IDSB",
    "IDS_Trinary_Operator",
    "IDST",
    "ID_Continue",
    "IDC",
    "ID_Start",
    "IDS",
    "Ideographic",
    "Ideo",
    "Join_Control",
    "Join_C",
    "Logical_Order_Exception",
    "LOE",
    "Lowercase",
    "Lower",
    "Math",
    "Noncharacter_Code_Point",
    "NChar",
    "Pattern_Syntax",
    "Pat_Syn",
    "Pattern_White_Space",
    "Pat_WS",
    "Quotation_Mark",
    "QMark",
    "Radical",
    "Regional_Indicator",
    "RI",
    "Sentence_Terminal",
    "STerm",
    "Soft_Dotted",
    "SD",
    "Terminal_Punctuation",
    "Term",
    "Unified_Ideograph",
    "UIdeo",
    "Uppercase",
    "Upper",
    "Variation_Selector",
    "VS",
    "White_Space",
    "space",
    "XID_Continue",
    "XIDC",
    "XID_Start",
    "XIDS",
};

enum {
    CATEGORY_COUNT = sizeof categories / sizeof *categories,
    SHORT_COUNT = sizeof short_categories / sizeof *short_categories,
    BINARY_COUNT = sizeof binaries / sizeof *binaries,
    NAME_SIZE = 64
};

static const char *find_in(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(names[i], name))
            return names[i];
    return NULL;
}

static const char *find_category(const char *name)
{
    for (size_t i = 0; i < CATEGORY_COUNT; i++)
        if (!strcmp(categories[i].name, name))
            return categories[i].pcre;
    return find_in(short_categories, SHORT_COUNT, name);
}

static bool add(ct_ecma *e, bool is_negated, const char *kind, const char *name)
{
    ct_buf_printf(&e->out, "\\%c{%s%s}", is_negated ? 'P' : 'p', kind, name);
    return true;
}

/* Appends a property given by its value alone: "Letter" or "Alphabetic". */
static bool add_lone(ct_ecma *e, bool is_negated, const char *name)
{
    const char *pcre = find_category(name);
    if (!strcmp(name, "Assigned"))
        return add(e, !is_negated, "", "Cn");
    if (!pcre)
        pcre = find_in(binaries, BINARY_COUNT, name);
    return pcre && add(e, is_negated, "", pcre);
}

/* Appends "Script=Greek". PCRE2 checks that the script exists. */
static bool add_pair(ct_ecma *e, bool is_negated, const char *name, const char *value)
{
    const char *category = find_category(value);
    if (!strcmp(name, "General_Category") || !strcmp(name, "gc"))
        return category && add(e, is_negated, "", category);
    if (!*value)
        return false;
    if (!strcmp(name, "Script") || !strcmp(name, "sc"))
        return add(e, is_negated, "sc:", value);
    if (!strcmp(name, "Script_Extensions") || !strcmp(name, "scx"))
        return add(e, is_negated, "scx:", value);
    return false;
}

static bool read_word(ct_ecma *e, char word[NAME_SIZE])
{
    size_t size = 0;
    while (e->at < e->end && size + 1 < NAME_SIZE) {
        char const c = *e->at;
        if (!(ct_is_letter_or_digit(c) || c == '_'))
            break;
        word[size++] = *e->at++;
    }
    word[size] = 0;
    return size;
}

bool ct_ecma_read_property(ct_ecma *e, bool is_negated)
{
    const char *const start = e->at - 2;
    char name[NAME_SIZE], value[NAME_SIZE] = "";
    if (!ct_ecma_take(e, '{') || !read_word(e, name))
        return ct_ecma_stop(e, start, "has '\\p' without a property in braces");
    bool const is_pair = ct_ecma_take(e, '=');
    if (is_pair)
        read_word(e, value);
    if (!ct_ecma_take(e, '}'))
        return ct_ecma_stop(e, start, "has '\\p' without a property in braces");
    bool const is_known =
        is_pair ? add_pair(e, is_negated, name, value) : add_lone(e, is_negated, name);
    return is_known || ct_ecma_stop(e, start, "has a property that is not valid in ECMA-262");
}
