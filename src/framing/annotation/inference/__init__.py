"""The arithmetic of models: arrays of weights and word pieces in, probabilities out; knows nothing of the news."""
