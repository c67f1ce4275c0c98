// What lies behind the Gaussians, with their shadow: the formulas of render/stage.py and
// render/shadow_catcher.py. Backdrops other than stages come as a picture.

in vec2 v_place;

uniform vec4 u_lens;         // fx fy cx cy [px], fx fy of orthographic views [px/m]
uniform int u_orthographic;
uniform vec2 u_size;         // picture [px]
uniform vec3 u_right;        // camera axes in the world
uniform vec3 u_down;
uniform vec3 u_forward;
uniform vec3 u_eye;          // camera centre [m]
uniform int u_is_stage;
uniform sampler2D u_picture; // backdrop that is no stage, row after row from the top
uniform vec3 u_floor;        // colours of the stage, sRGB
uniform vec3 u_horizon;
uniform vec3 u_zenith;
uniform float u_fade;        // distance of half fading, in camera heights
uniform float u_wall;        // softness of the wall's gradient
uniform int u_has_floor;     // whether the stage's floor is seen from above
uniform float u_ground;      // height of the ground [m]
uniform vec3 u_shadow_place; // world x and y of the shadow's middle, half its side [m]
uniform int u_has_shadow;
uniform sampler2D u_shadow;  // darkness 0 to 1

out vec4 o_color;

const float SHALLOWEST = 1e-6;

vec3 stage(float upward) {
    float up = max(upward, 0.0) * max(upward, 0.0);
    vec3 color = mix(u_horizon, u_zenith, up / (up + u_wall));
    if (u_has_floor != 0 && upward < 0.0) {
        float squared = upward * upward * u_fade * u_fade;
        color += (u_floor - u_horizon) * (squared / (squared + 1.0 - upward * upward));
    }
    return color;
}

void main() {
    vec2 pixel = vec2(0.5 + 0.5 * v_place.x, 0.5 - 0.5 * v_place.y) * u_size;
    vec2 slope = (pixel - u_lens.zw) / u_lens.xy;
    vec3 sideways = slope.x * u_right + slope.y * u_down;
    vec3 start = u_orthographic != 0 ? u_eye + sideways : u_eye;
    vec3 heading = u_orthographic != 0 ? u_forward : sideways + u_forward;
    vec3 color = u_is_stage != 0
        ? stage(normalize(heading).z)
        : texelFetch(u_picture, ivec2(pixel), 0).rgb;
    float drop = u_ground - start.z;
    if (u_has_shadow != 0 && heading.z < -SHALLOWEST && drop < 0.0) {
        vec2 ground = start.xy + heading.xy * (drop / heading.z);
        vec2 place = (ground - u_shadow_place.xy) / (2.0 * u_shadow_place.z) + 0.5;
        color *= 1.0 - texture(u_shadow, place).r;
    }
    o_color = vec4(color, 1.0);
}
