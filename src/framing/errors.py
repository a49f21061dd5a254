"""What `framing` raises for its user."""


class FramingError(ValueError):
    """One plain sentence for the person at the keyboard: what is wrong, where, and the remedy."""


class NothingToCompareError(FramingError):
    """There is one side only: a report goes on without comparisons."""
