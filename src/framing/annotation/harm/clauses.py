"""Noun phrases beside a verb, by the function words that bound them: no parser, one letter per token."""

from __future__ import annotations

from framing.annotation.text.classes import find_classes
from framing.annotation.text.tokens import Tokens

NOMINAL = frozenset("NDET-")
INSIDE = NOMINAL | frozenset("OP")
LONGEST = 25
"""Tokens that a noun phrase with its prepositional phrases may have."""
BY = 10
"""Tokens after a participle within which its agent may stand."""
Range = tuple[int, int]


class Clauses:
    """Classes of the tokens of a text, one letter each, and the noun phrases to the left and right of a verb."""

    def __init__(self, tokens: Tokens) -> None:
        self.codes = find_classes(tokens).tobytes().decode("ascii")
        self.capital = tokens.type_flag(lambda w: w[0].isupper())

    def subject(self, verb: int, low: int, *, near: bool = False) -> Range | None:
        """Find the noun phrase that is the subject of a verb group beginning at a token, not left of `low`.

        With `near` and before a relative pronoun that is the last one ("complaints from residents who were held"),
        unless it is a name ("a bombing in Lahore which killed six").
        """
        codes = self.codes
        i = self._back(verb - 1, low)
        if i < low or codes[i] not in NOMINAL:
            return self._elsewhere(i, verb, low) if i >= low else None
        first = self._left_edge(i, low)
        antecedent = self._antecedent(first, low)
        if antecedent >= low:
            return self.subject(antecedent + 1, low)
        if codes[verb] == "M" and i - first < 2 and first - 1 >= low and codes[first - 1] in "BSRA":
            return self.subject(first, low)  # "police are likely to", "he plans to"
        relative = (near or "R" in codes[i + 1 : verb]) and not self.capital[i]
        begin = max(first, codes.rfind("P", first, i + 1) + 1) if relative else first
        return self._core(begin, i + 1, initial=begin == low)

    def _back(self, i: int, low: int) -> int:
        """Step back over auxiliaries, adverbs, a bracket and a relative pronoun to where a subject may end."""
        codes = self.codes
        while i >= low and codes[i] in "BHMAQ-":
            i -= 1
        if i >= low and codes[i] == ")":
            i = codes.rfind("(", low, i) - 1
        if i >= low and codes[i] == "R":
            i -= 2 if i > low and codes[i - 1] == "," else 1
        return i

    def _elsewhere(self, i: int, verb: int, low: int) -> Range | None:
        """Find a subject that does not stand right before its verb."""
        code = self.codes[i]
        if code == "S":
            return i, i + 1
        if code == "V":
            return self.subject(i, low)
        if code == ",":
            return self._before_insertion(i, low) or self.first_subject(verb, low)
        return self.first_subject(verb, low) if code in "CXU" else None

    def _antecedent(self, first: int, low: int) -> int:
        """Give the end of the noun phrase that a relative clause ending before `first` describes, or -1.

        In "fighters who had entered the base shot him", *the base* is no subject of *shot*.
        """
        codes = self.codes
        verb = first - 1
        if verb <= low or codes[verb] != "V":
            return -1
        i = verb - 1
        while i > low and codes[i] in "BHMA":
            i -= 1
        return i - 1 if i > low and codes[i] == "R" and codes[i - 1] in NOMINAL else -1

    def _before_insertion(self, comma: int, low: int) -> Range | None:
        """Find the noun phrase that something between commas comes after: "The editor, who lives abroad, was held"."""
        codes = self.codes
        begin = max((i + 1 for i in range(low, comma) if codes[i] in "XU"), default=low)
        first = codes.find(",", begin, comma)
        while first > 0:
            if first - 1 >= begin and codes[first - 1] in NOMINAL:
                edge = self._left_edge(first - 1, begin)
                governed = edge > begin and codes[edge - 1] in "MOY"  # "according to officials, …"
                if codes[edge] != "P" and not governed:
                    return self._core(edge, first, initial=False)
            first = codes.find(",", first + 1, comma)
        return None

    def first_subject(self, verb: int, low: int) -> Range | None:
        """Find the subject of the clause that a verb carries on: the noun phrase before its first finite verb."""
        codes = self.codes
        begin = max((i + 1 for i in range(low, verb - 1) if codes[i] in "XU"), default=low)
        for i in range(begin + 1, verb - 1):
            if codes[i] in "VBH" and codes[i - 1] not in "RBHMV":
                return self.subject(i, begin)
        return None

    def object(self, after: int, high: int) -> Range | None:
        """Find the noun phrase that begins at a token, up to `high`."""
        codes = self.codes
        while after < high and codes[after] == "A":
            after += 1
        if after < high and codes[after] in "JS":
            return after, after + 1
        i = after
        limit = min(high, after + LONGEST)
        while i < limit:
            code = codes[i]
            joins = code in NOMINAL or (code == "O" and i > after)
            joins |= code == "C" and i > after and i + 1 < limit and codes[i + 1] in NOMINAL
            joins |= code == "V" and i + 1 < limit and codes[i + 1] == "N" and (i == after or codes[i - 1] in "DE-")
            if not joins or (i == after and (code == "T" or codes[i : i + 2] in ("DT", "ET"))):
                break
            i += 1
        while i > after and codes[i - 1] in "T-C":
            i -= 1
        return (after, i) if any(c in "NDE" for c in codes[after:i]) else None

    def agent(self, after: int, high: int) -> Range | None:
        """Find the noun phrase of a by-phrase within reach of a participle."""
        for i in range(after, min(high, after + BY)):
            if self.codes[i] == "Y":
                return self.object(i + 1, high)
            if self.codes[i] not in INSIDE and self.codes[i] not in "AC":
                return None
        return None

    def _left_edge(self, i: int, low: int) -> int:
        codes = self.codes
        first = i
        while first > max(low, i - LONGEST):
            code = codes[first - 1]
            adjective = code == "V" and codes[first] == "N" and first - 2 >= low and codes[first - 2] in "DEO-"
            if code not in INSIDE and code != "C" and not adjective:
                break
            first -= 1
        return first

    def _core(self, first: int, last: int, *, initial: bool) -> Range | None:
        """Cut a stretch down to its head noun phrase: without what an earlier clause or a preposition brings in."""
        codes = self.codes
        join = codes.rfind("C", first, last)
        one_name = join > first and join + 1 < last and self.capital[join - 1] and self.capital[join + 1]
        cut_off = "P" in codes[first:join] or codes[first - 1 : first] == "Y"
        if join >= 0 and (join == first or (cut_off and not one_name)):
            first = join + 1
        if first < last and codes[first] == "P":
            first = 1 + (codes.rfind("P", first, last) if initial else first)
        while first < last and codes[first] in "TO-":
            first += 1
        preposition = codes.find("P", first, last)
        last = preposition if preposition > first else last
        while last > first and codes[last - 1] in "T-C":
            last -= 1
        return (first, last) if any(c in "ND" for c in codes[first:last]) else None
