#pragma once

#include <cstddef>
#include <functional>

namespace emo3d {

/// Number of threads used where a caller asks for 0: `EMO3D_THREADS`, else the processors this process may run on.
[[nodiscard]] unsigned default_threads();

/// Calls `body(i)` for every i in [0, count), in no particular order, on `threads` threads (0: default_threads()).
/// The first exception thrown by a body is rethrown here after all threads have stopped.
void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body);

}  // namespace emo3d
