/* sandbox.h: what a worker process can still do once it is about to touch hostile bytes
 *
 * A process of ours has read rules and models by then; from here on it computes, and reads and writes the descriptors it was given.
 * Landlock (Linux 5.13; ABI 1 and later, what the kernel knows of it) takes the file system away but for what pages are rendered with:
 * fonts and character maps. seccomp takes all system calls away but those on a list. Resource limits take the rest. */
#ifndef DX_ENGINE_SANDBOX_H
#define DX_ENGINE_SANDBOX_H

#include "base/json.h"

#include <sys/types.h>

struct dx_sandbox;

/* What this kernel can do, and what is in force. */
struct dx_protection {
    int landlock;      /* ABI, 0: none */
    bool seccomp;      /* filters with the action that ends a process (Linux 4.14) */
    bool off;          /* --no-sandbox: neither is used */
};

/* Asks the kernel; never fails. */
DX_API void dx_protection_probe(struct dx_protection *p);
/* Is it whole? If not, e says what is missing (DX_ENV). */
DX_API int dx_protection_check(const struct dx_protection *p, struct dx_err *e);
/* Writes its members: "sandbox":true,"landlock":7,"seccomp":true — for the custody log and docex doctor. */
DX_API void dx_protection_describe(const struct dx_protection *p, struct dx_jw *w);

/* Prepares the cage in the parent. DX_ENV when the kernel can't give what is needed and `off` isn't set; the message says what. */
DX_API int dx_sandbox_new(struct dx_sandbox **s, bool off, struct dx_err *e);
DX_API void dx_sandbox_free(struct dx_sandbox *s);
DX_API const struct dx_protection *dx_sandbox_protection(const struct dx_sandbox *s);
/* The descriptor that entering needs, -1: none (s may be NULL). Who closes others must leave it open. */
DX_API int dx_sandbox_fd(const struct dx_sandbox *s);

/* The descriptor that a caged process keeps besides the standard ones, which lead to /dev/null. */
#define DX_CAGE_FD 3
/* Exit status of a caged process that could not be caged, or that ran out of memory. */
#define DX_CAGE_FAILED 76
#define DX_CAGE_NO_MEMORY 3 /* as the tools end without memory (tools/frame_memory.h) */

/* In a process forked for it: closes the cage. `fd` becomes DX_CAGE_FD, all other descriptors are closed. memory: bytes of address
 * space beyond what the process has (0: no bound; sanitizers reserve terabytes, so none there). cpu: seconds of processor time of the
 * whole process, the kernel's net below the parent's own watch (0: none). parent: whose end is the end of this process, too. Ends the
 * process when anything fails. */
DX_API void dx_sandbox_enter(const struct dx_sandbox *s, int fd, size_t memory, unsigned cpu, pid_t parent);

/* The folders that a worker may read, NULL after the last; those that aren't there are left out. */
DX_API const char *const *dx_sandbox_folders(void);
#endif
