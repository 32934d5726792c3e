/* volume.c: asking the kernel about the volume of a folder */
#include "engine/volume.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/fscrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LAYERS 16 /* of devices on devices */

/* The device mapper names what it made: "CRYPT-LUKS2-…". */
static bool has_crypt(const char *sys, int depth)
{
    char path[512], uuid[64] = "";
    snprintf(path, sizeof path, "%s/dm/uuid", sys);
    FILE *f = fopen(path, "re");
    if (f) {
        bool is = fgets(uuid, sizeof uuid, f) && strncmp(uuid, "CRYPT-", 6) == 0;
        fclose(f);
        if (is)
            return true;
    }
    snprintf(path, sizeof path, "%s/slaves", sys);
    DIR *d = depth < LAYERS ? opendir(path) : NULL;
    bool is = false;
    for (struct dirent *e; d && !is && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.' && snprintf(path, sizeof path, "%s/slaves/%s", sys, e->d_name) < (int)sizeof path)
            is = has_crypt(path, depth + 1);
    if (d)
        closedir(d);
    return is;
}

bool dx_volume_has_crypt(const char *sys) { return has_crypt(sys, 0); }

static enum dx_encrypted by_device(dev_t dev)
{
    char sys[64], of[80];
    snprintf(sys, sizeof sys, "/sys/dev/block/%u:%u", major(dev), minor(dev));
    if (major(dev) == 0 || access(sys, F_OK) != 0) /* no block device of its own: btrfs, ZFS, overlays, the network */
        return DX_ENCRYPTED_UNKNOWN;
    if (dx_volume_has_crypt(sys))
        return DX_ENCRYPTED;
    snprintf(of, sizeof of, "%s/loop", sys); /* a file on another volume: that isn't looked at */
    return access(of, F_OK) == 0 ? DX_ENCRYPTED_UNKNOWN : DX_NOT_ENCRYPTED;
}

/* Folders that fscrypt encrypts, on ext4, f2fs and their like. */
static bool by_folder(int fd)
{
    struct fscrypt_get_policy_ex_arg a = {.policy_size = sizeof a.policy};
    return ioctl(fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &a) == 0;
}

/* Opens the folder, or the nearest above. */
static int open_nearest(const char *path)
{
    char *at = strdup(path);
    int fd = -1;
    while (at && (fd = open(at, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 && errno == ENOENT && strcmp(at, "/") != 0 && strcmp(at, ".") != 0) {
        char *up = strdup(dirname(at));
        free(at);
        at = up;
    }
    free(at);
    return fd;
}

void dx_volume_look(struct dx_volume *v, const char *path)
{
    struct stat st;
    struct statvfs s;
    int fd = open_nearest(path);
    *v = (struct dx_volume){DX_ENCRYPTED_UNKNOWN, -1, false};
    if (fd < 0)
        return;
    v->writable = faccessat(fd, ".", W_OK, AT_EACCESS) == 0;
    if (fstatvfs(fd, &s) == 0)
        v->free = (int64_t)s.f_bavail * (int64_t)s.f_frsize;
    if (by_folder(fd))
        v->encrypted = DX_ENCRYPTED;
    else if (fstat(fd, &st) == 0)
        v->encrypted = by_device(st.st_dev);
    close(fd);
}

const char *dx_encrypted_name(enum dx_encrypted e) { return e == DX_ENCRYPTED ? "yes" : e == DX_NOT_ENCRYPTED ? "no" : "unknown"; }
