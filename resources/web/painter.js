"use strict";
// Draws one packet of the scene server with WebGL 2: the Gaussians into a picture of half floats,
// then that picture over the stage.

const WALL_SOFTNESS = 0.12;

class Painter {
  constructor(canvas, shaders) {
    this.canvas = canvas;
    this.shaders = shaders;
    const options = { alpha: false, antialias: false, depth: false, stencil: false,
      powerPreference: "high-performance", preserveDrawingBuffer: false };
    this.gl = canvas.getContext("webgl2", options);
    if (!this.gl) throw new Error("WebGL 2 is missing");
    this.build();
  }

  // Everything that lives on the graphics card; called again after the card was lost.
  build() {
    const gl = this.gl;
    // blending into floats is exact; where the card cannot, 8 bits do
    const floats = gl.getExtension("EXT_color_buffer_half_float") ||
      gl.getExtension("EXT_color_buffer_float");
    this.targetFormat = floats ? [gl.RGBA16F, gl.HALF_FLOAT] : [gl.RGBA8, gl.UNSIGNED_BYTE];
    this.splats = new Program(gl, this.shaders["splats.vert"], this.shaders["splats.frag"]);
    this.stage = new Program(gl, this.shaders["stage.vert"], this.shaders["stage.frag"]);
    this.corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    this.indices = gl.createBuffer();
    this.vertices = gl.createVertexArray();
    gl.bindVertexArray(this.vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.indices);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribIPointer(1, 1, gl.UNSIGNED_INT, 0, 0);
    gl.vertexAttribDivisor(1, 1);
    gl.bindVertexArray(null);
    this.geometry = floatTexture(gl, gl.NEAREST);
    this.color = floatTexture(gl, gl.NEAREST);
    this.shadow = floatTexture(gl, gl.LINEAR);
    this.target = floatTexture(gl, gl.NEAREST);
    this.frame = gl.createFramebuffer();
    this.targetSize = [0, 0];
    this.drawn = 0;
    this.shadowPlace = null;
    gl.disable(gl.DEPTH_TEST);
    if (this.scene) this.open(this.scene);
  }

  // Takes over what the server says of the clip as a whole.
  open(scene) {
    this.scene = scene;
    this.bands = (scene.header.sh_degree + 1) ** 2;
    this.allocate(this.geometry, scene.width, scene.height);
    if (scene.colors) this.uploadColors(scene.colors);
  }

