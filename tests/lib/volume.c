/* volume.c: encryption beneath a volume, told from the form of sysfs (a kernel without dm-crypt has no real one to look at) */
#include "../tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/volume.h"

static char top[] = "/tmp/dx-volume-XXXXXX";

/* A device as sysfs shows it: its device-mapper name, if it has one, and the one device that it lies on. */
static void device(const char *name, const char *uuid, const char *on)
{
    char path[256], to[256];
    snprintf(path, sizeof path, "%s/%s", top, name);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/dm", top, name);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/dm/uuid", top, name);
    FILE *f = uuid ? fopen(path, "w") : NULL;
    if (f) {
        fprintf(f, "%s\n", uuid);
        fclose(f);
    }
    snprintf(path, sizeof path, "%s/%s/slaves", top, name);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/slaves/%s", top, name, on ? on : "none");
    snprintf(to, sizeof to, "%s/%s", top, on ? on : name);
    if (on)
        ok(symlink(to, path) == 0, "%s on %s", name, on);
}

static bool crypt_at(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", top, name);
    return dx_volume_has_crypt(path);
}

int main(void)
{
    if (!ok(mkdtemp(top) != NULL, "a folder"))
        return tap_done();
    device("sda", NULL, NULL);
    device("luks", "CRYPT-LUKS2-00000000000000000000000000000000-lab", "sda");
    device("data", "LVM-abc", "luks");
    device("plain", "LVM-CRYPT-no", "sda");
    device("ring", "LVM-ring", "ring");
    ok(!crypt_at("sda"), "a disk");
    ok(crypt_at("luks"), "LUKS on a disk");
    ok(crypt_at("data"), "a logical volume on LUKS");
    ok(!crypt_at("plain"), "a logical volume on a disk");
    ok(!crypt_at("ring"), "what names itself ends");
    ok(!crypt_at("absent"), "what isn't there");
    char cmd[64];
    snprintf(cmd, sizeof cmd, "rm -r %s", top);
    ok(system(cmd) == 0, "gone");
    return tap_done();
}
