#version 330
// One instance per Gaussian, four corners each: an oriented quad over its projected ellipse.
// Zwicker et al., EWA Splatting, 2002; the constants are those of render/reference.py.

in vec2 a_corner;   // (-1, -1) to (1, 1)
in float a_index;   // Gaussian drawn by this instance, far to near

uniform sampler2D u_geometry;  // three texels: mean + opacity, quaternion wxyz, scales
uniform sampler2D u_color;     // u_bands texels: spherical-harmonic coefficients
uniform int u_bands;           // texels per Gaussian in u_color
uniform int u_degree;          // highest degree that is evaluated
uniform vec4 u_view_x;         // rows of world to camera
uniform vec4 u_view_y;
uniform vec4 u_view_z;
uniform vec3 u_eye;            // camera centre [m]
uniform vec4 u_lens;           // fx fy cx cy [px]
uniform vec2 u_size;           // picture [px]
uniform vec2 u_clip;           // near and far [m]
uniform vec4 u_limits;         // limits of x/z (low, high) and y/z (low, high)
uniform float u_eps2d;         // low-pass [px^2]
uniform float u_show_depth;    // 1 writes depth instead of colour

out vec2 v_sigma;              // place on the quad in standard deviations
out vec3 v_color;
out float v_opacity;

const float LOWEST_ALPHA = 1.0 / 255.0;

vec4 fetch(sampler2D data, int texel) {
    int width = textureSize(data, 0).x;
    return texelFetch(data, ivec2(texel % width, texel / width), 0);
}

mat3 rotation(vec4 q) {
    float w = q.x; float x = q.y; float y = q.z; float z = q.w;
    return mat3(  // columns
        1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y),
        2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x),
        2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y));
}

vec3 band(int gaussian, int k) { return fetch(u_color, gaussian * u_bands + k).rgb; }

vec3 seen_color(int g, vec3 d) {
    vec3 rgb = vec3(0.5) + 0.28209479177387814 * band(g, 0);
    if (u_degree > 0) {
        float x = d.x; float y = d.y; float z = d.z;
        rgb += 0.4886025119029199 * (-y * band(g, 1) + z * band(g, 2) - x * band(g, 3));
        if (u_degree > 1) {
            float xx = x * x; float yy = y * y; float zz = z * z;
            rgb += 1.0925484305920792 * (x * y * band(g, 4) - y * z * band(g, 5) - x * z * band(g, 7));
            rgb += 0.31539156525252005 * (2.0 * zz - xx - yy) * band(g, 6);
            rgb += 0.5462742152960396 * (xx - yy) * band(g, 8);
            if (u_degree > 2) {
                rgb += -0.5900435899266435 * y * (3.0 * xx - yy) * band(g, 9);
                rgb += 2.890611442640554 * x * y * z * band(g, 10);
                rgb += -0.4570457994644658 * y * (4.0 * zz - xx - yy) * band(g, 11);
                rgb += 0.3731763325901154 * z * (2.0 * zz - 3.0 * xx - 3.0 * yy) * band(g, 12);
                rgb += -0.4570457994644658 * x * (4.0 * zz - xx - yy) * band(g, 13);
                rgb += 1.445305721320277 * z * (xx - yy) * band(g, 14);
                rgb += -0.5900435899266435 * x * (xx - 3.0 * yy) * band(g, 15);
            }
        }
    }
    return max(rgb, vec3(0.0));
}

void main() {
    int g = int(a_index + 0.5);
    vec4 mean = fetch(u_geometry, 3 * g);
    vec4 home = vec4(mean.xyz, 1.0);
    vec3 p = vec3(dot(u_view_x, home), dot(u_view_y, home), dot(u_view_z, home));
    v_opacity = mean.w;
    v_sigma = vec2(0.0);
    v_color = vec3(0.0);
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside: nothing is drawn
    if (v_opacity < LOWEST_ALPHA || p.z <= u_clip.x || p.z >= u_clip.y) return;

    vec2 along = clamp(p.xy / p.z, u_limits.xz, u_limits.yw);
    mat3 view = transpose(mat3(u_view_x.xyz, u_view_y.xyz, u_view_z.xyz));
    mat3 turn = view * rotation(fetch(u_geometry, 3 * g + 1));
    vec3 scales = fetch(u_geometry, 3 * g + 2).xyz;
    vec3 rx = scales * u_lens.x / p.z * vec3(
        turn[0].x - along.x * turn[0].z, turn[1].x - along.x * turn[1].z, turn[2].x - along.x * turn[2].z);
    vec3 ry = scales * u_lens.y / p.z * vec3(
        turn[0].y - along.y * turn[0].z, turn[1].y - along.y * turn[1].z, turn[2].y - along.y * turn[2].z);
    float u = dot(rx, rx) + u_eps2d;
    float v = dot(ry, ry) + u_eps2d;
    float cross_term = dot(rx, ry);

    float middle = 0.5 * (u + v);
    float spread = length(vec2(0.5 * (u - v), cross_term));
    float major = middle + spread;
    float minor = max(middle - spread, 0.25 * u_eps2d);
    // the eigenvector of the larger eigenvalue, from the row that does not cancel
    vec2 axis = u > v ? vec2(0.5 * (u - v) + spread, cross_term) : vec2(cross_term, 0.5 * (v - u) + spread);
    axis = spread > 1e-6 * middle ? normalize(axis) : vec2(1.0, 0.0);

    float reach = sqrt(2.0 * log(v_opacity / LOWEST_ALPHA));
    v_sigma = a_corner * reach;
    vec2 offset = axis * v_sigma.x * sqrt(major) + vec2(-axis.y, axis.x) * v_sigma.y * sqrt(minor);
    vec2 pixel = u_lens.xy * p.xy / p.z + u_lens.zw + offset;
    gl_Position = vec4(2.0 * pixel.x / u_size.x - 1.0, 1.0 - 2.0 * pixel.y / u_size.y, 0.0, 1.0);
    v_color = u_show_depth > 0.5 ? vec3(p.z) : seen_color(g, normalize(mean.xyz - u_eye));
}
