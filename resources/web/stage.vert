#version 300 es
// One quad over the whole picture.
layout(location = 0) in vec2 a_corner;

out vec2 v_place;  // -1 to 1, y upwards

void main() {
    v_place = a_corner;
    gl_Position = vec4(a_corner, 0.0, 1.0);
}
