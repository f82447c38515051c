"""Where parts of a photo are adjusted: masks over the photo, and the panel beside it."""
