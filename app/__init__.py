"""The desktop application."""

import os

# Read when torch is loaded. Otherwise its threads wait for more work by spinning, for milliseconds, on the
# cores on which the window is painted; `make bench` shows it in the frames of a slider.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
