// 4 floats a vector: SSE2 or NEON, whatever every processor of the kind has.
#define CK_LANES 4
#define CK_TABLE ck_depthwise_portable
#include "depthwise_vector.h"
