// Adam and the averaged weights, in one traversal of the arena.
// Source: Kingma & Ba, 2015, arXiv:1412.6980, algorithm 1; the decoupled weight decay: Loshchilov & Hutter,
// 2019, arXiv:1711.05101.
#pragma once

#include "Functions.h"

static void adam(float *restrict parameters, float *restrict averaged, float *restrict first, float *restrict second,
                 const float *restrict gradients, const grisaille_adam *constants, size_t count) {
    grisaille_adam k = *constants;
    for (size_t i = 0; i < count; i++) {
        float g = gradients[i] * k.gradient_scale;
        float m = first[i] + (1.0f - k.beta1) * (g - first[i]);
        float v = second[i] + (1.0f - k.beta2) * (g * g - second[i]);
        float denominator = __builtin_elementwise_sqrt(v * k.correction2) + k.epsilon;
        float p = k.kept * parameters[i] - k.learning_rate * (m * k.correction1) / denominator;
        first[i] = m;
        second[i] = v;
        parameters[i] = p;
        averaged[i] += k.averaging * (p - averaged[i]);
    }
}
