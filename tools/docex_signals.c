/* docex_signals.c: being stopped, and how many processors there are */
#include "docex.h"

#include <sched.h>
#include <unistd.h>

/* Set by a signal handler, which can't be given anything else. */
volatile sig_atomic_t docex_stop;

static void on_signal(int sig)
{
    (void)sig;
    if (docex_stop) /* at once: what is on the medium is what counts, and the case can be gone on with */
        _exit(DX_EXIT_STOPPED);
    docex_stop = 1;
}

/* What was ignored when we started stays ignored: a run in the background is not meant by Ctrl-C. */
void docex_catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old, a = {.sa_handler = on_signal};
        sigemptyset(&a.sa_mask);
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &a, NULL);
    }
}

int docex_processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}
