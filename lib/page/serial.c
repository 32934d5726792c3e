/* serial.c: one thread a worker, whatever libraries ask for: OpenMP's runtime for Tesseract, and the decoders' threads of HEIF; no paragraphs
 *
 * Workers have one thread each (the pool has processes, and the cage forbids more). Even then libgomp sets up a team for each of the
 * 76,000 parallel regions of a picture and wakes nobody, by system calls that pass the cage's filter each time: 4 to 8 % of the
 * whole recognition. The calls are those of GCC's ABI (libgomp manual, "The libgomp ABI"); the linker finds them here first, in the program or
 * in libdocex, which is named before Tesseract. tests/cli/serial.test holds them against what Tesseract imports. */
#include "page/serial.h"

#include <dlfcn.h>

/* The sections of the region that runs: the next one to hand out, and how many there are. Regions may lie in one another. */
static _Thread_local unsigned section, sections;

void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags)
{
    (void)threads, (void)flags;
    body(data);
}

void GOMP_parallel_sections(void (*body)(void *), void *data, unsigned threads, unsigned count, unsigned flags)
{
    unsigned outer = section, outers = sections;
    (void)threads, (void)flags;
    section = 0;
    sections = count;
    body(data);
    section = outer;
    sections = outers;
}

unsigned GOMP_sections_next(void) { return section < sections ? ++section : 0; }

void GOMP_sections_end_nowait(void) {}

int omp_get_num_threads(void) { return 1; }

int omp_get_thread_num(void) { return 0; }

/* libde265 believes that threads were started though none could be, and waits for them; without any it decodes by itself. 0: done. */
int de265_start_worker_threads(void *decoder, int threads)
{
    (void)decoder, (void)threads;
    return 0;
}

/* dav1d gives up where it can't have a thread for each processor; the number is the first of its settings (dav1d.h, since 1.0; 0: as many as
 * there are). */
void dav1d_default_settings(void *settings)
{
    union {
        void *p;
        void (*fn)(void *);
    } own = {dlsym(RTLD_NEXT, "dav1d_default_settings")};
    if (!own.fn)
        return;
    own.fn(settings);
    *(int *)settings = 1;
}

/* Tesseract looks for paragraphs on every page, which nobody here asks for, by steps that grow with the cube of the pieces of text: of a page
 * with 3,000 small pictures it took minutes. Without them each block is one, and only the order of words from right to left may differ. */
void dx_no_paragraphs(void *api, bool after_recognition)
{
    (void)api, (void)after_recognition;
}
