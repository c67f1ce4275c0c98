"""The timeline: transport, track, rows, plots and the curve of the time remap."""
