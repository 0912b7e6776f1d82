/* sg_blocks.h: text that is read, looked at a block of bytes at a time: white space, the inside of strings,
   text that is compared. Sixteen bytes where the compiler has SSE2, eight in portable C where the lowest
   address is the lowest byte of a word, else one. */
#ifndef SG_BLOCKS_H
#define SG_BLOCKS_H

#include "sg_base.h"
#include "sg_writer.h"

#define SG_EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* The high bit of each byte that is 0, and no other bit. */
SG_INLINE uint64_t sg_zero_bytes(uint64_t word)
{
    const uint64_t low = SG_EACH_BYTE(0x7F);
    return ~(((word & low) + low) | word | low);
}

/* A table of `f` of each byte, made by the compiler. */
#define SG_TABLE_4(f, c) f(c), f((c) + 1), f((c) + 2), f((c) + 3)
#define SG_TABLE_16(f, c)                                                                          \
    SG_TABLE_4(f, c), SG_TABLE_4(f, (c) + 4), SG_TABLE_4(f, (c) + 8), SG_TABLE_4(f, (c) + 12)
#define SG_TABLE_64(f, c)                                                                          \
    SG_TABLE_16(f, c), SG_TABLE_16(f, (c) + 16), SG_TABLE_16(f, (c) + 32), SG_TABLE_16(f, (c) + 48)
#define SG_TABLE_256(f)                                                                            \
    {                                                                                              \
        SG_TABLE_64(f, 0), SG_TABLE_64(f, 64), SG_TABLE_64(f, 128), SG_TABLE_64(f, 192)            \
    }

/* ---- digits ---- */

enum { SG_NO_DIGIT = 0xFF };

#define SG_HEX_OF(c)                                                                               \
    ((c) >= '0' && (c) <= '9'   ? (c) - '0'                                                        \
     : (c) >= 'a' && (c) <= 'f' ? (c) - 'a' + 10                                                   \
     : (c) >= 'A' && (c) <= 'F' ? (c) - 'A' + 10                                                   \
                                : SG_NO_DIGIT)

/* The value of a hexadecimal digit; SG_NO_DIGIT for all else. */
SG_INLINE unsigned sg_hex_value(char c)
{
    static const unsigned char values[] = SG_TABLE_256(SG_HEX_OF);
    return values[(unsigned char)c];
}

/* ---- blocks of sixteen bytes ---- */

#if SG_SSE2

SG_INLINE __m128i sg_load_block(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* All bits of the first `count` bytes, up to sixteen of them. */
SG_INLINE __m128i sg_first_bytes(size_t count)
{
    static const char bytes[] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    return sg_load_block(bytes + 16 - count);
}

#endif

/* ---- white space ---- */

SG_FN bool sg_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The first byte from `p` on that is no space, or `end`. */
SG_INLINE const char *sg_skip_blanks(const char *p, const char *end)
{
#if SG_SSE2
    for (; end - p >= 16; p += 16) {
        const __m128i block = sg_load_block(p);
        const int spaces = _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(' ')));
        if (SG_LIKELY(spaces != 0xFFFF)) return p + sg_trailing_zeros(~(uint64_t)spaces);
    }
#elif SG_WORDS
    for (; end - p >= 8; p += 8) {
        const uint64_t others = sg_load_word(p) ^ SG_EACH_BYTE(' ');
        if (SG_LIKELY(others)) return p + (sg_trailing_zeros(others) >> 3);
    }
#endif
    while (p < end && *p == ' ') p++;
    return p;
}

/* The first byte from `p` on that is no white space, or `end`. Text that is pretty-printed has a newline
   and then a run of spaces. */
SG_NOINLINE const char *sg_skip_space(const char *p, const char *end)
{
    while (p < end && sg_is_space(*p)) p = sg_skip_blanks(p + 1, end);
    return p;
}

/* ---- the inside of strings ---- */

#if SG_SSE2
/* A bit for each of sixteen bytes that is a quote, a backslash, a control character or not ASCII. */
SG_INLINE uint64_t sg_special_of_block(__m128i block)
{
    const __m128i is_quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i is_backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const __m128i is_other = _mm_subs_epi8(block, _mm_set1_epi8(0x20)); /* negative where so */
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_or_si128(is_quote, is_backslash), is_other));
}
#endif

