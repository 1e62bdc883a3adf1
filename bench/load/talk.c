/* Saying things and counting who heard them, exactly: a message is remembered by its number until
 * every one of its listeners has it, and (where that was asked for) its speaker the acknowledgement.
 *
 * Closed: a room says the next thing when the last one is heard, so the server sets the pace.
 * Open: by a timetable, whatever the server does; a wait counts from the moment it was due. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct { uint32_t number; int room; } *kept;
static size_t kept_count;

static void put_number(char *at, uint64_t value, int digits) {
    while (digits--) {
        at[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

static uint64_t wall_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static int say(int kind_at, int room_at, int64_t due_ns) {
    struct kind *k = &L.kinds[kind_at];
    struct room *r = &L.rooms[room_at];
    struct say *s = &r->says[kind_at];
    uint32_t number = (L.number + 1) % 10000000;
    struct client *c = &L.clients[r->first + (int)(s->turn++ % (uint64_t)s->speakers)];
    char out[4096];
    int head = k->acked ? snprintf(out, 32, "42%u", number) : snprintf(out, 32, "42");
    if (s->size + 32 > sizeof out || c->state != IN) { L.unsent++; return 0; }
    memcpy(out + head, s->text, s->size);
    if (s->number_at) put_number(out + head + s->number_at, number, DIGITS);
    if (s->clock_at) put_number(out + head + s->clock_at, wall_ms(), 13);
    struct message *m = &L.ring[number & (RING - 1)];
    *m = (struct message){due_ns, number, (uint16_t)(s->hears + k->acked), (uint8_t)kind_at, 0, room_at};
    L.number = number;
    k->said++;
    k->expected += (uint64_t)s->hears;
    L.unheard++;
    if (frame_write(c, out, (size_t)head + s->size)) return 1;
    m->left = 0;
    k->said--;
    k->expected -= (uint64_t)s->hears;
    L.unheard--;
    L.unsent++;
    return 0;
}

static void whole(struct message *m, int64_t now) {
    struct kind *k = &L.kinds[m->kind];
    L.unheard--;
    spread_add(&k->last, now - m->at_ns);
    if (L.closed && k->going) say(m->kind, m->room, now);
}

static struct message *known(uint64_t number) {
    struct message *m = &L.ring[number & (RING - 1)];
    return m->left && m->number == number ? m : NULL;
}

static uint64_t digits(const char *at, const char *end) {
    uint64_t value = 0;
    for (int n = 0; n < DIGITS && at < end && *at >= '0' && *at <= '9'; n++)
        value = value * 10 + (uint64_t)(*at++ - '0');
    return value;
}

/* The next mark at or after `from`: nearly always where it was in the frame before. */
static const char *mark(struct kind *k, const char *text, const char *from, const char *end) {
    const char *likely = text + k->hint;
    if (likely >= from && likely + k->mark_size < end && !memcmp(likely, k->mark, k->mark_size))
        return likely;
    return memmem(from, (size_t)(end - from), k->mark, k->mark_size);
}

/* A frame may tell of several (a server that gathers positions): each is a delivery. */
void talk_heard(struct kind *k, const char *text, size_t size) {
    const char *end = text + size, *at = mark(k, text, text + k->event_size, end);
    int64_t now = now_ns();
    if (at) k->hint = at - text;
    while (at) {
        at += k->mark_size;
        struct message *m = known(digits(at, end));
        if (m && &L.kinds[m->kind] == k) {
            k->heard++;
            spread_add(&k->each, now - m->at_ns);
            if (--m->left == 0) whole(m, now);
        } else {
            k->strays++;
        }
        at = memmem(at, (size_t)(end - at), k->mark, k->mark_size);
    }
}

static void keep(const struct message *m) {
    if (!(kept_count & (kept_count - 1)) &&
        !(kept = realloc(kept, sizeof *kept * (kept_count ? kept_count * 2 : 1))))
        fatal("no memory");
    kept[kept_count].number = m->number;
    kept[kept_count++].room = m->room;
}

/* `123[{...}]`: the number is the message's own. One that comes late, after its stretch, counts too:
 * what was acknowledged must be held by everybody. */
void talk_acked(const char *text, size_t size) {
    uint64_t number = strtoull(text, NULL, 10);
    struct message *m = &L.ring[number & (RING - 1)];
    const char *body = memchr(text, '[', size);
    if (m->number != number || m->acked || !body) return;
    struct kind *k = &L.kinds[m->kind];
    m->acked = 1;
    if (memmem(body, size - (size_t)(body - text), "\"error\"", 7)) {
        if (!k->refused++) fprintf(stderr, "refused: %.*s\n", (int)(size > 300 ? 300 : size), text);
    } else {
        k->acks++;
        if (m->kind == 0) keep(m);      /* of the plan's first kind */
    }
    if (m->left && --m->left == 0) whole(m, now_ns());
}

/* Every acknowledged message of the first kind so far: its number and its room. */
void talk_keep(const char *path) {
    FILE *file = fopen(path, "w");
    if (!file) fatal("the list of the acknowledged cannot be written");
    for (size_t n = 0; n < kept_count; n++) fprintf(file, "%u %d\n", kept[n].number, kept[n].room);
    fclose(file);
}

void talk_begin(void) {
    for (int n = 0; n < L.kind_count; n++) {
        struct kind *k = &L.kinds[n];
        k->said = k->heard = k->expected = k->acks = k->refused = k->strays = 0;
        k->going = 0;
        memset(&k->each, 0, sizeof k->each);
        memset(&k->last, 0, sizeof k->last);
    }
    L.closed = 0;
    L.unsent = 0;
}

void talk_closed(int kind, int in_flight) {
    L.closed = L.kinds[kind].going = 1;
    for (int n = 0; n < in_flight; n++)
        for (int room = 0; room < L.room_count; room++)
            if (L.rooms[room].says[kind].text) say(kind, room, now_ns());
}

void talk_open(int kind, double per_second) {
    struct kind *k = &L.kinds[kind];
    k->going = 1;
    k->every_ns = (int64_t)(1e9 / per_second);
    k->due_ns = now_ns() + k->every_ns;
}

/* What is due by now, each room in its turn; nothing that is due only after the stretch. */
void talk_due(void) {
    int64_t now = now_ns(), until = now < L.ends_ns ? now : L.ends_ns;
    for (int n = 0; n < L.kind_count; n++) {
        struct kind *k = &L.kinds[n];
        for (; !L.closed && k->going && k->due_ns <= until; k->due_ns += k->every_ns) {
            int room = (int)(k->turn++ % (uint64_t)L.room_count);
            if (L.rooms[room].says[n].text) say(n, room, k->due_ns);
        }
    }
}

void talk_stop(void) {
    for (int n = 0; n < L.kind_count; n++) L.kinds[n].going = 0;
}

/* What nobody will hear any more belongs to no later stretch. */
void talk_forget(void) {
    for (int n = 0; n < RING; n++) L.ring[n].left = 0;
    L.unheard = 0;
}
