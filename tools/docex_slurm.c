/* docex_slurm.c: docex slurm: a plan's shards as a job array of Slurm, the merge as the job after it */
#include "docex.h"

#include "base/utf8.h"
#include "engine/plan.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct own {
    bool dry;
    char **sbatch; /* what follows --: options of sbatch for the array */
    int n_sbatch;
};

/* One word for the shell. */
static void quote(struct dx_buf *b, const char *s)
{
    dx_buf_byte(b, '\'');
    for (; *s; s++)
        dx_buf_str(b, *s == '\'' ? "'\\''" : (char[]){*s, '\0'});
    dx_buf_byte(b, '\'');
}

static int put_script(const struct dx_casedir *d, const char *name, const char *docex, const char *kase, bool array, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_buf_printf(&b, "#!/bin/sh\n# made by docex slurm: %s\n", array ? "one shard of the case; it may run twice, anywhere"
                  : "after the shards, however they ended: it looks for itself whether all are done");
    dx_buf_str(&b, "exec ");
    quote(&b, docex);
    dx_buf_str(&b, array ? " work -j \"${SLURM_CPUS_PER_TASK:-1}\" --shard \"$SLURM_ARRAY_TASK_ID\" " : " merge -j \"${SLURM_CPUS_PER_TASK:-1}\" ");
    quote(&b, kase);
    dx_buf_byte(&b, '\n');
    int rc = dx_buf_ok(&b) ? dx_casedir_put(d, name, dx_buf_slice(&b), e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

/* Runs sbatch; the number that it prints (up to ";") goes to id. */
static int submit(char *const *argv, char id[64], struct dx_err *e)
{
    int out[2], status = -1;
    if (pipe(out) != 0)
        return dx_fail(e, DX_ENV, "io", "cannot make a pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0) {
        if (dup2(out[1], 1) < 0)
            _exit(127);
        close(out[0]), close(out[1]);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(out[1]);
    size_t n = 0;
    for (ssize_t k; n < 63 && ((k = read(out[0], id + n, 63 - n)) > 0 || (k < 0 && errno == EINTR));)
        n += k > 0 ? (size_t)k : 0;
    close(out[0]);
    id[n] = '\0';
    id[strcspn(id, ";\n")] = '\0';
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return dx_fail(e, DX_ENV, "missing", "there is no sbatch here: install Slurm, or see --dry-run");
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && id[0] ? DX_OK : dx_fail(e, DX_ENV, "io", "sbatch refused the job");
}

static void show_command(char *const *argv)
{
    for (size_t i = 0; argv[i]; i++) {
        struct dx_buf b = DX_BUF_INIT;
        dx_show(&b, argv[i], strlen(argv[i]), 0);
        printf("%s%s", i ? " " : "", b.p ? b.p : "");
        dx_buf_free(&b);
    }
    putchar('\n');
}

/* The array, and the merge after it. */
static int submit_both(const struct own *own, const char *kase, const char *undone, char jobs[2][64], struct dx_err *e)
{
    char array[PATH_MAX + 32], merge[PATH_MAX + 32], out[PATH_MAX + 64], merge_out[PATH_MAX + 64], after[128];
    struct dx_buf list = DX_BUF_INIT;
    dx_buf_printf(&list, "--array=%s", undone);
    snprintf(array, sizeof array, "%s/slurm/shard.sh", kase);
    snprintf(merge, sizeof merge, "%s/slurm/merge.sh", kase);
    snprintf(out, sizeof out, "--output=%s/slurm/shard-%%a.out", kase);
    snprintf(merge_out, sizeof merge_out, "--output=%s/slurm/merge.out", kase);
    char **argv = calloc((size_t)own->n_sbatch + 16, sizeof *argv);
    if (!argv || !dx_buf_ok(&list)) {
        free(argv);
        dx_buf_free(&list);
        return dx_fail_nomem(e);
    }
    size_t n = 0;
    const char *fixed[] = {"sbatch", "--parsable", "--requeue", "--open-mode=append", "--job-name=docex", list.p, out};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        argv[n++] = (char *)(uintptr_t)fixed[i];
    for (int i = 0; i < own->n_sbatch; i++)
        argv[n++] = own->sbatch[i];
    argv[n++] = array;
    argv[n] = NULL;
    int rc = DX_OK;
    snprintf(jobs[0], 64, "ARRAY");
    if (own->dry)
        show_command(argv);
    else
        rc = submit(argv, jobs[0], e);
    snprintf(after, sizeof after, "--dependency=afterany:%s", jobs[0]);
    char *const second[] = {(char[]){"sbatch"}, (char[]){"--parsable"}, (char[]){"--job-name=docex-merge"}, after, merge_out, merge, NULL};
    if (own->dry)
        show_command(second);
    else if (rc == DX_OK)
        rc = submit(second, jobs[1], e);
    free(argv);
    dx_buf_free(&list);
    return rc;
}

static int slurm(const struct dx_cli *c, const struct own *own)
{
    struct dx_err e;
    struct dx_plan p = {0};
    struct dx_casedir d = DX_CASEDIR_INIT;
    struct dx_buf undone = DX_BUF_INIT;
    char jobs[2][64] = {"", ""}, exe[PATH_MAX], *kase = realpath(c->case_dir, NULL);
    ssize_t k = readlink("/proc/self/exe", exe, sizeof exe - 1);
    int rc = kase && k > 0 ? dx_casedir_open(&d, kase, DX_CASEDIR_LOOK, &e)
                           : dx_fail(&e, DX_ENV, "io", "cannot open the case %s: %s", c->case_dir, strerror(errno));
    if (rc == DX_OK)
        exe[k] = '\0';
    if (rc == DX_OK)
        rc = dx_plan_read(&p, &d, &e);
    if (rc == DX_OK)
        rc = docex_undone(&p, &d, &undone, NULL, &e);
    if (rc == DX_OK && undone.len == 0)
        rc = dx_fail(&e, DX_BAD, "malformed", "all shards are done: docex merge %s", c->case_dir);
    if (rc == DX_OK && mkdirat(d.dir, "slurm", 0700) != 0 && errno != EEXIST)
        rc = dx_fail(&e, DX_ENV, "io", "cannot make %s/slurm: %s", kase, strerror(errno));
    if (rc == DX_OK)
        rc = put_script(&d, "slurm/shard.sh", exe, kase, true, &e);
    if (rc == DX_OK)
        rc = put_script(&d, "slurm/merge.sh", exe, kase, false, &e);
    if (rc == DX_OK)
        rc = submit_both(own, kase, undone.p, jobs, &e);
    if (rc == DX_OK && !own->dry)
        printf("%s %s\n", jobs[0], jobs[1]);
    if (rc == DX_OK && !own->dry && !c->quiet)
        dx_complain(c, 0, "submitted: shards %s as job %s, the merge as job %s; what they say: %s/slurm/*.out", undone.p, jobs[0], jobs[1], kase);
    dx_casedir_close(&d);
    dx_plan_free(&p);
    dx_buf_free(&undone);
    free(kase);
    return rc == DX_OK ? DX_EXIT_OK : dx_complain(c, rc == DX_BAD ? DX_EXIT_USAGE : DX_EXIT_ENV, "%s", e.msg);
}

static const struct dx_cli_option extra[] = {
    {"dry-run", 0, NULL, "write the scripts and print the commands, submit nothing"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)o, (void)arg, (void)e;
    ((struct own *)c->own)->dry = true;
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "docex slurm",
    .summary = "Submits the shards of a plan that are not done as a job array to Slurm, and the merge after it",
    .operands = "CASE [-- SBATCH-OPTION…]",
    .notes = "What follows -- is given to sbatch for the array: -- --cpus-per-task=8 --mem-per-cpu=4G --partition=night\n"
             "On standard output: the numbers of both jobs.\n",
    .common = DX_OPT_CASE | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

static int slurm_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {0};
    for (int i = 1; i < argc; i++) /* what follows "--" is sbatch's */
        if (strcmp(argv[i], "--") == 0) {
            own.sbatch = argv + i + 1;
            own.n_sbatch = argc - i - 1;
            argc = i;
        }
    int status = docex_begin(&c, &tool, argc, argv, &own, false, "one case is wanted");
    if (status < 0)
        status = slurm(&c, &own);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_slurm = {"slurm", "CASE [-- SBATCH-OPTION…]", "have Slurm do the shards and the merge", &tool, slurm_main};
