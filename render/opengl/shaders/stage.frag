#version 330
// Floor, wall and shadow behind the Gaussians: the formulas of render/stage.py.

in vec2 v_place;

uniform vec4 u_lens;         // fx fy cx cy [px]
uniform vec2 u_size;         // picture [px]
uniform vec3 u_right;        // camera axes in the world
uniform vec3 u_down;
uniform vec3 u_forward;
uniform vec3 u_eye;          // camera centre [m]
uniform vec3 u_floor;        // colours, sRGB
uniform vec3 u_horizon;
uniform vec3 u_zenith;
uniform float u_fade;        // distance of half fading, in camera heights
uniform float u_wall;        // softness of the wall's gradient
uniform float u_height;      // camera above the floor [m]; not positive: no floor
uniform vec3 u_shadow_place; // world x and y of the shadow's middle, half its side [m]
uniform float u_has_shadow;
uniform sampler2D u_shadow;  // darkness 0 to 1

out vec4 o_color;

void main() {
    vec2 pixel = vec2(0.5 + 0.5 * v_place.x, 0.5 - 0.5 * v_place.y) * u_size;
    vec2 slope = (pixel - u_lens.zw) / u_lens.xy;
    vec3 ray = normalize(slope.x * u_right + slope.y * u_down + u_forward);
    float up = max(ray.z, 0.0) * max(ray.z, 0.0);
    vec3 color = mix(u_horizon, u_zenith, up / (up + u_wall));
    if (u_height > 0.0 && ray.z < 0.0) {
        float down = min(ray.z, -1e-6);
        float squared = down * down * u_fade * u_fade;
        color = mix(u_horizon, u_floor, squared / (squared + 1.0 - down * down));
        vec2 ground = u_eye.xy - ray.xy * u_height / down;
        vec2 place = (ground - u_shadow_place.xy) / (2.0 * u_shadow_place.z) + 0.5;
        color *= 1.0 - u_has_shadow * texture(u_shadow, place).r;
    }
    o_color = vec4(color, 1.0);
}
