/* volume.h: what a folder lies on: is it encrypted, how much room is left */
#ifndef DX_ENGINE_VOLUME_H
#define DX_ENGINE_VOLUME_H

#include "base/json.h"

enum dx_encrypted { DX_ENCRYPTED_UNKNOWN, DX_ENCRYPTED, DX_NOT_ENCRYPTED };

struct dx_volume {
    enum dx_encrypted encrypted; /* by this system: dm-crypt (LUKS) anywhere beneath, or fscrypt; drives that encrypt themselves don't show */
    int64_t free;                /* bytes for this user; -1: unknown */
    bool writable;
};

/* Looks at the volume of a folder, or of the nearest folder above that is there. Never fails: what can't be told is unknown. */
DX_API void dx_volume_look(struct dx_volume *v, const char *path);
/* Is there dm-crypt at this device's place in sysfs (/sys/dev/block/M:N), or at any device beneath it, to sixteen layers? */
DX_API bool dx_volume_has_crypt(const char *sys);
/* "yes", "no", "unknown" */
DX_API const char *dx_encrypted_name(enum dx_encrypted e);
#endif
