# What is there?
from .corpus.collections.catalogue import find_collection as find_collection, list_collections as list_collections
from .lexicon import Lexicon as Lexicon, list_lexicons as list_lexicons, read_lexicon as read_lexicon
from .scoring.measure import Measure as Measure, list_measures as list_measures, measure as measure
from .errors import FramingError as FramingError

# What was read, and what was left out?
from .corpus.corpus import Corpus as Corpus
from .corpus.overview import describe_outlets as describe_outlets
from .corpus.clean.cleaning import list_cleaning_rules as list_cleaning_rules
from .corpus.reading import read_corpus as read_corpus
from .results import Results as Results, write_tables as write_tables
from .pipeline import open_results as open_results, score_collection as score_collection
from .analysis import Analysis as Analysis, open_analysis as open_analysis

# Who says what, and whose word is it?
from .annotation.annotate import annotate as annotate
from .annotation.examples import check_examples as check_examples
from .annotation.namings.symmetry import check_symmetry as check_symmetry, find_gaps as find_gaps
from .annotation.tone.target_tone import target_tone as target_tone
from .annotation.voice.voice import find_voice as find_voice

# What counts, and how much?
from .scoring.score import find_evidence as find_evidence, score as score, score_text as score_text
from .scoring.measures.dictionary import dictionary_measure as dictionary_measure, rate_measure as rate_measure
from .scoring.saturation import (
    describe_saturation as describe_saturation,
    lexicon_gaps as lexicon_gaps,
    tone_saturation as tone_saturation,
)

# Who is called what, and who gets to speak?
from .scoring.labels import (
    dominant_labels as dominant_labels,
    prominence_of_labels as prominence_of_labels,
    whose_labels as whose_labels,
)
from .scoring.sources import (
    named_and_quoted as named_and_quoted,
    source_diversity as source_diversity,
    who_quotes_whom as who_quotes_whom,
)

# Do outlets differ?
from .comparison.contrasts import adjust as adjust, compare as compare
from .comparison.declaration import (
    change_study as change_study,
    describe_study as describe_study,
    find_departures as find_departures,
    suggest_study as suggest_study,
)
from .comparison.design import describe_design as describe_design
from .comparison.levels import estimate as estimate, over_time as over_time
from .comparison.study import (
    Study as Study,
    find_study as find_study,
    read_study as read_study,
    run_study as run_study,
    select_articles as select_articles,
)
from .comparison.weighing import weigh_wire as weigh_wire

# In which words?
from .comparison.words.collocates import collocates as collocates
from .comparison.words.concordance import concordance as concordance
from .comparison.words.cooccurrence import cooccurrence as cooccurrence
from .comparison.words.keyness import keyness as keyness
from .comparison.words.missed import missed as missed
from .comparison.words.rates import Rates as Rates, describe_rates as describe_rates, rates as rates
from .comparison.words.revision import compare_codebooks as compare_codebooks
from .comparison.words.revision import describe_revision as describe_revision
from .comparison.words.revision import revise_codebook as revise_codebook
from .comparison.words.vocabulary import Within as Within
from .comparison.words.word_shift import word_shift as word_shift

# Does it survive?
from .comparison.checks.audit import audit_lexicon as audit_lexicon, judge_hits as judge_hits
from .comparison.checks.mixed import check_mixed as check_mixed
from .comparison.checks.sensitivity import (
    naming_variants as naming_variants,
    sensitivity as sensitivity,
    source_variants as source_variants,
)
from .comparison.checks.separability import separability as separability
from .comparison.checks.influence import check_findings as check_findings, describe_checks as describe_checks
from .comparison.checks.survival import (
    describe_matching as describe_matching,
    judge_survival as judge_survival,
    try_treatments as try_treatments,
)
from .comparison.checks.within_story import compare_yes_no as compare_yes_no, pool_odds as pool_odds

# Do people agree?
from .coding.agreement import agreement as agreement
from .coding.correction import correct as correct
from .coding.machine import Machine as Machine, code_by_machine as code_by_machine, correct_machine as correct_machine
from .coding.reference import read_reference as read_reference
from .coding.sampling import sample_for_coding as sample_for_coding, units_of as units_of
from .coding.validity import validate as validate, worst_cases as worst_cases

# How does it look?
from .display.figures.estimates import (
    plot_comparison as plot_comparison,
    plot_naming as plot_naming,
    plot_scores as plot_scores,
)
from .display.figures.rates import plot_rates as plot_rates
from .display.figures.revision import plot_revision as plot_revision
from .display.figures.outlet_map import plot_map as plot_map
from .display.figures.panels import (
    plot_coverage as plot_coverage,
    plot_over_time as plot_over_time,
    plot_sources as plot_sources,
)
from .display.figures.robustness import plot_survival as plot_survival, plot_variants as plot_variants
from .display.figures.style import save_figure as save_figure
from .display.figures.words import plot_keyness as plot_keyness
from .display.pages.explorer import write_explorer as write_explorer
from .display.pages.reader import rank_stories as rank_stories, show_articles as show_articles
from .display.pages.tables import (
    describe_contrasts as describe_contrasts,
    describe_findings as describe_findings,
    name_outlets as name_outlets,
    save_latex as save_latex,
    show_table as show_table,
)
from .display.widgets import code_widget as code_widget, explore as explore

__version__: str
