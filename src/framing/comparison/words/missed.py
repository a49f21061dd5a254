"""What did a codebook miss: words that stand where its namings stand, the most unevenly used first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from framing.annotation.namings.checking import check_codebook
from framing.annotation.namings.finding import find_namings
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.text.inflection import noun_forms
from framing.annotation.voice.forms import word_kinds
from framing.comparison.words.keyness import log_odds
from framing.comparison.words.vocabulary import articles_of, groups_of, sum_groups
from framing.corpus.arrays import Tokens, cover, positions_in
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon

CLOSED = ("function", "determiner", "be", "verb-left", "article", "degree", "predicate")
"""Kinds of words that begin and end no name of people."""
SPEECH = frozenset({"said", "says", "added", "told", "tells"})
"""Cues that stand beside names of people so often that no name begins or ends with one."""
SLOTS = (-2, -1, 1, 2)
"""Places beside a naming, in tokens from its first or last one, that make its slot."""
FEW_NAMINGS = 50
"""Namings of a target below which its slots are hardly known: likeness to it is discounted."""
NAMES = ("places", "public-figures", "first-names")
"""Lexicons of names: what they hold is a name already and no label."""


@dataclass(frozen=True)
class _Candidates:
    """Words and pairs of words that might name somebody: their names, and where each stands."""

    names: list[str]
    first: np.ndarray
    last: np.ndarray
    which: np.ndarray


def missed(
    corpus: Corpus,
    codebook: Lexicon | None = None,
    *,
    targets: list[str] | None = None,
    by: str = "outlet_id",
    fewest: int = 5,
    most: int = 40,
) -> pd.DataFrame:
    """Find words and phrases that stand where a codebook's namings stand, and that outlets use unevenly.

    Parameters
    ----------
    corpus : Corpus
    codebook : Lexicon, optional
        The corpus's own unless another is given.
    targets : list of str, optional
        Only candidates for these targets.
    by : str
        Column of the articles whose values use words unevenly.
    fewest : int
        Candidates in fewer articles are left out.
    most : int
        How many to give.

    Returns
    -------
    DataFrame
        One row a candidate, the most telling first: ``term``, the ``target`` whose slots it fills, ``likeness`` (cosine
        of what surrounds both, 0 to 1; less where the target is seldom named), ``count``, ``articles``, ``outlet`` (who
        uses it beyond its share), ``log_ratio`` (base 2, that outlet against the rest), ``z``, and ``example``.

    Raises
    ------
    FramingError
        If there is no codebook, or it names nobody in this corpus.

    Notes
    -----
    A slot is the two words on each side, or the target that they name: "rioters and …" is a coordination, "…, the
    police said" a clause. Its associations (positive mutual information) are learned from the corpus itself, so a
    small corpus teaches little. Ranked by likeness squared times log(1 + z). A word that fills such slots need not
    name the target: read the sentences, and put into a codebook of your own (`extends`) what holds.
    """
    book = check_codebook(read_lexicon(codebook) if isinstance(codebook, str) else codebook or corpus.codebook)
    corpus = with_arrays(corpus)
    tokens = corpus.tokens
    namings = find_namings(tokens, book)
    if not len(namings):
        raise FramingError(
            f"The codebook '{book.name}' names nobody in this corpus, so there is no slot to learn from."
        )
    found = _candidates(tokens, namings, fewest)
    if not found.names:
        raise FramingError(f"No word outside the codebook stands in {fewest} articles; lower `fewest`.")
    wanted = targets if targets is not None else book.targets
    likeness = _likeness(tokens, namings, found, wanted)
    group, outlets = groups_of(articles_of(corpus, tokens), by)
    table = _uneven(tokens, found, outlets, group)
    table["target"] = np.array(wanted, object)[likeness.argmax(axis=1)]
    table["likeness"] = likeness.max(axis=1)
    table["rank"] = table["likeness"] ** 2 * np.log1p(table["z"].clip(lower=0))
    ordered = table.sort_values(["rank", "term"], ascending=[False, True], kind="stable").head(4 * most)
    table = _without_parts(ordered).head(most).reset_index(drop=True)
    return _with_examples(tokens, found, table)


def _candidates(tokens: Tokens, namings: pd.DataFrame, fewest: int) -> _Candidates:
    """Words and pairs outside of all namings, none with a closed word at an end, in enough articles."""
    closed = SPEECH.union(*(word_kinds("form").get(kind, frozenset()) for kind in CLOSED))
    proper = {word for name in NAMES for term in read_lexicon(name).terms["term"] for word in term.split()}
    is_open = tokens.type_flag(
        lambda word: len(word) > 2 and word[0].isalpha() and word.lower() not in closed and word not in proper
    )
    free = is_open & ~cover(len(tokens), namings["first"].to_numpy(), namings["last"].to_numpy())
    fold = tokens.fold[tokens.type_id].astype(np.int64)
    single = np.flatnonzero(free)
    pair = single[:-1][free[np.minimum(single[:-1] + 1, len(free) - 1)]]
    pair = pair[tokens.sentence[pair] == tokens.sentence[pair + 1]]
    base = len(tokens.folded)
    key = np.concatenate([fold[single], base + fold[pair] * base + fold[pair + 1]])
    first = np.concatenate([single, pair])
    last = first + np.repeat([1, 2], [len(single), len(pair)])
    code, keys = pd.factorize(key)
    holders = pd.Series(tokens.article[first]).groupby(code).nunique().to_numpy()
    enough = holders >= fewest
    number = np.cumsum(enough) - 1
    keep = enough[code]
    names = [_name(tokens, int(k), base) for k in np.asarray(keys)[enough]]
    return _Candidates(names, first[keep], last[keep], number[code[keep]])


def _name(tokens: Tokens, key: int, base: int) -> str:
    if key < base:
        return str(tokens.folded[key])
    left, right = divmod(key - base, base)
    return f"{tokens.folded[left]} {tokens.folded[right]}"


def _likeness(tokens: Tokens, namings: pd.DataFrame, found: _Candidates, targets: list[str]) -> np.ndarray:
    """Cosine of what surrounds each candidate and what surrounds each target's namings, shape (candidates, targets)."""
    company = _company(tokens, namings)
    slots = _slots(tokens, found.first, found.last, company, targets)
    own = _slots(tokens, namings["first"].to_numpy(), namings["last"].to_numpy(), company, targets)
    target = pd.Index(targets).get_indexer(namings["target"])
    counts = sparse.vstack([_add_up(slots, found.which, len(found.names)), _add_up(own, target, len(targets))])
    vectors = _associations(counts.tocsr())
    cosine = np.asarray((vectors[: len(found.names)] @ vectors[len(found.names) :].T).todense())
    size = np.bincount(target[target >= 0], minlength=len(targets))
    return cosine * np.sqrt(size / (size + FEW_NAMINGS))


