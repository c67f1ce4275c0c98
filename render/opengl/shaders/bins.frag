// Light that a quarter of each pixel's range of ranks lets through, one quarter a channel.
// Multiplied into the target, in any order.

flat in int v_rank;          // place in the order of drawing, from far

uniform int u_count;         // Gaussians drawn
uniform int u_bin_size;      // ranks of a quarter
uniform sampler2D u_range;   // first rank of the pixel's range from near, light that reaches it

out vec4 o_color;

void main() {
    int first = int(texelFetch(u_range, ivec2(gl_FragCoord.xy), 0).r);
    int place = u_count - 1 - v_rank - first;
    if (first < 0 || place < 0 || place >= 4 * u_bin_size) discard;
    float alpha = coverage(squared_distance());
    if (alpha == 0.0) discard;
    ivec4 bins = ivec4(0, 1, 2, 3);
    o_color = mix(vec4(1.0), vec4(1.0 - alpha), equal(bins, ivec4(place / u_bin_size)));
}
