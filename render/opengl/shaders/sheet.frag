// Lays a picture of premultiplied colours, row after row from the top, over the framebuffer.

in vec2 v_place;

uniform vec2 u_size;         // picture [px]
uniform sampler2D u_picture;

out vec4 o_color;

void main() {
    vec2 pixel = vec2(gl_FragCoord.x, u_size.y - gl_FragCoord.y);
    o_color = texelFetch(u_picture, ivec2(pixel), 0);
}
