"""The commands of `phys4d-studio`, one module a family; importing them loads nothing heavy."""

COMMANDS = {
    "predict": "turn a photo into a project: 3D Gaussians and a distribution over materials",
    "simulate": "move the object of a project with the material point method",
    "sweep": "simulate many materials, seeds and objects, and tabulate what came of them",
    "render": "render a take or a splat file to a video",
    "generate": "photo to video in one go: predict, simulate and render",
    "rank": "rank candidates by how alike they move to a take or a filmed clip",
    "convert": "write a splat file, take or moving splats in another format",
    "info": "say what a photo, splat file, project or take holds",
    "doctor": "check hardware, back-ends, model weights and codecs",
    "train": "train the embedded model or a PhysGM network",
    "data": "render and label datasets to train on",
    "evaluate": "measure reconstruction or physics on held-out objects",
    "bench": "measure the speed of this machine",
}
"""Command, which is also its module here -> what it does."""
