/* docex_doctor.c: docex doctor: is this machine fit for casework: protection, models, rules, fonts, room, clock */
#include "docex.h"

#include "base/utf8.h"
#include "engine/crew.h"
#include "engine/volume.h"

#include <getopt.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"

struct doctor {
    bool json;
    struct dx_protection protection;
    bool holds;                      /* a caged process was tried, and could open nothing */
    struct dx_buf tools[8], wrong[8]; /* of each stage: its tool record, or why it doesn't open */
    struct dx_volume volume;
    int fonts;
    bool poppler_data;
    char clocksource[64];
    bool synchronised;
    int faults;                      /* what should be mended before casework */
};

/* ---- looking ---- */

/* Closes the cage around a process and lets it try. */
static bool try_cage(void)
{
    struct dx_err e;
    struct dx_sandbox *s = NULL;
    int status = -1, ends[2];
    if (dx_sandbox_new(&s, false, &e) != DX_OK || pipe(ends) != 0) {
        dx_sandbox_free(s);
        return false;
    }
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        dx_sandbox_enter(s, ends[1], 0, 0, parent);
        _exit(open("/proc/self/exe", O_RDONLY) < 0 && errno == EACCES && open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(ends[0]);
    close(ends[1]);
    dx_sandbox_free(s);
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Files of fonts beneath a folder. */
static int count_fonts(const char *folder, int depth)
{
    static const char *const endings[] = {".ttf", ".otf", ".ttc", ".pfb", ".pfa", ".t1"};
    int n = 0;
    DIR *d = depth < 8 ? opendir(folder) : NULL;
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        char path[1024];
        size_t len = strlen(e->d_name);
        if (e->d_name[0] == '.' || snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path)
            continue;
        if (e->d_type == DT_DIR)
            n += count_fonts(path, depth + 1);
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            n += len > 4 && strcasecmp(e->d_name + len - strlen(endings[i]), endings[i]) == 0;
    }
    if (d)
        closedir(d);
    return n;
}

static void look_at_clock(struct doctor *d)
{
    struct timex t = {0};
    FILE *f = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
    if (!f || fscanf(f, "%63s", d->clocksource) != 1)
        strcpy(d->clocksource, "unknown");
    if (f)
        fclose(f);
    d->synchronised = adjtimex(&t) >= 0 && !(t.status & STA_UNSYNC);
}

static void look_at_stages(struct doctor *d, const struct dx_options *o)
{
    for (size_t i = 0; i < docex_n_stages && i < 8; i++) {
        struct dx_worker_stage s = {0};
        struct dx_err e;
        if (dx_work_open(&s, docex_stages[i], o, &e) == DX_OK)
            dx_buf_add(&d->tools[i], s.tool.p, s.tool.len - 1);
        else
            dx_buf_str(&d->wrong[i], e.msg);
        d->faults += d->wrong[i].len > 0;
        dx_work_close(&s);
    }
}

static void look(struct doctor *d, const struct dx_options *o, const char *path)
{
    dx_protection_probe(&d->protection);
    d->holds = try_cage();
    look_at_stages(d, o);
    dx_volume_look(&d->volume, path);
    for (const char *const *f = dx_sandbox_folders(); *f; f++)
        if (strstr(*f, "fonts"))
            d->fonts += count_fonts(*f, 0);
    d->poppler_data = access("/usr/share/poppler/cMap", F_OK) == 0;
    look_at_clock(d);
    d->faults += !d->holds + (d->fonts == 0) + (d->volume.free >= 0 && d->volume.free < (int64_t)1 << 30);
}

/* ---- saying ---- */

/* A line of the report: what, how it is, and a mark where something should be done. */
static void line(struct dx_buf *b, bool good, const char *what, const char *is)
{
    dx_buf_printf(b, "%-4s%-12s", good ? "ok" : "!", what);
    dx_show(b, is, strlen(is), 0);
    dx_buf_byte(b, '\n');
}

static void say_protection(const struct doctor *d, struct dx_buf *b)
{
    char is[200];
    const struct dx_protection *p = &d->protection;
    snprintf(is, sizeof is, p->landlock ? "Landlock ABI %d%s" : "no Landlock: Linux 5.13 or later with it is needed", p->landlock,
             p->landlock >= 6 ? ", the whole of it" : p->landlock >= 4 ? ", without signals and abstract sockets (seccomp forbids both)"
                                                                       : ", files alone (seccomp forbids the network)");
    line(b, p->landlock > 0, "files", is);
    line(b, p->seccomp, "calls", p->seccomp ? "seccomp: what no reader needs ends it" : "no seccomp filters");
    line(b, d->holds, "cage", d->holds ? "tried: a caged process can open nothing"
                                       : "does not hold: hostile files are refused unless --no-sandbox is given");
}

/* "eng 7d4322bd2a74, …" of the models of a tool record; "rules" of its rules. */
static void say_tool(const struct doctor *d, size_t i, struct dx_buf *b)
{
    struct dx_json j = {0};
    struct dx_buf is = DX_BUF_INIT;
    const char *name = docex_stages[i]->tool;
    if (d->wrong[i].len) {
        line(b, false, name, d->wrong[i].p);
        return;
    }
    if (d->tools[i].p && dx_json_parse(&j, d->tools[i].p, d->tools[i].len, NULL) == DX_OK) {
        const struct dx_jnode *top = dx_json_top(&j), *models = dx_json_get(&j, top, "models");
        struct dx_str version = dx_json_str(dx_json_get(&j, top, "version")), rules = dx_json_str(dx_json_get(&j, top, "rules"));
        dx_buf_printf(&is, "%.*s", (int)version.n, version.p);
        if (rules.n)
            dx_buf_printf(&is, "; rules %.12s", rules.p);
        for (const struct dx_jnode *n = models ? dx_json_first(&j, models) : NULL; n; n = dx_json_next(&j, n))
            dx_buf_printf(&is, "%s %.*s %.12s", n == dx_json_first(&j, models) ? "; models" : ",", (int)n->key.n, n->key.p, dx_json_str(n).p);
    }
    line(b, true, name, is.p ? is.p : "");
    dx_buf_free(&is);
    dx_json_free(&j);
}

static void say_rest(const struct doctor *d, const char *path, struct dx_buf *b)
{
    char is[300], free[32];
    snprintf(is, sizeof is, "%d files%s", d->fonts, d->poppler_data ? "" : "; no poppler-data: PDFs in Chinese, Japanese and Korean lose text");
    line(b, d->fonts > 0 && d->poppler_data, "fonts", d->fonts ? is : "none: PDFs without fonts of their own are rendered empty");
    snprintf(is, sizeof is, "%s: %s MB free%s", path, d->volume.free < 0 ? "unknown" : docex_grouped(free, d->volume.free / 1000000),
             d->volume.writable ? "" : "; not writable for you");
    line(b, d->volume.free >= (int64_t)1 << 30 && d->volume.writable, "room", is);
    line(b, d->volume.encrypted != DX_NOT_ENCRYPTED, "encrypted",
         d->volume.encrypted == DX_ENCRYPTED       ? "yes: the volume is"
         : d->volume.encrypted == DX_NOT_ENCRYPTED ? "no, not by this system: a case holds people's secrets; put it on a LUKS volume"
                                                   : "unknown: no block device of its own (btrfs, ZFS, an overlay, the network)");
    snprintf(is, sizeof is, "%s, %s", d->clocksource,
             d->synchronised ? "synchronised" : "not synchronised: times in the custody log are only as good as whoever set it");
    line(b, d->synchronised, "clock", is);
    snprintf(is, sizeof is, "%d, %s", docex_processors(), dx_cpu_class());
    line(b, true, "processors", is);
}

static void write_text(const struct doctor *d, const char *path, struct dx_buf *b)
{
    say_protection(d, b);
    for (size_t i = 0; i < docex_n_stages; i++)
        say_tool(d, i, b);
    say_rest(d, path, b);
    bool marked = b->p && (b->p[0] == '!' || strstr(b->p, "\n!"));
    dx_buf_printf(b, "\n%s\n", d->faults ? "Not fit for casework: see what is marked with !" : marked ? "Fit for casework; see what is marked with !"
                                                                                                : "Fit for casework.");
}

static void write_json(const struct doctor *d, const char *path, struct dx_buf *b)
{
    struct dx_jw w = {b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "version", PACKAGE_VERSION);
    dx_jw_bool(&w, "fit", d->faults == 0);
    dx_jw_obj(&w, "protection");
    dx_protection_describe(&d->protection, &w);
    dx_jw_bool(&w, "holds", d->holds);
    dx_jw_obj_end(&w);
    dx_jw_arr(&w, "tools");
    for (size_t i = 0; i < docex_n_stages; i++)
        if (d->tools[i].len)
            dx_jw_raw(&w, NULL, dx_buf_slice(&d->tools[i]));
    dx_jw_arr_end(&w);
    dx_jw_obj(&w, "wrong");
    for (size_t i = 0; i < docex_n_stages; i++)
        if (d->wrong[i].len)
            dx_jw_str(&w, docex_stages[i]->tool, dx_buf_slice(&d->wrong[i]));
    dx_jw_obj_end(&w);
    dx_jw_int(&w, "fonts", d->fonts);
    dx_jw_bool(&w, "poppler_data", d->poppler_data);
    dx_jw_obj(&w, "volume");
    dx_jw_cstr(&w, "path", path);
    dx_jw_cstr(&w, "encrypted", dx_encrypted_name(d->volume.encrypted));
    dx_jw_int(&w, "free", d->volume.free);
    dx_jw_bool(&w, "writable", d->volume.writable);
    dx_jw_obj_end(&w);
    dx_jw_obj(&w, "clock");
    dx_jw_cstr(&w, "source", d->clocksource);
    dx_jw_bool(&w, "synchronised", d->synchronised);
    dx_jw_obj_end(&w);
    dx_jw_int(&w, "processors", docex_processors());
    dx_jw_cstr(&w, "cpu", dx_cpu_class());
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}

static const struct dx_cli_option doctor_extra[] = {
    {"json", 0, NULL, "one JSON object"},
    {0},
};

static int on_doctor_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)o, (void)arg, (void)e;
    ((struct doctor *)c->own)->json = true;
    return DX_OK;
}

