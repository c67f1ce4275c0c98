#version 300 es
// Coverage of one Gaussian at one pixel, colour premultiplied by it.
precision highp float;

in vec2 v_sigma;
in vec3 v_color;
in float v_opacity;

out vec4 o_color;

void main() {
    float alpha = v_opacity * exp(-0.5 * dot(v_sigma, v_sigma));
    if (alpha < 1.0 / 255.0) discard;
    alpha = min(alpha, 0.999);
    o_color = vec4(v_color * alpha, alpha);
}
