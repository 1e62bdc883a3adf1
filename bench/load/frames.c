/* Websocket frames (RFC 6455, 5.2): what came is cut into them, what is said is put into one. */
#include "load.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define CLOSE 8
#define PING 9
#define PONG 10

/* False: the kernel took nothing, the client does not get its word in. */
static int sent(struct client *c, int kind, const char *text, size_t size) {
    unsigned char out[8192];
    size_t head = size < 126 ? 6 : 8;
    if (size + head > sizeof out) fatal("a message is too long");
    out[0] = (unsigned char)(0x80 | kind);
    out[1] = (unsigned char)(0x80 | (size < 126 ? size : 126));
    if (size >= 126) {
        out[2] = (unsigned char)(size >> 8);
        out[3] = (unsigned char)size;
    }
    memset(out + head - 4, 0, 4);   /* the mask */
    memcpy(out + head, text, size);
    ssize_t done = send(c->fd, out, size + head, MSG_NOSIGNAL);
    if (done == (ssize_t)(size + head)) return 1;
    if (done < 0 && errno == EAGAIN) return 0;
    client_end(c, OUT);             /* half a frame has left, or the line is dead */
    return 0;
}

int frame_write(struct client *c, const char *text, size_t size) {
    return sent(c, 1, text, size);
}

/* The head's size, or 0 when not all of it is there. */
static size_t head_of(const unsigned char *at, size_t size, size_t *body) {
    if (size < 2) return 0;
    size_t small = at[1] & 127;
    size_t head = small < 126 ? 2 : small == 126 ? 4 : 10;
    if (size < head) return 0;
    *body = small < 126 ? small : 0;
    for (size_t n = 2; n < head; n++) *body = *body << 8 | at[n];
    return head;
}

/* Takes every whole frame; says how many bytes they were. */
size_t frames_take(struct client *c, unsigned char *data, size_t size) {
    size_t at = 0, body = 0, head;
    while (c->fd >= 0 && (head = head_of(data + at, size - at, &body))) {
        if (size - at - head < body) break;
        const char *text = (const char *)data + at + head;
        switch (data[at] & 15) {
            case CLOSE: client_end(c, OUT); return size;
            case PING: sent(c, PONG, text, body); break;
            default: client_packet(c, text, body);
        }
        at += head + body;
    }
    return at;
}
