// One instance per Gaussian, four corners each: a quad over its projected ellipse.
// Zwicker et al., EWA Splatting, 2002; the constants are those of the reference renderer.

in vec2 a_corner;   // (-1, -1) to (1, 1)
in float a_index;   // Gaussian drawn by this instance, far to near
in float a_rank;    // place of this instance in the order of drawing, from far

uniform sampler2D u_means;      // [m]
uniform sampler2D u_opacities;
uniform sampler2D u_quats;      // wxyz
uniform sampler2D u_scales;     // [m]
uniform sampler2D u_colors;     // u_bands texels each: spherical-harmonic coefficients
uniform sampler2D u_features;   // u_feature_texels texels each: three features a texel

uniform int u_source;           // what is blended: 0 colour, 1 depth, 2 features
uniform int u_bands;            // texels of a Gaussian in u_colors
uniform int u_degree;           // highest degree that is evaluated
uniform int u_feature_texels;   // texels of a Gaussian in u_features
uniform int u_feature;          // which of them is blended
uniform vec4 u_view_x;          // rows of world to camera
uniform vec4 u_view_y;
uniform vec4 u_view_z;
uniform vec3 u_eye;             // camera centre [m]
uniform vec4 u_lens;            // fx fy cx cy [px], fx fy of orthographic views [px/m]
uniform int u_orthographic;
uniform vec2 u_size;            // picture [px]
uniform vec2 u_clip;            // near and far [m]
uniform vec4 u_limits;          // limits of x/z (low, high) and y/z (low, high)
uniform vec2 u_eye_guard;       // depth in deviations at which a Gaussian hides and is whole
uniform float u_eps2d;          // low-pass [px^2]
uniform int u_antialiased;
uniform int u_is_splat;         // 0 draws a profile in the place of the Gaussian
uniform vec2 u_strength;        // strength of the profile, share of it that the opacity scales
uniform float u_radius;         // replaces the deviations on the picture [px]; 0 keeps them
uniform float u_reach;          // deviations up to which the profile goes

flat out vec2 v_center;         // [px], y downwards
flat out vec4 v_axes;           // rows of the map from pixels to standard deviations
flat out float v_strength;      // alpha at the peak
flat out vec3 v_value;          // what is blended
flat out int v_rank;            // a_rank

const int TEXTURE_SHIFT = 13;   // log2 of the textures' width
const float LOWEST_ALPHA = 1.0 / 255.0;
const float BRIGHTEST = 1e6;
const float WIDEST = 1e8;       // deviations on the picture are held below this [px]

vec4 fetch(sampler2D data, int texel) {
    return texelFetch(data, ivec2(texel & ((1 << TEXTURE_SHIFT) - 1), texel >> TEXTURE_SHIFT), 0);
}

mat3 rotation(vec4 q) {
    float w = q.x; float x = q.y; float y = q.z; float z = q.w;
    return mat3(  // columns
        1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y),
        2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x),
        2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y));
}

vec3 band(int g, int k) { return fetch(u_colors, g * u_bands + k).rgb; }

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
    return clamp(rgb, 0.0, BRIGHTEST);
}

vec3 blended_value(int g, vec3 mean, float depth) {
    if (u_source == 1) return vec3(depth);
    if (u_source == 2) return fetch(u_features, g * u_feature_texels + u_feature).rgb;
    vec3 ray = u_orthographic != 0 ? u_view_z.xyz : mean - u_eye;
    return seen_color(g, normalize(ray));
}

// Corner of the quad: turned with the ellipse, or the picture's part of its box where it is huge.
vec2 corner(vec2 axis, vec2 deviations, vec2 box) {
    vec2 place = a_corner * deviations;
    vec2 turned = v_center + axis * place.x + vec2(-axis.y, axis.x) * place.y;
    if (deviations.x < u_size.x + u_size.y) return turned;
    vec2 low = clamp(v_center - box, vec2(-1.0), u_size + 1.0);
    vec2 high = clamp(v_center + box, vec2(-1.0), u_size + 1.0);
    return mix(low, high, 0.5 + 0.5 * a_corner);
}

