"""What every part of the window is made of: the look, texts and small widgets."""
