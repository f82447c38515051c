"""The threads in which the engine works, and what they are asked for."""
