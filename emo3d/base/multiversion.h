#pragma once

// GCC compiles functions marked EMO3D_FOR_PROCESSORS("avx2", "default") once for each of these instruction sets and
// chooses when the program starts. clang's and the sanitizers' support for that is incomplete; they get the baseline.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define EMO3D_FOR_PROCESSORS(...) __attribute__((target_clones(__VA_ARGS__)))
#else
#define EMO3D_FOR_PROCESSORS(...)
#endif
