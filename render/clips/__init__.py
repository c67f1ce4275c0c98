"""Moving clouds as files: sequences, time-sampled scenes, one-file 4D and a web page."""
