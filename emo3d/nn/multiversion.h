#pragma once

#include "emo3d/base/multiversion.h"

#define EMO3D_MULTIVERSION EMO3D_FOR_PROCESSORS("avx512f", "avx2,fma", "default")

/// For what is called in the loops of such functions: it must be compiled for their instruction set.
#define EMO3D_INLINE __attribute__((always_inline)) inline
