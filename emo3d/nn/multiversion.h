#pragma once

// GCC compiles functions marked EMO3D_MULTIVERSION for several instruction sets and chooses when the program starts.
// clang's and the sanitizers' support for that is incomplete; they get the baseline.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define EMO3D_MULTIVERSION __attribute__((target_clones("avx512f", "avx2,fma", "default")))
#else
#define EMO3D_MULTIVERSION
#endif

/// For what is called in the loops of such functions: it must be compiled for their instruction set.
#define EMO3D_INLINE __attribute__((always_inline)) inline
