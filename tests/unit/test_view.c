/* The view and rendering: what templates see, and that ours ask for nothing else. */
#include "plan_support.h"
#include "render/embedded.h"
#include "render/render.h"
#include "render/template.h"
#include "render/view.h"

/* The expansion of `text` over the view of the schema `body`. */
static Str expand(Run *run, const char *body, const char *text)
{
    Str error = {0};
    const Template *template = template_parse(run->arena, STR("test"), str_from(text), &error);
    cr_assert_not_null(template, "%.*s", STR_ARG(error));
    Buf out = buf_new(run->arena);
    const View *view = view_plan(run->arena, plan_of(run, body));
    const bool is_good =
        template_expand(run->arena, template, view, (Partials){0}, LOOKUP_STRICT, &out, &error);
    cr_assert(is_good, "%.*s", STR_ARG(error));
    return buf_take(&out);
}

static void assert_expands(const char *body, const char *text, const char *expected)
{
    Run run = run_new();
    assert_str(expand(&run, body, text), expected);
    run_free(&run);
}

Test(view, of_the_module)
{
    assert_expands(
        "doc: One line.\nrecords: {A: {}}",
        "{{module.name}} {{module.last}} {{module.doc_c}} {{module.source}} {{module.format}} "
        "{{module.records_c}} {{module.record_count}} {{module.enums_c}} {{module.enum_count}} "
        "{{all_py}}",
        "m m \"One line.\" m.yaml 1 module_records 1 NULL 0 [\"A\", \"ValidationError\"]");
}

Test(view, of_enums)
{
    assert_expands(
        "enums: {S: {values: {A: a, B: \"\\u00fc\"}}, I: {doc: D, values: {A: -1}}}\n",
        "{{#enums}}{{enum.c_name}} {{enum.index}} {{enum.count}} {{enum.is_str_c}} {{enum.base}} "
        "{{enum.doc_c}}:{{#enum.members}} {{member.name}} {{member.text_c}} {{member.length}} "
        "{{member.number}} {{member.py_value}};{{/enum.members}}\n{{/enums}}",
        "S_enum 0 2 true _StrEnum NULL: A \"a\" 1 0 \"a\"; B \"\\303\\274\" 2 0 \"\\xfc\";\n"
        "I_enum 1 1 false _IntEnum \"D\": A NULL 0 -1 -1;\n");
}

Test(view, of_constants)
{
    assert_expands(
        "records: {A: {fields: {a: 'dict[str, A]'}}}",
        "{{#constants}}{{constant.c_name}} {{constant.kind}} {{constant.a_c}} {{constant.b_c}} "
        "{{constant.index}} {{constant.expected_c}}\n{{/constants}}",
        "type_A record NULL NULL 0 \"A\"\n"
        "type_dict_A dict &sg_type_str &type_A 0 \"dict\"\n");
}

Test(view, of_a_record_in_c)
{
    assert_expands(
        "records:\n"
        "  A: {weakref: true, frozen: true, fields: {a: int8}}\n"
        "  B: {base: A, final: true, frozen: true, eq: false, dict: true, fields: {b: 'bool | "
        "None'}}\n",
        "{{#records}}{{record.c_name}} {{record.struct}} {{record.size}} {{record.base_c}} "
        "{{record.flags_c}} {{record.own_count_c}} "
        "{{record.weaklist_offset_c}} "
        "{{record.dict_offset_c}} {{record.references_c}} {{record.equal_c}} {{record.hash_c}}\n"
        "{{#record.inherited}}{{member.c_name}} {{/record.inherited}}\n{{/records}}",
        "A AObject 16 -1 SG_FROZEN | SG_EQ | SG_WEAKREF A2_FIELDS offsetof(AObject, weaklist) "
        "0 NULL A_equal A_hash\n\n"
        "B BObject 24 0 /* A */ SG_FINAL | SG_FROZEN | SG_TRACKED | SG_WEAKREF | SG_DICT | "
        "SG_NESTS B2_FIELDS "
        "- A2_FIELDS "
        "offsetof(BObject, weaklist) offsetof(BObject, dict) B_references NULL NULL\n"
        "weaklist a \n");
}

Test(view, of_members)
{
    assert_expands("records: {A: {fields: {symbol: str, x: int32}}}",
                   "{{#records}}{{#record.members}}{{member.declaration}} // {{member.comment}}\n"
                   "{{/record.members}}{{/records}}",
                   "PyObject *symbol; // str\n"
                   "int32_t x; // int32\n");
}

Test(view, of_fields_in_c)
{
    assert_expands(
        "records: {A: {fields: {a: int8, b: 'float64 | None', c: {type: 'list[str]', default: [], "
        "readonly: true},\n"
        "  d: {type: float32, boxed: true, kw_only: true}}}}",
        "{{#records}}{{#record.fields}}{{field.enumerator}} {{field.type_const_name}} "
        "{{field.native_c}} "
        "{{field.scalar}} {{field.presence_c}} {{field.flags_c}} "
        "{{field.default_c}}{{#field.is_hash_float}} float{{/field.is_hash_float}}\n"
        "{{/record.fields}}{{/records}}",
        "A2_a sg_type_int8 &sg_native_int8 int8 SG_NO_PRESENCE 0 NULL\n"
        "A2_b type_optional_float64 &sg_native_float64 float64 SG_PRESENCE(AObject, present, "
        "A2_HAS_b) 0 NULL "
        "float\n"
        "A2_c type_list_str NULL list SG_NO_PRESENCE SG_READONLY | SG_FRESH \"[]\"\n"
        "A2_d sg_type_float32 NULL float32 SG_NO_PRESENCE SG_KW_ONLY NULL float\n");
}

