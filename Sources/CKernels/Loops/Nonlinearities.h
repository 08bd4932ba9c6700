// Element-wise functions between layers, and their gradients.
#pragma once

#include "Functions.h"

#define LEAK 0.2f

static void silu(float *restrict output, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = input[i] / (1.0f + exponential(-input[i])); }
}

static void silu_gradient(float *restrict input_gradient, const float *restrict output_gradient,
                          const float *restrict input, const float *restrict output, size_t count) {
    for (size_t i = 0; i < count; i++) {
        // A quotient costs less than half of the sigmoid. Near zero it loses precision.
        float quotient = output[i] / input[i];
        float s = __builtin_elementwise_abs(input[i]) < 1e-30f ? 0.5f : quotient;
        input_gradient[i] = output_gradient[i] * (s + output[i] * (1.0f - s));
    }
}

/// The first half of the input, multiplied by the sigmoid of the second.
static void gate(float *restrict output, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = input[i] * sigmoid(input[count + i]); }
}

static void gate_gradient(float *restrict input_gradient, const float *restrict output_gradient,
                          const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float s = sigmoid(input[count + i]);
        input_gradient[i] = output_gradient[i] * s;
        input_gradient[count + i] = output_gradient[i] * input[i] * (s * (1.0f - s));
    }
}

static void hyperbolic_tangents(float *restrict output, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = hyperbolic_tangent(input[i]); }
}

static void hyperbolic_tangent_gradient(float *restrict input_gradient, const float *restrict output_gradient,
                                        const float *restrict output, size_t count) {
    for (size_t i = 0; i < count; i++) { input_gradient[i] = output_gradient[i] * (1.0f - output[i] * output[i]); }
}

static void leaky_relu(float *restrict output, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = input[i] > 0.0f ? input[i] : LEAK * input[i]; }
}

static void leaky_relu_gradient(float *restrict input_gradient, const float *restrict output_gradient,
                                const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) {
        input_gradient[i] = input[i] > 0.0f ? output_gradient[i] : LEAK * output_gradient[i];
    }
}