void main() {
    int g = int(a_index + 0.5);
    v_rank = int(a_rank + 0.5);
    v_center = vec2(0.0);
    v_axes = vec4(0.0);
    v_value = vec3(0.0);
    v_strength = 0.0;
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside: nothing is drawn

    float opacity = fetch(u_opacities, g).r;
    if (opacity < LOWEST_ALPHA) return;
    vec3 mean = fetch(u_means, g).xyz;
    vec4 home = vec4(mean, 1.0);
    vec3 p = vec3(dot(u_view_x, home), dot(u_view_y, home), dot(u_view_z, home));
    if (p.z <= u_clip.x || p.z >= u_clip.y) return;

    // The Gaussian's axes in the camera, and on the picture by the affine map at its centre.
    mat3 view = transpose(mat3(u_view_x.xyz, u_view_y.xyz, u_view_z.xyz));
    mat3 turn = transpose(view * rotation(fetch(u_quats, g)));  // columns: x, y, z of the axes
    vec3 scales = fetch(u_scales, g).xyz;
    float nearness = u_orthographic != 0 ? 1.0 : 1.0 / p.z;
    vec2 slope = u_orthographic != 0 ? vec2(0.0) : clamp(p.xy * nearness, u_limits.xz, u_limits.yw);
    if (u_orthographic == 0) {
        float deviation = max(length(scales * turn[2]), 1e-30);
        float ratio = (p.z / deviation - u_eye_guard.x) / (u_eye_guard.y - u_eye_guard.x);
        opacity *= clamp(ratio, 0.0, 1.0);
    }
    vec2 enlargement = u_lens.xy * nearness;
    scales = min(scales, vec3(WIDEST / max(enlargement.x, enlargement.y)));
    vec3 rx = enlargement.x * scales * (turn[0] - slope.x * turn[2]);
    vec3 ry = enlargement.y * scales * (turn[1] - slope.y * turn[2]);

    // 2D covariance with low-pass. Its determinant is that of the projected axes (a sum of
    // squared areas, which keeps the width of needles) and what the low-pass adds.
    float u = dot(rx, rx);
    float v = dot(ry, ry);
    float cross_term = dot(rx, ry);
    vec3 areas = cross(rx, ry);
    float bare = dot(areas, areas);
    float determinant = bare + u_eps2d * (u + v + u_eps2d);
    if (u_antialiased != 0) opacity *= sqrt(bare / max(determinant, 1e-30));
    if (opacity < LOWEST_ALPHA || !(determinant > 0.0)) return;
    u += u_eps2d;
    v += u_eps2d;
    float spread = length(vec2(0.5 * (u - v), cross_term));
    float major = 0.5 * (u + v) + spread;
    float minor = determinant / major;
    // the eigenvector of the larger eigenvalue, from the row that does not cancel
    vec2 axis = u > v ? vec2(0.5 * (u - v) + spread, cross_term) : vec2(cross_term, 0.5 * (v - u) + spread);
    axis = spread > 1e-6 * major ? normalize(axis) : vec2(1.0, 0.0);
    vec2 deviations = sqrt(vec2(major, minor));
    vec2 box = sqrt(vec2(u, v));
    if (u_radius > 0.0) {
        deviations = vec2(u_radius);
        box = vec2(u_radius);
    }

    v_center = enlargement * p.xy + u_lens.zw;
    v_axes = vec4(axis / deviations.x, vec2(-axis.y, axis.x) / deviations.y);
    v_strength = u_is_splat != 0 ? opacity : u_strength.x * mix(1.0, opacity, u_strength.y);
    v_value = blended_value(g, mean, p.z);
    float reach = 1.001 * (u_is_splat != 0 ? sqrt(2.0 * log(opacity / LOWEST_ALPHA)) : u_reach);
    vec2 pixel = corner(axis, reach * deviations, reach * box);
    gl_Position = vec4(2.0 * pixel.x / u_size.x - 1.0, 1.0 - 2.0 * pixel.y / u_size.y, 0.0, 1.0);
}
