#include "emo3d/render/noise.h"

namespace emo3d::render {
namespace {

constexpr float kLimit = 1e6f;

/// A coordinate split into the lattice's cell and the place in it.
struct CellPlace {
  Uint4 cell;
  Float4 place;  ///< In the cell, [0,1].
  Float4 blend;  ///< The quintic at the place in the cell.
  Float4 slope;  ///< Its derivative.
};

CellPlace cell_place(Float4 x) {
  const Float4 limited = min(max(x, splat(-kLimit)), splat(kLimit));
  const Int4 truncated = __builtin_convertvector(limited, Int4);
  const Int4 cell = truncated + (__builtin_convertvector(truncated, Float4) > limited);  // a comparison is -1 or 0
  const Float4 t = limited - __builtin_convertvector(cell, Float4);
  return {reinterpret_cast<Uint4>(cell), t, t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f),
          30.0f * t * t * (t * (t - 2.0f) + 1.0f)};
}

/// A number in [-1,1) for a corner of the lattice; `key` sums its coordinates times odd constants.
Float4 corner_value(Uint4 key) {
  key ^= key >> 15;
  key *= 0x2c1b3c6dU;
  key ^= key >> 13;
  return __builtin_convertvector(reinterpret_cast<Int4>(key) >> 8, Float4) * 0x1p-23f;
}

}  // namespace

NoiseSamples noise(const Float4x3& at) {
  constexpr std::uint32_t kX = 0x9e3779b1U, kY = 0x85ebca77U, kZ = 0xc2b2ae3dU;
  const CellPlace x = cell_place(at.x), y = cell_place(at.y), z = cell_place(at.z);
  const Uint4 key = x.cell * kX + y.cell * kY + z.cell * kZ;
  const Float4 a = corner_value(key), b = corner_value(key + kX), c = corner_value(key + kY),
               d = corner_value(key + (kX + kY)), e = corner_value(key + kZ), f = corner_value(key + (kX + kZ)),
               g = corner_value(key + (kY + kZ)), h = corner_value(key + (kX + kY + kZ));
  // The trilinear blend as a polynomial in the three blends, so that its derivatives come cheaply.
  const Float4 kx = b - a, ky = c - a, kz = e - a;
  const Float4 kxy = d - c - kx, kyz = g - e - ky, kzx = f - b - kz;
  const Float4 kxyz = h - g - f - d + e + c + kx;
  const Float4 u = x.blend, v = y.blend, w = z.blend;
  return {a + kx * u + (ky + kxy * u) * v + (kz + kyz * v + (kzx + kxyz * v) * u) * w,
          {x.slope * (kx + kxy * v + (kzx + kxyz * v) * w), y.slope * (ky + kxy * u + (kyz + kxyz * u) * w),
           z.slope * (kz + kyz * v + (kzx + kxyz * v) * u)}};
}

Float4 dots(const Float4x3& at) {
  constexpr std::uint32_t kX = 0x9e3779b1U, kY = 0x85ebca77U, kZ = 0xc2b2ae3dU;
  const CellPlace x = cell_place(at.x), y = cell_place(at.y), z = cell_place(at.z);
  const Uint4 key = x.cell * kX + y.cell * kY + z.cell * kZ;
  // No dot reaches beyond its cell.
  const Float4 radius = 0.29f + 0.19f * corner_value(key);
  const Float4 room = 0.5f - radius;
  const Float4 dx = x.place - (0.5f + room * corner_value(key + 0x68e31da4U)),
               dy = y.place - (0.5f + room * corner_value(key + 0xb5297a4dU)),
               dz = z.place - (0.5f + room * corner_value(key + 0x1b56c4e9U));
  return clamp01(1.0f - (dx * dx + dy * dy + dz * dz) / (radius * radius));
}

}  // namespace emo3d::render
