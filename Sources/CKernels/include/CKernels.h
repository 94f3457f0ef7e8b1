#ifndef CKERNELS_H
#define CKERNELS_H

// Everything that SIMD computes, behind one table of functions per instruction set.
// Each header below declares one family of kernels; no policy lives here.

#include "ckernels_depthwise.h"
#include "ckernels_dispatch.h"
#include "ckernels_float.h"
#include "ckernels_hash.h"
#include "ckernels_infer.h"
#include "ckernels_infer_seq.h"
#include "ckernels_sequence.h"
#include "ckernels_threads.h"

#endif
