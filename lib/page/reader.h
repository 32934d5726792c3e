/* reader.h: what the readers of page media share; for files in lib/page alone */
#ifndef DX_PAGE_READER_H
#define DX_PAGE_READER_H

#include "page/page.h"

/* One item being read: where its pages go. */
struct dx_reading_job {
    int fd;
    struct dx_str media;
    int64_t max_pixels;
    int max_pages;
    dx_page_fn *page;
    dx_page_error_fn *error;
    void *ctx;
    bool (*want)(void *ctx, int page, bool *coarse); /* of the budget */
};
/* Is the page wanted? To be asked by readers before a page of its own can do harm. */
static inline bool dx_page_wanted(const struct dx_reading_job *job, int page, bool *coarse)
{
    *coarse = false;
    return !job->want || job->want(job->ctx, page, coarse);
}

/* A reader of a kind of media; returns as dx_pages_read does. */
typedef int dx_reader_fn(const struct dx_reading_job *job, struct dx_err *e);
dx_reader_fn dx_read_plain, dx_read_html, dx_read_pictures, dx_read_pdf;

/* The whole file, from position 0. DX_LIMIT (file) when it is longer than DX_FILE_BYTES; DX_BAD (io). */
int dx_fd_all(int fd, struct dx_buf *b, struct dx_err *e);
/* The next bytes, up to n, all of them unless the file ends. DX_BAD (io). */
int dx_fd_some(int fd, char *p, size_t n, size_t *got, struct dx_err *e);

/* Text without end, cut into pages as the contract says. Starts as all zero but `job`; the text is handed over by
 * dx_cut_more, whose buffer is emptied as pages are made. */
struct dx_cut {
    const struct dx_reading_job *job;
    const char *charset; /* NULL: UTF-8 */
    struct dx_buf text;  /* what waits: the caller appends here, then calls dx_cut_more */
    int64_t offset;      /* byte of the item's text where the waiting text starts */
    int page;            /* pages given so far */
    const struct dx_layer *meta; /* goes with the first page; may be NULL */
};
/* Gives pages while more than one page's worth waits. */
int dx_cut_more(struct dx_cut *c, struct dx_err *e);
/* Gives the rest (also when it is empty and nothing was given yet). */
int dx_cut_end(struct dx_cut *c, struct dx_err *e);
#endif
