"""Timings of whole exports beside a plain ffmpeg command, as ratios within one run."""
