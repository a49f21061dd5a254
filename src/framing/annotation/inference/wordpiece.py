"""Word pieces: text to the integers that an encoder reads, each distinct word cut once."""

import re
import unicodedata
from collections.abc import Sequence

# A run of letters and digits, or one other visible character: the cut that the pieces were learned on.
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
LONGEST_WORD = 100


def fold_word(word: str) -> str:
    """Take capitals and accents off a word, as the vocabulary knows neither."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return "".join(letter for letter in unicodedata.normalize("NFD", lowered) if unicodedata.category(letter) != "Mn")


class WordPieces:
    """A vocabulary of word pieces, with the cut of every word met so far kept.

    Parameters
    ----------
    vocabulary
        The pieces in the order of their numbers; a piece inside a word begins with ``##``.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.number = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self.number["[UNK]"]
        self._cut: dict[str, tuple[int, ...]] = {}

    def cut(self, word: str) -> tuple[int, ...]:
        """Cut one word into the longest known pieces, from the left; numbers of the pieces."""
        known = self._cut.get(word)
        if known is None:
            known = self._cut[word] = self._longest_pieces(fold_word(word))
        return known

    def _longest_pieces(self, word: str) -> tuple[int, ...]:
        if not word:
            return ()
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        numbers, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self.number.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return (self.unknown,)
            numbers.append(number)
            start = end
        return tuple(numbers)

    def encode(self, text: str) -> tuple[list[int], list[int], list[int]]:
        """Cut a text; numbers of its pieces, and where the word of each piece starts and ends in the text."""
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in WORD.finditer(text):
            pieces = self.cut(match.group())
            numbers.extend(pieces)
            starts.extend([match.start()] * len(pieces))
            ends.extend([match.end()] * len(pieces))
        return numbers, starts, ends

    def encode_target(self, text: str, start: int, end: int, *, longest: int = 128) -> tuple[list[int], list[int]]:
        """Cut a text with the target `text[start:end]` marked.

        Returns
        -------
        tuple of two lists
            Numbers of the pieces, with a mark before and after the target, and 1 for each piece of the target, else 0.
            Of more pieces than `longest` those nearest to the target are kept.
        """
        numbers, starts, ends = self.encode(text)
        first = next((i for i, word_end in enumerate(ends) if word_end > start), len(numbers))
        last = next((i for i in range(first, len(numbers)) if starts[i] >= end), len(numbers))
        room = longest - 4
        last = min(last, first + room // 2)
        low = max(0, min(first - (room - (last - first)) // 2, len(numbers) - room))
        high = min(len(numbers), low + room)
        mark = self.number
        pieces = [
            mark["[CLS]"], *numbers[low:first], mark["[unused1]"], *numbers[first:last], mark["[unused2]"],
            *numbers[last:high], mark["[SEP]"],
        ]  # fmt: skip
        segment = [0] * len(pieces)
        # The marks belong to the target, so that a target without letters still has a piece to read.
        for i in range(1 + first - low, 3 + last - low):
            segment[i] = 1
        return pieces, segment
