/* kind.h: kinds of media that have pages (internal to page/) */
#ifndef DX_PAGE_KIND_H
#define DX_PAGE_KIND_H

#include "base/buf.h"

enum dx_page_kind { DX_KIND_NONE, DX_KIND_PLAIN, DX_KIND_HTML, DX_KIND_PICTURES, DX_KIND_PDF, DX_PAGE_KINDS };

enum dx_page_kind dx_page_kind(struct dx_str media);
#endif
