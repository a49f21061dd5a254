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

By question:

- What is there? find_collection, list_collections, Lexicon, list_lexicons, read_lexicon, Measure, list_measures,
  measure, FramingError
- What was read, and what was left out? Corpus, describe_outlets, list_cleaning_rules, read_corpus, Results,
  write_tables, open_results, score_collection
- Who says what, and whose word is it? annotate, check_examples, check_symmetry, find_gaps,
  target_tone, find_voice
- What counts, and how much? find_evidence, score, score_text, dictionary_measure, rate_measure, describe_saturation,
  lexicon_gaps, tone_saturation
- Who is called what, and who gets to speak? dominant_labels, prominence_of_labels, whose_labels, named_and_quoted,
  source_diversity, who_quotes_whom
- Do outlets differ? adjust, compare, change_study, describe_study, find_departures, suggest_study, describe_design,
  estimate, over_time, Study, find_study, read_study, run_study, select_articles, weigh_wire
- In which words? collocates, concordance, cooccurrence, keyness, missed, Rates, describe_rates, rates,
  compare_codebooks, describe_revision, revise_codebook, Within, word_shift
- Does it survive? audit_lexicon, judge_hits, check_mixed, naming_variants, sensitivity, source_variants,
  separability, describe_matching, judge_survival, try_treatments, compare_yes_no, pool_odds, Analysis, open_analysis,
  check_findings, describe_checks
- Do people agree? agreement, correct, Machine, code_by_machine, correct_machine, read_reference, sample_for_coding,
  units_of, validate, worst_cases
- How does it look? plot_comparison, plot_keyness, plot_naming, plot_scores, plot_rates, plot_revision, plot_map,
  plot_coverage, plot_over_time, plot_sources, plot_survival, plot_variants, save_figure, rank_stories, show_articles,
  write_explorer, describe_contrasts, describe_findings, name_outlets, save_latex, show_table, code_widget, explore

Where each name comes from stands in ``__init__.pyi``; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.1.0"
