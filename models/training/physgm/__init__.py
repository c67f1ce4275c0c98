"""Training of PhysGM networks: losses, differentiable rendering, data parallel steps."""
