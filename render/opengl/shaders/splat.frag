// What one Gaussian adds to one pixel: its value, multiplied by its coverage, and the coverage.

flat in vec3 v_value;

uniform float u_darkening;   // share of the value that is lost at the rim

out vec4 o_color;

void main() {
    float q = squared_distance();
    float alpha = coverage(q);
    if (alpha == 0.0) discard;
    float light = 1.0 - u_darkening * min(q / u_edges.w, 1.0);
    o_color = vec4(v_value * light * alpha, alpha);
}
