#include "emo3d/face/expression.h"
