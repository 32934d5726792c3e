/* sanitized.h: is this a build with a sanitizer, which reserves terabytes of address space and reports on standard error? */
#ifndef DX_ENGINE_SANITIZED_H
#define DX_ENGINE_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define DX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DX_SANITIZED 1
#endif
#endif
#ifndef DX_SANITIZED
#define DX_SANITIZED 0
#endif
#endif
