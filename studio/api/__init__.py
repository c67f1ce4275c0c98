"""The studio in Python: photo to 4D scene in ten lines, without a window.

    from studio.api import Studio

    studio = Studio()
    studio.predict("cup.jpg", "cup.p4d", size_m=0.12)
    print(studio.physics.mean())
    soft, *_ = studio.sample(4, seed=7)
    take = studio.simulate(soft, quality="sketch", stiffness="expressive")
    picture = studio.render(take, frame=10, size_px=(512, 512))
    studio.export("cup.mp4", take, camera="turntable")

The console of the window has a `studio` of the same kind; there, work is done in the background.
"""

from __future__ import annotations

from studio.api.studio import Studio

__all__ = ["Studio"]
