/* serial.h: what libraries ask for threads is answered with none: the OpenMP runtime for one thread (GCC's ABI), which nobody calls by name but
 * code that was compiled with -fopenmp; and the starts of threads in libde265 and dav1d, which libheif calls; and a step of Tesseract's
 *
 * Sections are numbered from 1; 0 ends them. GOMP_sections_next is valid within the body of GOMP_parallel_sections only. */
#ifndef DX_PAGE_SERIAL_H
#define DX_PAGE_SERIAL_H

#include "base/err.h"

DX_API void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
DX_API void GOMP_parallel_sections(void (*body)(void *), void *data, unsigned threads, unsigned count, unsigned flags);
DX_API unsigned GOMP_sections_next(void);
DX_API void GOMP_sections_end_nowait(void);
DX_API int omp_get_num_threads(void);
DX_API int omp_get_thread_num(void);
DX_API int de265_start_worker_threads(void *decoder, int threads);
DX_API void dav1d_default_settings(void *settings);
/* tesseract::TessBaseAPI::DetectParagraphs(bool), as C++ names it (Itanium ABI) */
DX_API void dx_no_paragraphs(void *api, bool after_recognition) __asm__("_ZN9tesseract11TessBaseAPI16DetectParagraphsEb");

#endif