static const char *const python_record =
    "records:\n"
    "  A: {fields: {a: str, k: {type: str, kw_only: true, default: x}}}\n"
    "  B: {base: A, weakref: true, fields: {b: {type: 'list[str]', default: []}, j: {type: 'B | "
    "None', kw_only: true, json_name: J}}}\n"
    "  C: {}\n";

Test(view, of_records_in_python)
{
    assert_expands(python_record,
                   "{{#records}}{{record.name}}({{record.base_py}}) {{record.slots_py}} "
                   "{{record.match_args_py}} "
                   "{{record.values_py}}\n{{/records}}",
                   "A(_Record) (\"a\", \"k\") (\"a\",) (a, k)\n"
                   "B(A) (\"b\", \"j\", \"__weakref__\") (\"a\", \"b\") (a, k, b, j)\n"
                   "C(_Record) () () ()\n");
}

Test(view, of_constructors)
{
    assert_expands(python_record,
                   "{{#records}}(self{{#params}}, {{param.text_py}}{{/params}})\n"
                   "(self{{#params}}, {{param.text_pyi}}{{/params}})\n{{/records}}",
                   "(self, a: _builtins.str, *, k: _builtins.str = \"x\")\n"
                   "(self, a: _builtins.str, *, k: _builtins.str = ...)\n"
                   "(self, a: _builtins.str, b: _builtins.list[_builtins.str] = _FACTORY, *, "
                   "k: _builtins.str = \"x\", j: B | None)\n"
                   "(self, a: _builtins.str, b: _builtins.list[_builtins.str] = ..., *, "
                   "k: _builtins.str = ..., j: B | None)\n"
                   "(self)\n"
                   "(self)\n");
}

Test(view, of_scalars)
{
    assert_expands(
        "records: {A: {fields: {a: uint64, b: 'list[bytes]', c: Any}}}",
        "{{#scalars}}{{scalar.name}} {{scalar.class_py}} {{scalar.size}} {{scalar.least}} "
        "{{scalar.greatest}}\n{{/scalars}}",
        "uint64 _IntType 8 0 18446744073709551615\n"
        "bytes _BytesType 8 0 0\n"
        "Any _AnyType 8 0 0\n");
}

/* A schema with at least one of everything. */
static const char *const broad =
    "doc: All of it.\n"
    "enums: {Side: {doc: A side., values: {BUY: buy}}, Level: {values: {LOW: -1}}}\n"
    "records:\n"
    "  Empty: {}\n"
    "  Base: {weakref: true, frozen: true, doc: Documented., fields: {a: {type: 'int8 | None', "
    "doc: Field.}, b: str}}\n"
    "  Derived:\n"
    "    base: Base\n"
    "    final: true\n"
    "    frozen: true\n"
    "    dict: true\n"
    "    fields:\n"
    "      c: 'list[float64]'\n"
    "      d: {type: 'dict[str, Base | None]', default: {}, json_name: D}\n"
    "      e: {type: Side, default: buy, readonly: true, kw_only: true}\n"
    "      f: {type: 'Level | ...', kw_only: true}\n"
    "      g: {type: 'Derived | None', default: null, kw_only: true}\n"
    "      h: {type: float32, boxed: true, default: 1, kw_only: true}\n"
    "      Side: {type: Any, default: null, kw_only: true}\n"
    "  Chain: {eq: false, fields: {derived: 'Chain2 | None'}}\n"
    "  Chain2: {final: true, fields: {x: bytes, y: int, z: bool}}\n";

Test(view, has_every_name_that_the_templates_use)
{
    Run run = run_new();
    Texts texts = {0};
    render_all(&run, plan_of(&run, broad), &texts); /* ends the process on an unknown name */
    cr_assert_eq(texts.len, 3);
    assert_str(texts.items[0].name, "m.pyi");
    assert_str(texts.items[1].name, "m.py");
    assert_str(texts.items[2].name, "m.c");
    for (size_t i = 0; i < texts.len; i++) {
        const Str marker = STR("@generated by slotgen from m.yaml (output format 1). Do not edit.");
        const Str head = str_slice(texts.items[i].text, 0, 100);
        const size_t start = texts.items[i].kind == OUTPUT_C ? 3 : 2;
        cr_assert(str_starts_with(str_slice(head, start, head.len), marker), "%.*s", STR_ARG(head));
        cr_assert(str_ends_with(texts.items[i].text, STR("\n")));
    }
    run_free(&run);
}

Test(view, rendering_nothing_adds_nothing)
{
    Run run = run_new();
    Texts texts = {0};
    render_all(&run, NULL, &texts);
    cr_assert_eq(texts.len, 0);
    run_free(&run);
}

static size_t count(Str text, const char *what)
{
    size_t found = 0;
    const char *at = text.ptr;
    for (; (at = strstr(at, what)); at++) found++;
    return found;
}

Test(view, the_runtime_is_one_header)
{
    Run run = run_new();
    Texts texts = {0};
    render_header(&run, &texts);
    cr_assert_eq(texts.len, 1);
    const Str text = texts.items[0].text;
    assert_str(texts.items[0].name, "slotgen_runtime.h");
    cr_assert_eq(texts.items[0].kind, OUTPUT_HEADER);
    cr_assert(str_starts_with(
        text, STR("/* @generated by slotgen (output format 1). Do not edit. */\n")));
    cr_assert_eq(count(text, "#include \"sg_"), 0);
    cr_assert_eq(count(text, "#define SG_RUNTIME_VERSION"), 1);
    size_t headers = 0;
    for (size_t i = 0; i < embedded_count; i++)
        if (str_starts_with(str_from(embedded_files[i].name), STR("runtime/"))) headers++;
    cr_assert_geq(count(text, "\n#ifndef SG_"), headers, "every header is there");
    run_free(&run);
}
