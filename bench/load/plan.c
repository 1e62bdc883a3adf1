/* The plan, a file: a line for each thing, its parts between tabs.
 *
 *   kind    name  event  mark  acked      heard as 42["event",...; its number follows `mark`
 *   room                                  the clients that follow are in it
 *   say     kind  hears  speakers  text   what its speakers say, and how many hear it
 *   client  port  headers  auth           headers of its handshake (` | ` between them)
 *   step    text                          said once it is in, and awaited; then the next
 */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *held, int count, size_t each) {
    if (count & (count - 1)) return held;   /* room is doubled at every power of two */
    void *more = realloc(held, each * (size_t)(count ? count * 2 : 1));
    if (!more) fatal("no memory");
    return more;
}

static char *part(char **rest) {
    char *found = strsep(rest, "\t");
    return strdup(found ? found : "");
}

static size_t place_of(const char *text, const char *what) {
    const char *found = strstr(text, what);
    return found ? (size_t)(found - text) : 0;
}

static void read_kind(char *rest) {
    if (L.kind_count == KINDS) fatal("too many kinds");
    struct kind *k = &L.kinds[L.kind_count++];
    k->name = part(&rest);
    char *event = part(&rest);
    if (asprintf(&k->event, "42[\"%s\"", event) < 0) fatal("no memory");
    k->mark = part(&rest);
    k->acked = atoi(part(&rest));
    k->event_size = strlen(k->event);
    k->mark_size = strlen(k->mark);
    free(event);
}

static void read_room(void) {
    L.rooms = grown(L.rooms, L.room_count, sizeof *L.rooms);
    memset(&L.rooms[L.room_count], 0, sizeof *L.rooms);
    L.rooms[L.room_count++].first = L.client_count;
}

static void read_say(char *rest) {
    int kind = atoi(part(&rest));
    if (!L.room_count || kind < 0 || kind >= L.kind_count) fatal("say: no such room or kind");
    struct say *s = &L.rooms[L.room_count - 1].says[kind];
    s->hears = atoi(part(&rest));
    s->speakers = atoi(part(&rest));
    s->text = part(&rest);
    s->size = strlen(s->text);
    s->number_at = place_of(s->text, "#######");
    s->clock_at = place_of(s->text, "@@@@@@@@@@@@@");
}

/* `A: b | C: d` becomes two lines. */
static char *headers_of(char *joined) {
    char *made = calloc(1, strlen(joined) * 2 + 3), *one;
    if (!made) fatal("no memory");
    while ((one = strsep(&joined, "|"))) {
        one += strspn(one, " ");
        size_t size = strlen(one);
        while (size && one[size - 1] == ' ') size--;
        if (size) strcat(strncat(made, one, size), "\r\n");
    }
    return made;
}

static void read_client(char *rest) {
    if (!L.room_count) fatal("client: no room");
    L.clients = grown(L.clients, L.client_count, sizeof *L.clients);
    struct client *c = &L.clients[L.client_count++];
    memset(c, 0, sizeof *c);
    c->fd = -1;
    c->room = L.room_count - 1;
    c->port = atoi(part(&rest));
    c->shown = headers_of(part(&rest));
    c->auth = part(&rest);
    c->first_step = L.step_count;
    L.rooms[c->room].clients++;
}

static void read_step(char *rest) {
    if (!L.client_count) fatal("step: no client");
    L.steps = grown(L.steps, L.step_count, sizeof *L.steps);
    L.steps[L.step_count++] = part(&rest);
    L.clients[L.client_count - 1].steps++;
}

void plan_read(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t got;
    if (!file) fatal(path);
    while ((got = getline(&line, &size, file)) > 0) {
        line[got - 1] = 0;
        char *rest = line, *word = strsep(&rest, "\t");
        if (!strcmp(word, "kind")) read_kind(rest);
        else if (!strcmp(word, "room")) read_room();
        else if (!strcmp(word, "say")) read_say(rest);
        else if (!strcmp(word, "client")) read_client(rest);
        else if (!strcmp(word, "step")) read_step(rest);
        else fatal(word);
    }
    free(line);
    fclose(file);
}
