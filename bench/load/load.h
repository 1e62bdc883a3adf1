/* A load generator: many Socket.IO clients over websocket in one thread (epoll), for measuring.
 *
 * plan.c reads who connects where and what is said; client.c brings a client in; frames.c takes what
 * it hears apart; talk.c says things, at the server's pace or by a timetable, and counts who heard
 * them; spread.c keeps the waits; main.c goes round. Loopback only, frames masked with a zero key
 * (which the protocol allows, and which leaves the payload as it is).
 */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>
#include <stdint.h>

#define KINDS 4
#define DIGITS 7            /* of a message's number, where its template says ####### */
#define RING (1 << 18)      /* messages remembered; a power of two */
#define BUCKETS 2048

/* Waits in microseconds, in buckets of at most 3 %. */
struct spread {
    uint64_t count[BUCKETS], n, max;
};

/* One kind of thing that is said: what everybody hears of it begins with `event`, and carries its
 * number after `mark`. */
struct kind {
    char *name, *event, *mark;
    size_t event_size, mark_size;
    ptrdiff_t hint;         /* where the mark stood last time */
    int acked;              /* is it said with an acknowledgement asked for? */
    int going;              /* may more be said in this stretch? */
    int64_t every_ns, due_ns;
    uint64_t turn, said, heard, expected, acks, refused, strays, open;
    struct spread each, last;   /* to every delivery; to the last of each message */
};

/* What a room says of one kind: to how many, and which of its clients (the first so many). */
struct say {
    char *text;
    size_t size, number_at, clock_at;   /* where the number and the time go; 0: nowhere */
    int hears, speakers;
    uint64_t turn;
};

struct room {
    int first, clients;
    struct say says[KINDS];
};

enum state { OUT, CONNECTING, UPGRADING, GREETED, NAMED, STEPPING, IN, REFUSED };

struct client {
    int fd, room, port, step, steps, first_step;
    enum state state;
    char *shown, *auth;     /* headers of the handshake; JSON after the 40, or "" */
    unsigned char *held;    /* the beginning of a frame whose end has not come */
    size_t held_size;
    int64_t began_ns;
};

/* A message until everybody has heard it. `left` counts deliveries and the acknowledgement. */
struct message {
    int64_t at_ns;
    uint32_t number;
    uint16_t left;
    uint8_t kind, acked;
    int room;
};

struct load {
    int epoll, timer;
    struct client *clients;
    struct room *rooms;
    char **steps;
    struct kind kinds[KINDS];
    int client_count, room_count, step_count, kind_count;
    /* coming in */
    int next_in, at_once, coming, came, refused, cut;
    struct spread entry;
    /* talking */
    struct message *ring;
    uint32_t number;
    uint64_t unheard;       /* messages not heard by everybody yet */
    uint64_t unsent;
    int64_t ends_ns;        /* of this stretch */
    int closed;             /* a message heard by all is followed by the next of its room */
};

extern struct load L;

int64_t now_ns(void);
void fatal(const char *what);

void plan_read(const char *path);

void clients_come(int at_once);
void clients_leave(void);
void client_next(void);
void client_writable(struct client *c);
void client_readable(struct client *c, int hung_up);
void client_end(struct client *c, enum state state);
void client_packet(struct client *c, const char *text, size_t size);

size_t frames_take(struct client *c, unsigned char *data, size_t size);
int frame_write(struct client *c, const char *text, size_t size);

void talk_begin(void);
void talk_closed(int kind, int in_flight);
void talk_open(int kind, double per_second);
void talk_due(void);
void talk_stop(void);
void talk_heard(struct kind *kind, const char *text, size_t size);
void talk_acked(const char *text, size_t size);
void talk_forget(void);
void talk_keep(const char *path);

void spread_add(struct spread *s, int64_t ns);
void spread_print(const char *name, const struct spread *s);

#endif
