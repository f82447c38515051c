"""Training: data, losses and the loop that made the weights this project ships."""
