"""The panel beside the photo."""
