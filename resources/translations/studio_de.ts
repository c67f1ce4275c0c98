<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>studio</name>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>About phys4d-studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Antialiased</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/pipeline_benchmark.py"/>
        <source>Asking for help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Axes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Bounds and size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Cancel the running job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Centres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Checker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Close project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Colour by direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/formats/sog.py"/>
        <location filename="../../render/formats/sog_writer.py"/>
        <source>Compressing the Gaussians</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Dark stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Degree 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Docks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Draw a sample from the distribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Draw Gaussians as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/raster_speed.py"/>
        <source>Drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Ellipsoids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Finding the object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>First frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Frame the object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/still_export.py"/>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Framing the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Grey stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Last frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Layout: Present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Light stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/continuation.py"/>
        <location filename="../../studio/jobs/simulation.py"/>
        <source>Loading the object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Longest side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/ply_sequence.py"/>
        <source>Looking at the sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/doctor.py"/>
        <source>Looking at this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/page_motion.py"/>
        <source>Looking through the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sim/imported_take.py"/>
        <source>Looking through the frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/views/docks.py"/>
        <source>Material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/viewport_benchmark.py"/>
        <source>Moving the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Next frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/views/docks.py"/>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Off (degree 0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Open photo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Open project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Orbit, fly or walk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Paste photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Perspective or orthographic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Photo's view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Poisson's ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Predicting shape and material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/playback_commands.py"/>
        <source>Previous frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/keyed_deltas.py"/>
        <source>Reading the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/usd_clip.py"/>
        <source>Reading the moving scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Reading the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/formats/registry.py"/>
        <location filename="../../studio/jobs/splat_import.py"/>
        <location filename="../../studio/jobs/video_scene.py"/>
        <source>Reading the splat file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Rendering the passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/still_export.py"/>
        <location filename="../../studio/jobs/video_export.py"/>
        <source>Rendering the video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Rings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/prediction.py"/>
        <source>Saving the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/help_commands.py"/>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/file_commands.py"/>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Simulate again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/jobs/continuation.py"/>
        <location filename="../../studio/jobs/simulation.py"/>
        <source>Simulating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Simulation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>Splats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/simulation_commands.py"/>
        <source>Take the predicted material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/views/docks.py"/>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/view_commands.py"/>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/controllers/commands/window_commands.py"/>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/keyed_writer.py"/>
        <source>Writing the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/formats/byte_files.py"/>
        <location filename="../../render/formats/spz.py"/>
        <location filename="../../render/formats/usd.py"/>
        <source>Writing the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/usd_clip.py"/>
        <source>Writing the moving scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../render/clips/ply_sequence.py"/>
        <source>Writing the sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../sim/imported_take.py"/>
        <source>Writing the take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../studio/state/quantities.py"/>
        <source>Young's modulus</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
