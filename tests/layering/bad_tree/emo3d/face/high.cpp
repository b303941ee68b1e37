#include "emo3d/base/low.h"
