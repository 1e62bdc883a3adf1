/* A histogram: exact below 64 µs, then 32 buckets for every doubling (within 3 %). */
#include "load.h"

#include <stdio.h>

static int bucket_of(uint64_t us) {
    if (us < 64) return (int)us;
    int shift = 63 - __builtin_clzll(us) - 5;
    int found = (shift << 5) + (int)(us >> shift);
    return found < BUCKETS ? found : BUCKETS - 1;
}

static uint64_t middle_of(int bucket) {
    if (bucket < 64) return (uint64_t)bucket;
    int shift = (bucket >> 5) - 1;
    uint64_t low = (uint64_t)(bucket - (shift << 5)) << shift;
    return low + ((1ull << shift) >> 1);
}

void spread_add(struct spread *s, int64_t ns) {
    uint64_t us = ns > 0 ? (uint64_t)ns / 1000 : 0;
    s->count[bucket_of(us)]++;
    s->n++;
    if (us > s->max) s->max = us;
}

static double quantile(const struct spread *s, double share) {
    uint64_t rank = (uint64_t)(share * (double)s->n + 0.999999), seen = 0;
    for (int b = 0; b < BUCKETS; b++) {
        seen += s->count[b];
        if (seen >= rank && seen) return (double)middle_of(b) / 1000;
    }
    return 0;
}

/* Milliseconds. */
void spread_print(const char *name, const struct spread *s) {
    printf("\"%s\": {\"n\": %llu, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, \"max\": %.3f}", name,
           (unsigned long long)s->n, quantile(s, 0.50), quantile(s, 0.95), quantile(s, 0.99),
           (double)s->max / 1000);
}
