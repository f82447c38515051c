"""Where a photo is cropped, straightened, turned and flipped."""
