/* Spelling: literals that mean the same bytes to every compiler. */
#include "plan_support.h"

static Run run;

static void begin(void)
{
    run = run_new();
}

static void end(void)
{
    run_free(&run);
}

TestSuite(spell, .init = begin, .fini = end);

Test(spell, c_strings_are_ascii_without_trigraphs)
{
    assert_str(spell_c_string(run.arena, STR("")), "\"\"");
    assert_str(spell_c_string(run.arena, STR("a\"\\\t")), "\"a\\\"\\\\\\t\"");
    assert_str(spell_c_string(run.arena, STR("\xc3\xbc"
                                             "1")),
               "\"\\303\\2741\"");
    assert_str(spell_c_string(run.arena, STR("\0"
                                             "7\x7f")),
               "\"\\0007\\177\"");
    assert_str(spell_c_string(run.arena, STR("a?"
                                             "?"
                                             "/b")),
               "\"a?\\?/b\"");
    assert_str(spell_c_string(run.arena, STR("?"
                                             "?"
                                             "?")),
               "\"?\\?\\?\"");
}

Test(spell, c_strings_have_a_piece_per_line)
{
    assert_str(spell_c_string(run.arena, STR("one\ntwo\n")), "\"one\\n\"\n    \"two\\n\"");
}

Test(spell, long_c_strings_come_in_pieces)
{
    char text[40000];
    memset(text, 'x', sizeof text);
    const Str literal = spell_c_string(run.arena, (Str){text, sizeof text});
    size_t longest = 0, length = 0;
    for (size_t i = 0; i < literal.len; i++) {
        length = literal.ptr[i] == '\n' ? 0 : length + 1;
        if (length > longest) longest = length;
    }
    cr_assert_lt(longest, 4095u);
}

Test(spell, no_docs_are_null)
{
    assert_str(spell_c_doc(run.arena, STR("")), "NULL");
    assert_str(spell_c_doc(run.arena, STR("x")), "\"x\"");
}

Test(spell, c_integers_are_constants_of_their_type)
{
    assert_str(spell_c_integer(run.arena, 0), "0");
    assert_str(spell_c_integer(run.arena, -1), "-1");
    assert_str(spell_c_integer(run.arena, 5000000000), "5000000000LL");
    assert_str(spell_c_integer(run.arena, INT64_MAX), "9223372036854775807LL");
    assert_str(spell_c_integer(run.arena, INT64_MIN), "(-9223372036854775807LL - 1)");
}

Test(spell, python_strings_are_ascii)
{
    assert_str(spell_py_string(run.arena, STR("a\"\\\n\r\t'")), "\"a\\\"\\\\\\n\\r\\t'\"");
    assert_str(spell_py_string(run.arena, STR("\x01\x7f\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80")),
               "\"\\x01\\x7f\\xfc\\u20ac\\U0001f600\"");
}

Test(spell, python_bytes_are_bytes)
{
    assert_str(spell_py_bytes(run.arena, STR("a\0\xff\"")), "b\"a\\x00\\xff\\\"\"");
}
