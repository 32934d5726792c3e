/* stage.c: what the tool record says of the machine */
#include "base/stage.h"

const char *dx_cpu_class(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        return "x86-64-avx512";
    return __builtin_cpu_supports("avx2") ? "x86-64-avx2" : "x86-64";
#elif defined(__aarch64__)
    return "aarch64";
#else
    return "other";
#endif
}