def _add_up(slots: sparse.csr_array, owner: np.ndarray, owners: int) -> sparse.csr_array:
    """Add up the slots of each owner; those without one (-1) are left out."""
    known = np.flatnonzero(owner >= 0)
    members = sparse.csr_array((np.ones(len(known)), (owner[known], known)), shape=(owners, len(owner)))
    return members @ slots


def _associations(counts: sparse.csr_array) -> sparse.csr_array:
    """Positive pointwise mutual information of rows and features, discounted for rare ones, rows of length 1."""
    table = counts.tocoo()
    row = np.asarray(counts.sum(axis=1)).ravel()
    column = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    least = np.minimum(row[table.row], column[table.col])
    found = np.log(np.maximum(table.data, 1e-9) * column.sum() / (row[table.row] * column[table.col]))
    value = np.maximum(found, 0) * (table.data / (table.data + 1)) * (least / (least + 1))
    weighted = sparse.csr_array((value, (table.row, table.col)), shape=counts.shape)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.diags_array(1 / np.maximum(length, 1e-9)) @ weighted


def _company(tokens: Tokens, namings: pd.DataFrame) -> np.ndarray:
    """Give each token the number its neighbours see: of its word, or of the target that it helps to name."""
    seen = tokens.fold[tokens.type_id].astype(np.int64)
    code, _ = pd.factorize(namings["target"])
    first, last = namings["first"].to_numpy(), namings["last"].to_numpy()
    seen[positions_in(first, last)] = len(tokens.folded) + np.repeat(code, last - first)
    return seen


