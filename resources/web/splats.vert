#version 300 es
// One instance per Gaussian, four corners each: an oriented quad over its projected ellipse.
// Zwicker et al., EWA Splatting, 2002; constants and formulas are those of render/reference.py.
precision highp float;
precision highp int;
precision highp sampler2D;

layout(location = 0) in vec2 a_corner;  // (-1, -1) to (1, 1)
layout(location = 1) in uint a_index;   // Gaussian drawn by this instance, far to near

uniform sampler2D u_geometry;  // texels: centre + opacity; covariance xx xy xz yy; yz zz; turn
uniform sampler2D u_color;     // u_bands texels: spherical-harmonic coefficients
uniform int u_texels;          // texels of a Gaussian in u_geometry
uniform int u_bands;           // texels of a Gaussian in u_color
uniform vec4 u_view_x;         // rows of world to camera
uniform vec4 u_view_y;
uniform vec4 u_view_z;
uniform vec3 u_eye;            // camera centre [m]
uniform vec4 u_lens;           // fx fy cx cy [px]
uniform vec2 u_size;           // picture [px]
uniform float u_near;          // nearest depth that is drawn [m]
uniform bool u_antialiased;    // whether what the low-pass widens is dimmed (Mip-Splatting)

out vec2 v_sigma;              // place on the quad in standard deviations
out vec3 v_color;
out float v_opacity;

const float LOW_PASS = 0.3;    // [px^2]
const float LOWEST_ALPHA = 1.0 / 255.0;
const float MARGIN = 0.15;     // rays may leave the picture by this share of its size

vec4 fetch(sampler2D data, int texel) {
    int width = textureSize(data, 0).x;
    return texelFetch(data, ivec2(texel % width, texel / width), 0);
}

vec3 band(int g, int k) { return fetch(u_color, g * u_bands + k).rgb; }

vec3 turned_back(vec4 q, vec3 v) {  // by the inverse of the unit quaternion wxyz
    vec3 axis = -q.yzw;
    return v + 2.0 * cross(axis, cross(axis, v) + q.x * v);
}

vec3 seen_color(int g, vec3 d) {
    vec3 rgb = vec3(0.5) + 0.28209479177387814 * band(g, 0);
    if (u_bands > 1) {
        float x = d.x; float y = d.y; float z = d.z;
        rgb += 0.4886025119029199 * (-y * band(g, 1) + z * band(g, 2) - x * band(g, 3));
        if (u_bands > 4) {
            float xx = x * x; float yy = y * y; float zz = z * z;
            rgb += 1.0925484305920792 * (x * y * band(g, 4) - y * z * band(g, 5) - x * z * band(g, 7));
            rgb += 0.31539156525252005 * (2.0 * zz - xx - yy) * band(g, 6);
            rgb += 0.5462742152960396 * (xx - yy) * band(g, 8);
            if (u_bands > 9) {
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
    int g = int(a_index);
    vec4 first = fetch(u_geometry, u_texels * g);
    vec4 second = fetch(u_geometry, u_texels * g + 1);
    vec2 third = fetch(u_geometry, u_texels * g + 2).xy;
    vec4 home = vec4(first.xyz, 1.0);
    vec3 p = vec3(dot(u_view_x, home), dot(u_view_y, home), dot(u_view_z, home));
    v_opacity = first.w;
    v_sigma = vec2(0.0);
    v_color = vec3(0.0);
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside: nothing is drawn
    if (v_opacity < LOWEST_ALPHA || p.z <= u_near) return;

    vec2 low = (-u_lens.zw - MARGIN * u_size) / u_lens.xy;
    vec2 high = (u_size - u_lens.zw + MARGIN * u_size) / u_lens.xy;
    vec2 along = clamp(p.xy / p.z, low, high);
    mat3 covariance = mat3(second.x, second.y, second.z,
                           second.y, second.w, third.x,
                           second.z, third.x, third.y);
    vec3 jx = u_lens.x / p.z * (u_view_x.xyz - along.x * u_view_z.xyz);
    vec3 jy = u_lens.y / p.z * (u_view_y.xyz - along.y * u_view_z.xyz);
    vec3 half_way = covariance * jx;
    float u = dot(jx, half_way);
    float v = dot(jy, covariance * jy);
    float cross_term = dot(jy, half_way);
    if (u_antialiased) {
        float bare = max(u * v - cross_term * cross_term, 0.0);
        v_opacity *= sqrt(bare / (bare + LOW_PASS * (u + v + LOW_PASS)));
        if (v_opacity < LOWEST_ALPHA) return;
    }
    u += LOW_PASS;
    v += LOW_PASS;

    float middle = 0.5 * (u + v);
    float spread = length(vec2(0.5 * (u - v), cross_term));
    float major = middle + spread;
    float minor = max(middle - spread, 0.25 * LOW_PASS);
    // the eigenvector of the larger eigenvalue, from the row that does not cancel
    vec2 axis = u > v ? vec2(0.5 * (u - v) + spread, cross_term) : vec2(cross_term, 0.5 * (v - u) + spread);
    axis = spread > 1e-6 * middle ? normalize(axis) : vec2(1.0, 0.0);

    float reach = sqrt(2.0 * log(v_opacity / LOWEST_ALPHA));
    v_sigma = a_corner * reach;
    vec2 offset = axis * v_sigma.x * sqrt(major) + vec2(-axis.y, axis.x) * v_sigma.y * sqrt(minor);
    vec2 pixel = u_lens.xy * p.xy / p.z + u_lens.zw + offset;
    gl_Position = vec4(2.0 * pixel.x / u_size.x - 1.0, 1.0 - 2.0 * pixel.y / u_size.y, 0.0, 1.0);
    vec3 direction = normalize(first.xyz - u_eye);
    if (u_texels > 3) direction = turned_back(fetch(u_geometry, u_texels * g + 3), direction);
    v_color = seen_color(g, direction);
}
