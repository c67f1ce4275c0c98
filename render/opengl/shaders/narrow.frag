// The quarter of each pixel's range of ranks in which the light falls to a half or less.

in vec2 v_place;

uniform int u_bin_size;      // ranks of a quarter
uniform sampler2D u_range;   // first rank of the pixel's range from near, light that reaches it
uniform sampler2D u_bins;    // light that each quarter lets through

out vec4 o_color;            // the narrowed range; rank -1 where the light never falls so low

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec2 range = texelFetch(u_range, pixel, 0).rg;
    vec4 bins = texelFetch(u_bins, pixel, 0);
    o_color = vec4(-1.0, range.y, 0.0, 0.0);
    if (range.x < 0.0) return;
    float light = range.y;
    for (int i = 0; i < 4; i++) {
        float after = light * bins[i];
        if (after <= 0.5) {
            o_color = vec4(range.x + float(i * u_bin_size), light, 0.0, 0.0);
            return;
        }
        light = after;
    }
}