static const struct dx_tool doctor_tool = {
    .name = "docex doctor",
    .summary = "Says whether this machine is fit for casework: protection, models, rules, fonts, room, encryption, clock",
    .operands = "[CASE]",
    .notes = "CASE, or the folder where one shall be, is looked at for room and encryption; default: the current folder.\n"
             "Exit status: 0 fit, 1 something should be mended.\n",
    .common = DX_OPT_CASE | DX_OPT_LANG | DX_OPT_RULES,
    .extra = doctor_extra,
    .on_extra = on_doctor_extra,
};

static int doctor_main(int argc, char **argv)
{
    struct dx_cli c;
    struct dx_err e;
    struct doctor d = {0};
    struct dx_out out = {.fd = 1};
    int status = dx_cli_parse(&c, &doctor_tool, argc, argv, &d);
    if (status < 0 && !c.case_dir && optind == argc - 1)
        c.case_dir = argv[optind++];
    if (status < 0 && optind != argc)
        status = dx_complain(&c, DX_EXIT_USAGE, "one case at most (see docex doctor --help)");
    if (status < 0) {
        const char *path = c.case_dir ? c.case_dir : ".";
        look(&d, &c.stage, path);
        (d.json ? write_json : write_text)(&d, path, &out.b);
        status = d.faults ? DX_EXIT_SOME : DX_EXIT_OK;
        if (!dx_buf_ok(&out.b))
            status = dx_complain(&c, DX_EXIT_ENV, "out of memory");
        else if (dx_out_flush(&out, &e) != DX_OK)
            status = dx_complain(&c, DX_EXIT_ENV, "%s", e.msg);
    }
    for (size_t i = 0; i < 8; i++) {
        dx_buf_free(&d.tools[i]);
        dx_buf_free(&d.wrong[i]);
    }
    dx_buf_free(&out.b);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_doctor = {"doctor", "[CASE]", "is this machine fit for casework?", &doctor_tool, doctor_main};