  allocate(texture, width, height) {
    const gl = this.gl;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, null);
  }

  uploadColors(colors) {
    const gl = this.gl;
    const width = colorTextureWidth(this.bands);
    gl.bindTexture(gl.TEXTURE_2D, this.color);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, colors.length / 4 / width, 0,
      gl.RGBA, gl.FLOAT, colors);
  }

  // Takes over a frame and its order.
  take(packet) {
    const gl = this.gl;
    if (packet.geometry) {
      const { width, height } = this.scene;
      gl.bindTexture(gl.TEXTURE_2D, this.geometry);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.FLOAT, packet.geometry);
      this.takeShadow(packet.shadow);
    }
    if (packet.colors) this.uploadColors(packet.colors);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.indices);
    gl.bufferData(gl.ARRAY_BUFFER, packet.order, gl.DYNAMIC_DRAW);
    this.drawn = packet.order.length;
  }

  takeShadow(shadow) {
    const gl = this.gl;
    this.shadowPlace = shadow ? shadow.place : null;
    if (!shadow) return;
    gl.bindTexture(gl.TEXTURE_2D, this.shadow);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, shadow.cells, shadow.cells, 0, gl.RED,
      gl.UNSIGNED_BYTE, shadow.darkness);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
  }

  draw(camera, look) {
    const gl = this.gl;
    const { width, height } = this.canvas;
    this.prepareTarget(width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.bindVertexArray(this.vertices);
    if (this.drawn) this.drawSplats(camera, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.drawStage(camera, look, width, height);
    gl.bindVertexArray(null);
  }

  prepareTarget(width, height) {
    const gl = this.gl;
    if (this.targetSize[0] === width && this.targetSize[1] === height) return;
    const [format, type] = this.targetFormat;
    gl.bindTexture(gl.TEXTURE_2D, this.target);
    gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, gl.RGBA, type, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.target, 0);
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE && type !== gl.UNSIGNED_BYTE) {
      this.targetFormat = [gl.RGBA8, gl.UNSIGNED_BYTE];
      this.prepareTarget(width, height);
    }
    this.targetSize = [width, height];
  }

  drawSplats(camera, width, height) {
    const gl = this.gl;
    const program = this.splats;
    program.use();
    program.texture("u_geometry", 0, this.geometry);
    program.texture("u_color", 1, this.color);
    gl.uniform1i(program.at("u_texels"), this.scene.texels);
    gl.uniform1i(program.at("u_bands"), this.bands);
    gl.uniform4fv(program.at("u_view_x"), camera.rows[0]);
    gl.uniform4fv(program.at("u_view_y"), camera.rows[1]);
    gl.uniform4fv(program.at("u_view_z"), camera.rows[2]);
    gl.uniform3fv(program.at("u_eye"), camera.eye);
    gl.uniform4fv(program.at("u_lens"), lensOf(camera, width, height));
    gl.uniform2f(program.at("u_size"), width, height);
    gl.uniform1f(program.at("u_near"), camera.near);
    gl.uniform1i(program.at("u_antialiased"), this.scene.header.antialiased ? 1 : 0);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.drawn);
    gl.disable(gl.BLEND);
  }

  drawStage(camera, look, width, height) {
    const gl = this.gl;
    const program = this.stage;
    const shadow = this.shadowPlace && look.ground !== null;
    program.use();
    program.texture("u_splats", 0, this.target);
    program.texture("u_shadow", 1, this.shadow);
    gl.uniform4fv(program.at("u_lens"), lensOf(camera, width, height));
    gl.uniform2f(program.at("u_size"), width, height);
    ["u_right", "u_down", "u_forward"].forEach((name, i) =>
      gl.uniform3fv(program.at(name), camera.rows[i].slice(0, 3)));
    gl.uniform3fv(program.at("u_eye"), camera.eye);
    gl.uniform3fv(program.at("u_floor"), look.floor);
    gl.uniform3fv(program.at("u_horizon"), look.horizon);
    gl.uniform3fv(program.at("u_zenith"), look.zenith);
    gl.uniform1f(program.at("u_fade"), look.fade);
    gl.uniform1f(program.at("u_wall"), WALL_SOFTNESS);
    gl.uniform1f(program.at("u_height"), look.ground === null ? -1 : camera.eye[2] - look.ground);
    gl.uniform3fv(program.at("u_shadow_place"), shadow ? this.shadowPlace : [0, 0, 1]);
    gl.uniform1f(program.at("u_shadow_strength"), shadow ? look.shadow : 0);
    gl.uniform1f(program.at("u_noise"), look.plain ? 0 : 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}

// Focal lengths and principal point [px] for a picture of this size.
function lensOf(camera, width, height) {
  const focal = (0.5 * height) / Math.tan(camera.fov / 2);
  return [focal, focal, width / 2, height * (0.5 - camera.lift)];
}

function floatTexture(gl, filter) {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

class Program {
  constructor(gl, vertex, fragment) {
    this.gl = gl;
    this.program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source.trim());
      gl.compileShader(shader);
      gl.attachShader(this.program, shader);
    }
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error("the graphics driver refuses a shader: " + gl.getProgramInfoLog(this.program));
    }
    this.places = new Map();
  }

  use() {
    this.gl.useProgram(this.program);
  }

  at(name) {
    if (!this.places.has(name)) {
      this.places.set(name, this.gl.getUniformLocation(this.program, name));
    }
    return this.places.get(name);
  }

  texture(name, unit, texture) {
    this.gl.activeTexture(this.gl.TEXTURE0 + unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, texture);
    this.gl.uniform1i(this.at(name), unit);
  }
}
