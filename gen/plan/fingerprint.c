/* Fingerprints: SHA-256 of what a schema, a record or an enum is, as text. Modules compare those of the
   records and enums that they import with what they were generated against. */
#include "plan/parts.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

Str fingerprint_of(Arena *arena, Str text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (!EVP_Digest(text.ptr, text.len, digest, &length, EVP_sha256(), NULL)) {
        fputs("slotgen: libcrypto cannot compute SHA-256\n", stderr);
        exit(3);
    }
    static const char digits[] = "0123456789abcdef";
    Buf out = buf_new(arena);
    for (unsigned i = 0; i < length; i++) {
        buf_add_char(&out, digits[digest[i] >> 4]);
        buf_add_char(&out, digits[digest[i] & 15]);
    }
    return buf_take(&out);
}

/* What others rely on: not what is written about it. */
static void add_without_docs(Buf *out, Str text)
{
    for (size_t start = 0, end; start < text.len; start = end) {
        end = start;
        while (end < text.len && text.ptr[end++] != '\n') {}
        const Str line = str_slice(text, start, end);
        if (!str_starts_with(str_trim(line), STR("doc "))) buf_add(out, line);
    }
}

static void add_storage(Buf *out, const RecordPlan *record)
{
    buf_addf(out, "size %zu %s\n", record->size, record->is_tracked ? "tracked" : "untracked");
    for (size_t i = 0; i < record->slots.len; i++) {
        const Slot *slot = &record->slots.items[i];
        buf_addf(out, "slot %.*s %zu %.*s %.*s %zu\n", STR_ARG(slot->field->name), slot->offset,
                 STR_ARG(slot->c_type), STR_ARG(slot->presence_member), slot->presence_bit);
    }
}

static Str record_fingerprint(Arena *arena, const RecordPlan *record)
{
    Buf model = buf_new(arena), out = buf_new(arena);
    for (const Record *at = record->record; at; at = at->base) dump_model_record(&model, at);
    for (size_t i = 0; i < record->slots.len; i++)
        dump_model_named(&model, record->slots.items[i].field->type, NULL);
    add_without_docs(&out, buf_take(&model));
    add_storage(&out, record);
    return fingerprint_of(arena, buf_take(&out));
}

static Str enum_fingerprint(Arena *arena, const EnumType *enumeration)
{
    Buf model = buf_new(arena), out = buf_new(arena);
    dump_model_enum(&model, enumeration);
    add_without_docs(&out, buf_take(&model));
    return fingerprint_of(arena, buf_take(&out));
}

static void add_imported(Buf *out, const Plan *of, Str name, Str fingerprint)
{
    buf_addf(out, "imported %.*s.%.*s %.*s\n", STR_ARG(of->module), STR_ARG(name),
             STR_ARG(fingerprint));
}

void fingerprint_plan(Planner *planner)
{
    Arena *arena = planner->arena;
    Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->records.len; i++)
        plan->records.items[i]->fingerprint = record_fingerprint(arena, plan->records.items[i]);
    for (size_t i = 0; i < plan->enums.len; i++)
        plan->enums.items[i]->fingerprint =
            enum_fingerprint(arena, plan->enums.items[i]->enumeration);
    Buf text = buf_new(arena);
    dump_model(&text, plan->schema);
    for (size_t i = 0; i < plan->imported_records.len; i++) {
        const RecordPlan *record = plan->imported_records.items[i];
        add_imported(&text, record->plan, record->record->name, record->fingerprint);
    }
    for (size_t i = 0; i < plan->imported_enums.len; i++) {
        const EnumPlan *item = plan->imported_enums.items[i];
        add_imported(&text, item->plan, item->enumeration->name, item->fingerprint);
    }
    plan->fingerprint = fingerprint_of(arena, buf_take(&text));
}
