#include "emo3d/tflite/onednn.h"

// From the OpenMP run time that oneDNN is built with. <omp.h> is not used: clang's belongs to another run time.
extern "C" {
int omp_get_max_threads();
void omp_set_num_threads(int threads);
}

namespace emo3d::tflite {

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::stream& thread_stream() {
  thread_local dnnl::stream stream(cpu());
  return stream;
}

OpenMpThreads::OpenMpThreads(int threads) : before_(omp_get_max_threads()) { omp_set_num_threads(threads); }
OpenMpThreads::~OpenMpThreads() { omp_set_num_threads(before_); }

void stay_in_this_thread() { omp_set_num_threads(1); }

}  // namespace emo3d::tflite
