// Shows a picture of floats in 8 bits; noise of one step hides the bands of dark gradients.

in vec2 v_place;

uniform sampler2D u_picture;

out vec4 o_color;

// Jimenez, Next Generation Post Processing in Call of Duty, 2014: interleaved gradient noise.
float noise(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

void main() {
    vec3 color = texelFetch(u_picture, ivec2(gl_FragCoord.xy), 0).rgb;
    o_color = vec4(color + (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