def _slots(
    tokens: Tokens, first: np.ndarray, last: np.ndarray, company: np.ndarray, targets: list[str]
) -> sparse.csr_array:
    """Features of the slots of some ranges: the words on both sides by their place, shape (ranges, features)."""
    width = len(tokens.folded) + len(targets) + 64
    rows, columns = [], []
    for number, step in enumerate(SLOTS):
        at = np.where(step < 0, first + step, last + step - 1)
        safe = np.clip(at, 0, len(tokens) - 1)
        fits = (at >= 0) & (at < len(tokens)) & (tokens.sentence[safe] == tokens.sentence[first])
        rows.append(np.arange(len(first)))
        columns.append(number * width + np.where(fits, company[safe], width - 1))
    row, column = np.concatenate(rows), np.concatenate(columns)
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(first), len(SLOTS) * width))


def _uneven(tokens: Tokens, found: _Candidates, outlets: np.ndarray, group: np.ndarray) -> pd.DataFrame:
    """Count candidates, and find the outlet that uses each one farthest beyond its share."""
    article = tokens.article[found.first]
    shape = (len(tokens.article_ids), len(found.names))
    counts = sparse.coo_array((np.ones(len(article)), (article, found.which)), shape=shape).tocsr()
    by_group = sum_groups(counts, group, len(outlets))
    words = np.bincount(group[group >= 0], np.bincount(tokens.article, minlength=shape[0])[group >= 0], len(outlets))
    total = by_group.sum(axis=0)
    z, ratio = np.zeros((2, len(outlets), len(found.names)))
    for i in range(len(outlets)):
        rest, n_rest = total - by_group[i], words.sum() - words[i]
        _, z[i] = log_odds(
            by_group[i], rest, words=words[i], words_others=n_rest, prior=total / 10 + 0.1, prior_total=words.sum() / 10
        )
        ratio[i] = np.log2((by_group[i] + 0.5) / words[i]) - np.log2((rest + 0.5) / max(n_rest, 1))
    best = z.argmax(axis=0)
    at = np.arange(len(found.names))
    return pd.DataFrame(
        {
            "term": pd.Series(found.names, dtype="str"),
            "count": total.astype(np.int64),
            "articles": np.asarray((counts > 0).sum(axis=0)).ravel(),
            "outlet": outlets[best],
            "log_ratio": ratio[best, at],
            "z": z[best, at],
            "number": at,
        }
    )


def _without_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out what repeats a row above: a plural beside its singular, a word that mostly stands in a listed pair."""
    count = table.set_index("term")["count"].to_dict()
    listed: set[str] = set()
    keep = []
    for term in table["term"]:
        forms = set(noun_forms(term)) | {term.removesuffix("s")}
        part_of = [
            other for other in listed if " " in other and term in other.split() and count[other] > count[term] / 2
        ]
        whole_of = [word for word in term.split() if word in listed and count[term] < count[word] / 8]
        keep.append(not forms & listed and not part_of and not whole_of)
        if keep[-1]:
            listed.add(term)
    return table[keep]


def _with_examples(tokens: Tokens, found: _Candidates, table: pd.DataFrame) -> pd.DataFrame:
    """Add the sentence of the first place of each candidate."""
    order = np.argsort(found.which, kind="stable")
    begins = np.searchsorted(found.which[order], table["number"].to_numpy())
    sentence = tokens.sentence[found.first[order[begins]]]
    a, b = tokens.sentence_tokens[sentence], tokens.sentence_tokens[sentence + 1] - 1
    texts = [" ".join(tokens.text[tokens.start[i] : tokens.end[j]].split()) for i, j in zip(a, b, strict=True)]
    columns = ["term", "target", "likeness", "count", "articles", "outlet", "log_ratio", "z"]
    return table[columns].assign(example=pd.Series(texts, dtype="str"))
