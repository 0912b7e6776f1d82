/* Suggestions for misspelt names, by edit distance. */
#include "base/suggest.h"

enum { MOST_EDITS = 2, LONGEST_NAME = 127 }; /* nobody misspells a longer one by two letters */

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau's restricted distance, three rows of the table at a time. Names up to LONGEST_NAME. */
static size_t distance(Str a, Str b)
{
    size_t rows[3][LONGEST_NAME + 1];
    for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const size_t replaced = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            row[j] = min(replaced, min(above[j], row[j - 1]) + 1);
            const bool is_swap =
                i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
            if (is_swap) row[j] = min(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

Str suggest_nearest(Str name, const Str *candidates, size_t count)
{
    Str nearest = {0};
    if (name.len > LONGEST_NAME) return nearest;
    size_t limit = min(MOST_EDITS, (name.len + 2) / 3);
    for (size_t i = 0; i < count; i++) {
        const Str candidate = candidates[i];
        if (candidate.len > name.len + limit || name.len > candidate.len + limit) continue;
        if (candidate.len > LONGEST_NAME) continue;
        const size_t edits = distance(name, candidate);
        if (edits > limit) continue;
        nearest = candidate;
        if (edits == 0) break;
        limit = edits - 1; /* the next one must be nearer */
    }
    return nearest;
}
