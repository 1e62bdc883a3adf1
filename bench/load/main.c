/* Goes round: commands on standard input, one JSON object on standard output for each.
 *
 *   come  at_once                 everybody in; how long it took
 *   leave                         everybody out, without a word
 *   closed  seconds  kind  k      k messages in flight in every room
 *   open    seconds  kind  rate   so many messages a second in all; further pairs may follow
 *   keep  path                    writes down every acknowledged message
 *
 * Between commands pings are answered. It ends with its standard input. */
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define LAND_NS 5000000000LL    /* how long the last messages may take to land */
#define GATHER_NS 200000
#define COME_NS 300000000000LL

struct load L;
static char typed[65536];
static size_t typed_size;

int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void fatal(const char *what) {
    perror(what);
    exit(1);
}

static double cpu_s(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* The next moment something is to be done: what is due, or the end. */
static void wake_at(int64_t at) {
    struct itimerspec when = {.it_value = {.tv_sec = at / 1000000000, .tv_nsec = at % 1000000000}};
    timerfd_settime(L.timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void wake_for(int64_t end) {
    for (int n = 0; n < L.kind_count && !L.closed; n++)
        if (L.kinds[n].going && L.kinds[n].due_ns < end) end = L.kinds[n].due_ns;
    wake_at(end);
}

/* In a closed loop the server has the next message at hand already. A moment's wait lets one round take
 * what would have been thirty, and the server wakes nobody with every send. */
static void gather(void) {
    struct timespec moment = {.tv_nsec = GATHER_NS};
    if (L.closed) nanosleep(&moment, NULL);
}

/* One round. False: standard input has something (a command, or its end). */
static int turn(void) {
    struct epoll_event found[512];
    int typed_in = 0;
    int count = epoll_wait(L.epoll, found, 512, -1);
    for (int n = 0; n < count; n++) {
        struct client *c = found[n].data.ptr;
        if (found[n].data.ptr == &L) typed_in = 1;
        else if (found[n].data.ptr == &L.timer) {
            uint64_t times;
            if (read(L.timer, &times, sizeof times) < 0) continue;
        } else if (c->fd < 0) continue;     /* ended earlier in this round */
        else if (c->state == CONNECTING) client_writable(c);
        else client_readable(c, !!(found[n].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)));
    }
    talk_due();
    return !typed_in;
}

static void come(int at_once) {
    int64_t began = now_ns();
    double cpu = cpu_s();
    clients_come(at_once);
    wake_at(began + COME_NS);
    while (L.coming && now_ns() < began + COME_NS) turn();
    double took = (double)(now_ns() - began) / 1e9;
    printf("{\"seconds\": %.4f, \"came\": %d, \"refused\": %d, \"cpu\": %.4f, ", took, L.came,
           L.refused, (cpu_s() - cpu) / took);
    spread_print("each_ms", &L.entry);
    printf("}\n");
}

static void print_kind(const struct kind *k) {
    printf("\"%s\": {\"said\": %llu, \"expected\": %llu, \"heard\": %llu, \"acked\": %llu, "
           "\"refused\": %llu, \"strays\": %llu, ", k->name, (unsigned long long)k->said,
           (unsigned long long)k->expected, (unsigned long long)k->heard,
           (unsigned long long)k->acks, (unsigned long long)k->refused,
           (unsigned long long)k->strays);
    spread_print("each_ms", &k->each);
    printf(", ");
    spread_print("last_ms", &k->last);
    printf("}");
}

static int stdin_ready;

static void talk(double seconds) {
    int64_t began = now_ns(), end = began + (int64_t)(seconds * 1e9);
    double cpu = cpu_s();
    L.ends_ns = end;
    while (now_ns() < end && !stdin_ready) {
        gather();
        wake_for(end);
        stdin_ready = !turn();
    }
    talk_due();     /* however late it is: as many as were asked for */
    talk_stop();
    for (int64_t last = now_ns() + LAND_NS; L.unheard && now_ns() < last && !stdin_ready;) {
        wake_at(last);
        stdin_ready = !turn();
    }
    double took = (double)(now_ns() - began) / 1e9;
    printf("{\"seconds\": %.4f, \"cpu\": %.4f, \"unheard\": %llu, \"unsent\": %llu, \"cut\": %d",
           took, (cpu_s() - cpu) / took, (unsigned long long)L.unheard,
           (unsigned long long)L.unsent, L.cut);
    for (int n = 0; n < L.kind_count; n++) {
        printf(", ");
        print_kind(&L.kinds[n]);
    }
    printf("}\n");
    talk_forget();
}

static int kind_at(const char *text) {
    int kind = text ? atoi(text) : -1;
    if (kind < 0 || kind >= L.kind_count) fatal("no such kind");
    return kind;
}

static double figure(const char *text) {
    double value = text ? atof(text) : 0;
    if (value <= 0) fatal("a figure is missing");
    return value;
}

static void obey(char *line) {
    char *word = strtok(line, " "), *kind;
    if (!word) return;
    if (!strcmp(word, "come")) {
        come((int)figure(strtok(NULL, " ")));
    } else if (!strcmp(word, "leave")) {
        clients_leave();
        printf("{}\n");
    } else if (!strcmp(word, "keep")) {
        talk_keep(strtok(NULL, " "));
        printf("{}\n");
    } else if (!strcmp(word, "closed") || !strcmp(word, "open")) {
        int closed = word[0] == 'c';
        double seconds = figure(strtok(NULL, " "));
        talk_begin();
        while ((kind = strtok(NULL, " "))) {
            int at = kind_at(kind);
            double much = figure(strtok(NULL, " "));
            if (closed) talk_closed(at, (int)much);
            else talk_open(at, much);
        }
        talk(seconds);
    } else {
        fatal(word);
    }
    fflush(stdout);
}

/* Every whole line that was typed. False at the end of input. */
static int listen_to_stdin(void) {
    ssize_t got = read(0, typed + typed_size, sizeof typed - typed_size - 1);
    if (got <= 0) return 0;
    typed_size += (size_t)got;
    typed[typed_size] = 0;
    char *line = typed, *end;
    stdin_ready = 0;
    while ((end = strchr(line, '\n'))) {
        *end = 0;
        obey(line);
        line = end + 1;
    }
    typed_size = strlen(line);
    memmove(typed, line, typed_size + 1);
    return 1;
}

int main(int argc, char **argv) {
    struct rlimit files;
    prctl(PR_SET_PDEATHSIG, SIGKILL);   /* nothing is left running when the bench is killed */
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (argc != 2) fatal("usage: load plan");
    plan_read(argv[1]);
    L.epoll = epoll_create1(EPOLL_CLOEXEC);
    L.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    L.ring = calloc(RING, sizeof *L.ring);
    struct epoll_event in = {.events = EPOLLIN, .data.ptr = &L};
    struct epoll_event tick = {.events = EPOLLIN, .data.ptr = &L.timer};
    if (!L.ring || epoll_ctl(L.epoll, EPOLL_CTL_ADD, 0, &in) < 0 ||
        epoll_ctl(L.epoll, EPOLL_CTL_ADD, L.timer, &tick) < 0)
        fatal("epoll");
    printf("{\"clients\": %d, \"rooms\": %d}\n", L.client_count, L.room_count);
    fflush(stdout);
    for (;;)
        if (!turn() && !listen_to_stdin()) return 0;
}
