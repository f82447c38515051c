"""The open photo and what was decided about it; what is kept from one start to the next."""