/* The first byte from `p` on that is a quote, a backslash, a control character or not ASCII; or `end`. */
SG_FN const char *sg_find_special(const char *p, const char *end)
{
#if SG_SSE2
    for (; end - p >= 16; p += 16) {
        const uint64_t marks = sg_special_of_block(sg_load_block(p));
        if (marks) return p + sg_trailing_zeros(marks);
    }
#endif
#if SG_WORDS
    for (; end - p >= 8; p += 8) {
        const uint64_t marks = sg_special_bytes(sg_load_word(p)); /* the lowest is right */
        if (marks) return p + (sg_trailing_zeros(marks) >> 3);
    }
#endif
    while (p < end && sg_is_plain((unsigned char)*p)) p++;
    return p;
}

/* The first byte from `p` on that is a quote, a backslash or a control character; or `end`. */
SG_FN const char *sg_find_syntax(const char *p, const char *end)
{
#if SG_SSE2
    const __m128i quotes = _mm_set1_epi8('"'), backslashes = _mm_set1_epi8('\\');
    const __m128i controls = _mm_set1_epi8(0x1F);
    for (; end - p >= 16; p += 16) {
        const __m128i block = sg_load_block(p);
        const __m128i is_syntax = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(block, quotes), _mm_cmpeq_epi8(block, backslashes)),
            _mm_cmpeq_epi8(_mm_min_epu8(block, controls), block));
        const int marks = _mm_movemask_epi8(is_syntax);
        if (marks) return p + sg_trailing_zeros((uint64_t)marks);
    }
#endif
#if SG_WORDS
    for (; end - p >= 8; p += 8) {
        const uint64_t word = sg_load_word(p);
        const uint64_t marks = sg_zero_bytes(word ^ SG_EACH_BYTE('"')) |
                               sg_zero_bytes(word ^ SG_EACH_BYTE('\\')) |
                               sg_zero_bytes(word & SG_EACH_BYTE(0xE0));
        if (marks) return p + (sg_trailing_zeros(marks) >> 3);
    }
#endif
    while (p < end && (unsigned char)*p >= 0x20 && *p != '"' && *p != '\\') p++;
    return p;
}

/* Copies start..end to `out` up to the first backslash; returns how many bytes. `out` has room for all. */
SG_FN Py_ssize_t sg_copy_to_backslash(char *out, const char *start, const char *end)
{
    const char *p = start;
#if SG_SSE2
    const __m128i backslashes = _mm_set1_epi8('\\');
    for (; end - p >= 16; p += 16) {
        const __m128i block = sg_load_block(p);
        _mm_storeu_si128((__m128i *)(void *)(out + (p - start)), block);
        const int marks = _mm_movemask_epi8(_mm_cmpeq_epi8(block, backslashes));
        if (marks) return p - start + sg_trailing_zeros((uint64_t)marks);
    }
#endif
#if SG_WORDS
    for (; end - p >= 8; p += 8) {
        const uint64_t word = sg_load_word(p), marks = sg_zero_bytes(word ^ SG_EACH_BYTE('\\'));
        memcpy(out + (p - start), &word, sizeof word);
        if (marks) return p - start + (sg_trailing_zeros(marks) >> 3);
    }
#endif
    for (; p < end && *p != '\\'; p++) out[p - start] = *p;
    return p - start;
}

/* ---- text that is compared ---- */

SG_INLINE uint32_t sg_load_half(const char *at)
{
    uint32_t half;
    memcpy(&half, at, sizeof half);
    return half;
}

/* Whether `n` bytes are the same: no call for the lengths that keys have. */
SG_INLINE bool sg_same_bytes(const char *a, const char *b, Py_ssize_t n)
{
#if SG_FAST_PATHS
    if (SG_LIKELY(n >= 8)) {
        for (; SG_UNLIKELY(n > 16); a += 8, b += 8, n -= 8)
            if (sg_load_word(a) != sg_load_word(b)) return false;
        const uint64_t head = sg_load_word(a) ^ sg_load_word(b);
        const uint64_t tail = sg_load_word(a + n - 8) ^ sg_load_word(b + n - 8);
        return !(head | tail);
    }
    if (SG_LIKELY(n >= 4)) {
        const uint32_t head = sg_load_half(a) ^ sg_load_half(b);
        const uint32_t tail = sg_load_half(a + n - 4) ^ sg_load_half(b + n - 4);
        return !(head | tail);
    }
    while (n > 0 && a[n - 1] == b[n - 1]) n--;
    return n == 0;
#else
    return memcmp(a, b, (size_t)n) == 0;
#endif
}

#endif
