#version 300 es
// Gaussians over floor, wall and shadow: the stage of render/stage.py.
precision highp float;

in vec2 v_place;

uniform sampler2D u_splats;   // premultiplied colours and coverage of the Gaussians
uniform sampler2D u_shadow;   // darkness 0 to 1
uniform vec4 u_lens;          // fx fy cx cy [px]
uniform vec2 u_size;          // picture [px]
uniform vec3 u_right;         // camera axes in the world
uniform vec3 u_down;
uniform vec3 u_forward;
uniform vec3 u_eye;           // camera centre [m]
uniform vec3 u_floor;         // colours, sRGB
uniform vec3 u_horizon;
uniform vec3 u_zenith;
uniform float u_fade;         // distance of half fading, in camera heights
uniform float u_wall;         // softness of the wall's gradient
uniform float u_height;       // camera above the floor [m]; not positive: no floor
uniform vec3 u_shadow_place;  // world x and y of the shadow's middle, half its side [m]
uniform float u_shadow_strength;
uniform float u_noise;        // 1 dithers, so that soft gradients show no steps

out vec4 o_color;

float noise(vec2 pixel) {  // fixed in the picture
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

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
        vec2 inside = step(vec2(0.0), place) * step(place, vec2(1.0));
        color *= 1.0 - u_shadow_strength * inside.x * inside.y * texture(u_shadow, place).r;
    }
    vec4 front = texelFetch(u_splats, ivec2(gl_FragCoord.xy), 0);
    color = front.rgb + (1.0 - front.a) * color;
    o_color = vec4(color + u_noise * (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}
