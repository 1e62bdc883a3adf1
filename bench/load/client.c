/* One client's way in: connect, upgrade, greeting (Engine.IO), name (Socket.IO), its steps. */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned char taken[1 << 18];

static void watch(struct client *c, int how, uint32_t what) {
    struct epoll_event e = {.events = what, .data.ptr = c};
    if (epoll_ctl(L.epoll, how, c->fd, &e) < 0) fatal("epoll_ctl");
}

static void start(struct client *c) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)c->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) fatal("no more sockets (ulimit -n)");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->began_ns = now_ns();
    c->state = CONNECTING;
    c->step = 0;
    L.coming++;
    watch(c, EPOLL_CTL_ADD, EPOLLOUT);
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS)
        client_end(c, REFUSED);
}

/* As many at once as was asked for; each that is in, or refused, makes room for the next. */
void client_next(void) {
    while (L.coming < L.at_once && L.next_in < L.client_count) start(&L.clients[L.next_in++]);
}

void clients_come(int at_once) {
    L.at_once = at_once;
    L.next_in = L.came = L.refused = 0;
    memset(&L.entry, 0, sizeof L.entry);
    client_next();
}

/* As when a mast fails: all at once, without a word. */
void clients_leave(void) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    for (int n = 0; n < L.client_count; n++) {
        struct client *c = &L.clients[n];
        if (c->fd < 0) continue;
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(c->fd);
        c->fd = -1;
        c->state = OUT;
        c->held_size = 0;
    }
}

static void arrived(struct client *c) {
    c->state = IN;
    L.coming--;
    L.came++;
    spread_add(&L.entry, now_ns() - c->began_ns);
    client_next();
}

/* OUT: it was cut. REFUSED: it did not get in. */
void client_end(struct client *c, enum state state) {
    int was_coming = c->state != IN;
    if (c->fd < 0) return;
    close(c->fd);
    c->fd = -1;
    c->held_size = 0;
    c->state = state;
    if (was_coming) {
        L.coming--;
        L.refused++;
        client_next();
    } else {
        L.cut++;
    }
}

void client_writable(struct client *c) {
    char out[4096];
    int size = snprintf(out, sizeof out,
                        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                        "Host: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                        c->port, c->shown);
    if (size >= (int)sizeof out || send(c->fd, out, (size_t)size, MSG_NOSIGNAL) != size) {
        client_end(c, REFUSED);
        return;
    }
    c->state = UPGRADING;
    watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLRDHUP | EPOLLET);
}

static size_t upgraded(struct client *c, const unsigned char *data, size_t size) {
    const char *end = memmem(data, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (size < 12 || memcmp(data + 8, " 101", 4)) {
        client_end(c, REFUSED);
        return size;
    }
    c->state = GREETED;
    return (size_t)(end + 4 - (const char *)data);
}

static void hold(struct client *c, const unsigned char *data, size_t size) {
    if (size && !(c->held = realloc(c->held, size))) fatal("no memory");
    if (size) memcpy(c->held, data, size);
    c->held_size = size;
}

/* One recv. False: there is nothing more. */
static int read_once(struct client *c) {
    size_t size = c->held_size, used = 0;
    if (size) memcpy(taken, c->held, size);
    ssize_t got = recv(c->fd, taken + size, sizeof taken - size, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) client_end(c, c->state == IN ? OUT : REFUSED);
        return 0;
    }
    int more = (size_t)got == sizeof taken - size;
    size += (size_t)got;
    if (c->state == UPGRADING) used = upgraded(c, taken, size);
    if (c->fd >= 0 && c->state != UPGRADING) used += frames_take(c, taken + used, size - used);
    if (c->fd >= 0) hold(c, taken + used, size - used);
    return more;
}

/* Told once for all that has come (EPOLLET), and mostly all of it fits one recv. After a last word
 * the end is there to be read too. */
void client_readable(struct client *c, int hung_up) {
    while (c->fd >= 0 && (read_once(c) || (hung_up && c->fd >= 0))) continue;
}

/* The next of its steps, under an acknowledgement number of its own; after the last it is in. */
static void step(struct client *c) {
    char out[4096];
    if (c->step == c->steps) {
        arrived(c);
        return;
    }
    c->state = STEPPING;
    int size = snprintf(out, sizeof out, "420%s", L.steps[c->first_step + c->step++]);
    if (size >= (int)sizeof out || !frame_write(c, out, (size_t)size)) client_end(c, REFUSED);
}

static void name(struct client *c) {
    char out[1024];
    int size = snprintf(out, sizeof out, "40%s", c->auth);
    c->state = NAMED;
    if (!frame_write(c, out, (size_t)size)) client_end(c, REFUSED);
}

static int begins(const char *text, size_t size, const char *with) {
    size_t n = strlen(with);
    return size >= n && !memcmp(text, with, n);
}

static void refuse(struct client *c, const char *text, size_t size) {
    if (!L.refused) fprintf(stderr, "refused: %.*s\n", (int)(size > 300 ? 300 : size), text);
    client_end(c, REFUSED);
}

void client_packet(struct client *c, const char *text, size_t size) {
    if (begins(text, size, "42")) {
        for (int n = 0; n < L.kind_count; n++)
            if (size > L.kinds[n].event_size && !memcmp(text, L.kinds[n].event, L.kinds[n].event_size))
                talk_heard(&L.kinds[n], text, size);
    } else if (begins(text, size, "43")) {
        if (c->state == IN) talk_acked(text + 2, size - 2);
        else if (begins(text, size, "430[{\"error\"")) refuse(c, text, size);
        else step(c);
    } else if (begins(text, size, "2")) {
        frame_write(c, "3", 1);
    } else if (begins(text, size, "0")) {
        name(c);
    } else if (begins(text, size, "40")) {
        step(c);
    } else if (begins(text, size, "44")) {
        refuse(c, text, size);
    } else if (begins(text, size, "1") || begins(text, size, "41")) {
        client_end(c, c->state == IN ? OUT : REFUSED);
    }
}
