// How much of a pixel one Gaussian covers: the formulas of the reference and its styles.

flat in vec2 v_center;       // [px], y downwards
flat in vec4 v_axes;         // rows of the map from pixels to standard deviations
flat in float v_strength;    // alpha at the peak

uniform vec2 u_size;         // picture [px]
uniform int u_is_splat;
uniform vec4 u_edges;        // squared distances: filling ends, rim begins, rim ends, nothing left
uniform float u_filling;     // alpha inside the rim over that of the rim

// Squared distance from the centre, in standard deviations.
float squared_distance() {
    vec2 pixel = vec2(gl_FragCoord.x, u_size.y - gl_FragCoord.y);
    vec2 offset = pixel - v_center;
    vec2 place = vec2(dot(v_axes.xy, offset), dot(v_axes.zw, offset));
    return dot(place, place);
}

// Alpha at a squared distance; 0 where nothing is drawn.
float coverage(float q) {
    float alpha = v_strength;
    if (u_is_splat != 0) {
        alpha *= exp(-0.5 * q);
    } else {
        float rim = clamp((q - u_edges.x) / (u_edges.y - u_edges.x), 0.0, 1.0);
        alpha *= clamp((u_edges.w - q) / (u_edges.w - u_edges.z), 0.0, 1.0) * mix(u_filling, 1.0, rim);
    }
    return alpha < 1.0 / 255.0 ? 0.0 : min(alpha, 0.999);
}
