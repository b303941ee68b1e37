#pragma once

// tinygltf with the settings that tinygltf.cpp compiles it with; for sources of this module only.
#define TINYGLTF_NO_STB_IMAGE
#define TINYGLTF_NO_STB_IMAGE_WRITE
#define TINYGLTF_NO_EXTERNAL_IMAGE
#include <tiny_gltf.h>
