/* The floor of the fan-out: a server that can nothing else. It speaks as much websocket, Engine.IO and
 * Socket.IO as the generator needs, frames what it is told once, and calls send() for every delivery.
 * It checks nothing, and must never face anything but the bench: it prints its port, on loopback. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 16384          /* file descriptors */
#define ROOMS 4096
#define SEATS 64
#define HELD 4096

static struct client { int open, room; size_t size; unsigned char held[HELD]; } clients[MOST];
static struct room { char name[40]; int seats, seat[SEATS]; } rooms[ROOMS];
static int room_count;
static const char WELCOME[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";     /* of the generator's one key */

static size_t framed(unsigned char *out, const char *text, size_t size) {
    size_t head = size < 126 ? 2 : 4;
    out[0] = 0x81;
    out[1] = (unsigned char)(size < 126 ? size : 126);
    if (head == 4) { out[2] = (unsigned char)(size >> 8); out[3] = (unsigned char)size; }
    memcpy(out + head, text, size);
    return head + size;
}

static void tell(int fd, const char *text) {
    unsigned char out[512];
    size_t size = framed(out, text, strlen(text));
    if (send(fd, out, size, MSG_NOSIGNAL) < 0) return;      /* it has gone */
}

/* What stands between "room":" and the next quotation mark. */
static struct room *room_of(const char *text, size_t size) {
    const char *at = memmem(text, size, "\"room\":\"", 8), *end;
    if (!at || !(end = memchr(at + 8, '"', size - (size_t)(at + 8 - text)))) return NULL;
    size_t length = (size_t)(end - at - 8);
    for (int n = 0; n < room_count; n++)
        if (strlen(rooms[n].name) == length && !memcmp(rooms[n].name, at + 8, length)) return &rooms[n];
    if (room_count == ROOMS || length >= sizeof rooms[0].name) return NULL;
    memcpy(rooms[room_count].name, at + 8, length);
    return &rooms[room_count++];
}

static void enter(int fd, const char *text, size_t size) {
    struct room *r = room_of(text, size);
    if (!r || r->seats == SEATS) return;
    r->seat[r->seats++] = fd;
    clients[fd].room = (int)(r - rooms) + 1;
    tell(fd, "430[{}]");
}

/* ["point.say",{...}] is heard as ["point.said",{...}]. */
static void say(const char *text, size_t size, size_t skip, const char *heard) {
    struct room *r = room_of(text, size);
    char told[2048];
    unsigned char out[2100];
    size_t head = strlen(heard);
    if (!r || head + size - skip > sizeof told) return;
    memcpy(told, heard, head);
    memcpy(told + head, text + skip, size - skip);
    size_t whole = framed(out, told, head + size - skip);
    for (int n = 0; n < r->seats; n++)
        if (send(r->seat[n], out, whole, MSG_NOSIGNAL) < 0 && errno == EPIPE) continue;
}

static int begins(const char *text, size_t size, const char *with) {
    return size >= strlen(with) && !memcmp(text, with, strlen(with));
}

static void packet(int fd, const char *text, size_t size) {
    if (begins(text, size, "42[\"point.say\"")) say(text, size, 14, "42[\"point.said\"");
    else if (begins(text, size, "42[\"position.report\"")) say(text, size, 20, "42[\"position.moved\"");
    else if (begins(text, size, "420[\"room.enter\"")) enter(fd, text, size);
    else if (begins(text, size, "40")) tell(fd, "40{\"sid\":\"x7sRk2mQpW4vTb9LcY1d\"}");
}

static void leave(int fd) {
    struct room *r = clients[fd].room ? &rooms[clients[fd].room - 1] : NULL;
    for (int n = 0; r && n < r->seats; n++)
        if (r->seat[n] == fd) { r->seat[n] = r->seat[--r->seats]; break; }
    memset(&clients[fd], 0, offsetof(struct client, held));
    close(fd);
}

/* The generator masks with a zero key, and what it says is short. */
static void take(int fd) {
    struct client *c = &clients[fd];
    ssize_t got = recv(fd, c->held + c->size, HELD - c->size, 0);
    if (got <= 0) { leave(fd); return; }
    c->size += (size_t)got;
    size_t at = 0;
    if (!c->open) {
        const unsigned char *end = memmem(c->held, c->size, "\r\n\r\n", 4);
        if (!end) return;
        at = (size_t)(end - c->held) + 4;
        c->open = 1;
        if (send(fd, WELCOME, sizeof WELCOME - 1, MSG_NOSIGNAL) < 0) return;
        tell(fd, "0{\"sid\":\"x7sRk2mQpW4vTb9LcY1d\",\"upgrades\":[],\"pingInterval\":900000,"
                 "\"pingTimeout\":900000,\"maxPayload\":65536}");
    }
    while (c->size - at >= 8) {
        size_t size = c->held[at + 1] & 127, head = 6;
        if (size == 126) { size = (size_t)c->held[at + 2] << 8 | c->held[at + 3]; head = 8; }
        if (c->size - at < head + size) break;
        packet(fd, (const char *)c->held + at + head, size);
        at += head + size;
    }
    memmove(c->held, c->held + at, c->size -= at);
}

static void welcome(int door, int epoll) {
    int fd, one = 1;
    while ((fd = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
        if (fd >= MOST) { close(fd); continue; }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
    }
}

int main(void) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = door};
    if (bind(door, (struct sockaddr *)&at, size) || listen(door, 4096) ||
        getsockname(door, (struct sockaddr *)&at, &size) || epoll_ctl(epoll, EPOLL_CTL_ADD, door, &e))
        return 1;
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event found[512];
        int count = epoll_wait(epoll, found, 512, -1);
        for (int n = 0; n < count; n++)
            if (found[n].data.fd == door) welcome(door, epoll);
            else take(found[n].data.fd);
    }
}
