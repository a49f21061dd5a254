"""Compare how news outlets frame the same event: whose words, in whose voice, with evidence and intervals.

Files become a `Corpus` of tables, annotation finds who says what, a measure turns spans of text (*evidence*) into
scores, and a comparison says which differences between outlets hold:

>>> import framing as fr
>>> corpus = fr.read_corpus("january")                    # a name, a folder or a file
>>> corpus = fr.annotate(corpus, codebook="protest")      # attributions, namings, and whose word each one is
>>> scores = fr.score(corpus, ["stance"])                 # a row for each article, target and voice
>>> comparisons = fr.compare(scores, corpus.articles)     # within stories, with intervals

Every number can be read back: `find_evidence` gives the words behind a score, `show_articles` shows them in the text,
side by side. `open_results` does all of it for a collection once and reads it back from disk afterwards; the command
``framing report`` does it from a shell.

*outlet* is the news organisation, never "source"; *source*, *cue* and *content* make an attribution; a *target* is who
the wording is about; a *voice* is whose word it is: the outlet's own, a source's (quoted, reported), or one held at a
distance (scare, rejected). Undefined is missing and not zero, and n stands beside every value.
"""

from framing.annotation.annotate import annotate
from framing.annotation.tone.target_tone import target_tone
from framing.annotation.voice.voice import find_voice
from framing.coding.agreement import agreement
from framing.coding.sampling import sample_for_coding
from framing.coding.validity import validate
from framing.comparison.contrasts import compare
from framing.comparison.design import describe_design
from framing.comparison.levels import estimate, over_time
from framing.comparison.words.collocates import collocates
from framing.comparison.words.concordance import concordance
from framing.comparison.words.keyness import keyness
from framing.comparison.words.vocabulary import Within
from framing.corpus.collections.catalogue import list_collections
from framing.corpus.corpus import Corpus
from framing.corpus.overview import describe_outlets
from framing.corpus.reading import read_corpus
from framing.display.figures.estimates import plot_comparison, plot_keyness, plot_naming, plot_scores
from framing.display.figures.outlet_map import plot_map
from framing.display.figures.panels import plot_coverage, plot_over_time, plot_sources
from framing.display.figures.style import save_figure
from framing.display.pages.reader import show_articles
from framing.display.pages.tables import describe_findings, save_latex, show_table
from framing.errors import FramingError
from framing.lexicon import Lexicon, list_lexicons, read_lexicon
from framing.pipeline import open_results, score_collection
from framing.results import write_tables
from framing.scoring.measure import list_measures
from framing.scoring.score import find_evidence, score, score_text

__version__ = "0.1.0"
__all__ = [
    "Corpus",
    "FramingError",
    "Lexicon",
    "Within",
    "agreement",
    "annotate",
    "collocates",
    "compare",
    "concordance",
    "describe_design",
    "describe_findings",
    "describe_outlets",
    "estimate",
    "find_evidence",
    "find_voice",
    "keyness",
    "list_collections",
    "list_lexicons",
    "list_measures",
    "open_results",
    "over_time",
    "plot_comparison",
    "plot_coverage",
    "plot_keyness",
    "plot_map",
    "plot_naming",
    "plot_over_time",
    "plot_scores",
    "plot_sources",
    "read_corpus",
    "read_lexicon",
    "sample_for_coding",
    "save_figure",
    "save_latex",
    "score",
    "score_collection",
    "score_text",
    "show_articles",
    "show_table",
    "target_tone",
    "validate",
    "write_tables",
]
