"""Every table and every column of `framing`, defined once.

``data/README.md`` is written from this file by ``tools/write_data_dictionary.py``.
"""

from __future__ import annotations

from framing.table import Column, Table

PARTS = ("headline", "body")
OWNERSHIP = ("state", "public", "private", "nonprofit")
VOICES = ("outlet", "quoted", "reported", "scare", "rejected")
FOLDED_VOICES = ("outlet", "source", "distanced")
CATEGORIES = ("legitimising", "neutral", "delegitimising")
FORMS = ("noun", "modifier")
EXTENTS = ("summary", "headline")
QUOTATION_FORMS = ("direct", "indirect", "mixed")
CONSTRUCTIONS = ("active", "passive_by", "passive", "reciprocal", "intransitive")
VOICE_REASONS = ("narrator", "own release", "gloss", "source", "cue", "object", "own clause", "act", "doubt")
ROLES = ("source", "cue", "content")
CUE_CLASSES = ("neutral", "endorsing", "doubting", "emotive")
ACTS = ("communication", "belief", "fact", "intention")
SOURCE_TYPES = (
    "government",
    "opposition",
    "security",
    "justice",
    "expert",
    "civil_society",
    "business",
    "media",
    "culture_sport",
    "citizen",
    "anonymous",
)
FOLD = {"outlet": "outlet", "quoted": "source", "reported": "source", "scare": "distanced", "rejected": "distanced"}
"""Voice of a mention to the voice of a score."""


def _id(name: str, description: str, *, key: bool = False, optional: bool = False) -> Column:
    return Column(name, "id", description, optional=optional, key=key)


ARTICLE_ID = _id("article_id", "the article", key=True)
PART = Column("part", "text", "`headline` or `body` of the article", key=True, values=PARTS)
START = Column("start", "integer", "first character of the span in the part, from 0", key=True)
END = Column("end", "integer", "character after the last one of the span")
TEXT = Column("text", "text", "the words themselves: articles[part][start:end]")
VOICE = Column("voice", "text", "whose word it is (see the glossary)", values=VOICES)
SENTENCE = Column("sentence", "integer", "number of the sentence in the article, from 0", optional=True)
SOURCE_TEXT = Column("source_text", "text", "the source as it stands in the text", optional=True)
SPEAKER = Column("speaker", "text", "fullest name of the source in the article", optional=True)
SOURCE_TYPE = Column("source_type", "text", "kind of source", optional=True, values=SOURCE_TYPES)

OUTLETS = Table(
    "outlets",
    "a news organisation",
    (
        _id("outlet_id", "short name of the outlet", key=True),
        Column("name", "text", "its full name"),
        Column("country", "text", "where it is edited", optional=True),
        Column("medium", "text", "agency, newspaper, broadcaster, site …", optional=True),
        Column("ownership", "text", "who owns it", optional=True, values=OWNERSHIP),
        Column("lean", "text", "political leaning as somebody else has published it", optional=True),
        Column("lean_source", "text", "who published the leaning", optional=True),
    ),
    open=True,
)
STORIES = Table(
    "stories",
    "an event that several outlets cover",
    (
        _id("story_id", "the story", key=True),
        Column("label", "text", "its most telling words, or a title given by hand"),
        Column("begins", "time", "date of its first article", optional=True),
        Column("ends", "time", "date of its last article", optional=True),
        Column("matched_by", "text", "`hand`, or the method and version that grouped the articles"),
        Column("confidence", "number", "mean similarity of its articles, 0 to 1", optional=True),
    ),
)
ARTICLES = Table(
    "articles",
    "one text by one outlet",
    (
        ARTICLE_ID,
        _id("outlet_id", "the outlet that published it"),
        _id("story_id", "the story it belongs to", optional=True),
        Column("published", "time", "date of publication", optional=True),
        Column("headline", "text", "headline; an empty string when there is none"),
        Column("body", "text", "the text after cleaning"),
        Column("byline", "text", "who wrote it, lifted out of the text", optional=True),
        Column("genre", "text", "news, opinion, analysis …, where known", optional=True),
        Column("url", "text", "where it was published", optional=True),
        Column("language", "text", "ISO 639-1 code", optional=True),
        Column(
            "extent", "text", "how much of it there is; missing where it is the whole", optional=True, values=EXTENTS
        ),
        Column("n_words", "integer", "words in headline and body"),
        _id("duplicate_of", "an earlier article it nearly repeats", optional=True),
        Column(
            "wire",
            "flag",
            "whether it carries agency copy (credit line or text shared with another outlet)",
            optional=True,
        ),
        Column("wire_share", "number", "share of its words that stand in another outlet's article too", optional=True),
    ),
    open=True,
)
DROPPED = Table(
    "dropped",
    "an input document that is not in `articles`",
    (
        Column("file", "text", "the input file"),
        Column("row", "integer", "row of the document in the file, from 1, where it has rows", optional=True),
        _id("article_id", "its id, where it had one", optional=True),
        Column("reason", "text", "why it was left out: one or two words"),
        Column("detail", "text", "one plain sentence", optional=True),
    ),
)
NOTES = Table(
    "notes",
    "a remark on how documents were read: what was guessed, could not be read, or is not what it seems",
    (
        Column("file", "text", "the input file"),
        Column(
            "row", "integer", "row of the document in the file, from 1; missing for the file as a whole", optional=True
        ),
        _id("article_id", "the article, where it is about one", optional=True),
        Column("subject", "text", "what it is about: date, order of dates, outlet, columns, format …"),
        Column("detail", "text", "half a sentence"),
        Column("look", "flag", "whether a person should have a look"),
    ),
)
CLEANING = Table(
    "cleaning",
    "a piece of text that a cleaning rule took out, moved or changed",
    (
        _id("article_id", "the article"),
        Column("rule", "text", "name of the rule"),
        Column("part", "text", "`headline` or `body`", values=PARTS),
        Column("text", "text", "what was there before"),
        Column("replacement", "text", "what stands there now; empty when it was removed", optional=True),
        Column("count", "integer", "how often it happened in the part"),
    ),
)
SENTENCES = Table(
    "sentences",
    "a sentence",
    (
        ARTICLE_ID,
        Column("sentence", "integer", "number of the sentence in the article, from 0, headline first", key=True),
        Column("part", "text", "`headline` or `body`", values=PARTS),
        Column("start", "integer", "first character in the part, from 0"),
        END,
        TEXT,
        Column("n_words", "integer", "words in the sentence"),
    ),
)
ATTRIBUTIONS = Table(
    "attributions",
    "one attribution relation: a source, its cue, and what is attributed to it",
    (
        ARTICLE_ID,
        Column("attribution", "integer", "number of the relation in the article, from 0", key=True),
        SENTENCE,
        Column("form", "text", "whether the content stands in quotation marks", values=QUOTATION_FORMS),
        SOURCE_TEXT,
        SPEAKER,
        SOURCE_TYPE,
        Column("cue_text", "text", "the word that attributes: said, according to …", optional=True),
        Column(
            "cue_class",
            "text",
            "what the cue lets the narrator imply (lexicon `cues`, whose column `presupposes` is what `cue_rate`, "
            "`cue_tone` and `cue_balance` count)",
            optional=True,
            values=CUE_CLASSES,
        ),
        Column("act", "text", "type of attribution after the Penn Discourse Treebank", optional=True, values=ACTS),
        Column("parent", "integer", "relation within whose content this one stands", optional=True),
        Column("named", "flag", "whether the source has a name", optional=True),
        Column("confidence", "number", "calibrated probability that the relation is right", optional=True),
    ),
)
ATTRIBUTION_SPANS = Table(
    "attribution_spans",
    "one piece of an attribution relation",
    (
        ARTICLE_ID,
        Column("attribution", "integer", "the relation it belongs to", key=True),
        Column("role", "text", "source, cue or content", key=True, values=ROLES),
        PART,
        START,
        END,
        TEXT,
    ),
)
MENTIONS = Table(
    "mentions",
    "one naming of a target",
    (
        ARTICLE_ID,
        Column("mention", "integer", "number of the mention in the article, from 0", key=True),
        SENTENCE,
        Column("part", "text", "`headline` or `body`", values=PARTS),
        Column("start", "integer", "first character in the part, from 0"),
        END,
        TEXT,
        Column("term", "text", "entry of the codebook"),
        Column("target", "text", "who the wording is about"),
        Column("category", "text", "how the term names the target", values=CATEGORIES),
        Column("form", "text", "names people, or modifies another noun", values=FORMS),
        VOICE,
        Column("voice_confidence", "number", "calibrated probability that the voice is right", optional=True),
        Column(
            "voice_reason",
            "text",
            "why it is the outlet's though it stands in the content of a relation",
            optional=True,
            values=VOICE_REASONS,
        ),
        Column("attribution", "integer", "relation in whose content the mention stands", optional=True),
        SOURCE_TEXT,
        SPEAKER,
        SOURCE_TYPE,
        Column("actor", "text", "whose government or police: a country or place, or `generic`", optional=True),
        Column(
            "prominence",
            "text",
            "headline, lede (first three sentences of the body) or rest",
            values=("headline", "lede", "rest"),
        ),
        Column("tone", "number", "tone towards the mention, -1 to 1 (linear model)", optional=True),
    ),
)
EVENTS = Table(
    "events",
    "one use of a verb of harm or repression, with its sides",
    (
        ARTICLE_ID,
        Column("event", "integer", "number of the event in the article, from 0", key=True),
        SENTENCE,
        Column("part", "text", "`headline` or `body`", values=PARTS),
        Column("start", "integer", "first character in the part, from 0"),
        END,
        TEXT,
        Column("verb", "text", "entry of the lexicon `harm-verbs`"),
        Column("category", "text", "kind of harm"),
        Column("construction", "text", "how the sentence puts the sides", values=CONSTRUCTIONS),
        Column("agent_text", "text", "who acts, as it stands in the text", optional=True),
        Column("agent_target", "text", "target of the codebook that acts", optional=True),
        Column("patient_text", "text", "who suffers, as it stands in the text", optional=True),
        Column("patient_target", "text", "target of the codebook that suffers", optional=True),
        VOICE,
    ),
)
EVIDENCE = Table(
    "evidence",
    "a span that counts in a measure",
    (
        ARTICLE_ID,
        _id("measure", "the measure", key=True),
        _id("target", "who or what is measured; `all` where the measure has no target", key=True),
        PART,
        START,
        Column("end", "integer", "character after the last one of the span", key=True),
        TEXT,
        VOICE,
        Column("category", "text", "class of the evidence, where the measure has classes", optional=True),
        Column("weight", "number", "what the span adds to the score"),
    ),
)
SCORES = Table(
    "scores",
    "a measure of an article",
    (
        ARTICLE_ID,
        _id("measure", "the measure", key=True),
        _id("target", "who or what is measured; `all` where the measure has no target", key=True),
        Column("voice", "text", "`outlet`, `source`, `distanced`, or `all`", key=True, values=(*FOLDED_VOICES, "all")),
        Column("value", "number", "the score; missing when there is no evidence", optional=True),
        Column("n", "number", "the denominator that the score rests on"),
        Column(
            "counts",
            "text",
            "what the value counts: `share` (hits out of n) or `rate` (hits per 1,000 of n); missing where it counts "
            "nothing (tone, effective numbers)",
            optional=True,
            values=("share", "rate"),
        ),
        Column("version", "text", "version of the measure and fingerprint of its lexicon"),
    ),
)
COMPARISONS = Table(
    "comparisons",
    "an outlet against a reference",
    (
        _id("measure", "the measure", key=True),
        _id("target", "who or what is measured", key=True),
        _id("voice", "the voice compared", key=True),
        _id("outlet", "the outlet", key=True),
        _id("reference", "`rest`, or the outlet it is compared with", key=True),
        Column("n_outlet", "number", "evidence of the outlet"),
        Column("n_reference", "number", "evidence of the reference"),
        Column("n_stories", "integer", "stories that both cover"),
        Column("mean_outlet", "number", "the outlet's score, a ratio of sums", optional=True),
        Column("mean_reference", "number", "the reference's score", optional=True),
        Column("difference", "number", "outlet minus reference", optional=True),
        Column("ci_low", "number", "lower bound of the 95 % interval of the difference", optional=True),
        Column("ci_high", "number", "upper bound", optional=True),
        Column(
            "effect",
            "number",
            "unpaired: Cliff's delta over articles; paired: share of stories in which the outlet lies higher, less the "
            "share in which it lies lower; -1 to 1",
            optional=True,
        ),
        Column(
            "p_value",
            "number",
            "p-value of the flipped scores; at most .05 where the interval leaves out 0",
            optional=True,
        ),
        Column("p_adjusted", "number", "after Benjamini and Hochberg over the family", optional=True),
        Column(
            "ratio",
            "number",
            "mean of the outlet over mean of the reference, where the measure counts; half a hit is added to both "
            "where one has none",
            optional=True,
        ),
        Column("ratio_low", "number", "lower bound of its 95 % interval; 0 where the outlet has no hit", optional=True),
        Column("ratio_high", "number", "upper bound; infinite where the reference has no hit", optional=True),
        Column("method", "text", "how clusters were drawn and paired", key=True),
        Column("resamples", "integer", "number of resamples"),
        Column("seed", "integer", "seed of the draws"),
    ),
    open=True,
)
KEYNESS = Table(
    "keyness",
    "a term, outlet against reference",
    (
        _id("outlet", "the outlet", key=True),
        _id("reference", "`rest`, or the outlet it is compared with", key=True),
        _id("term", "the word", key=True),
        Column("count_outlet", "integer", "occurrences in the outlet"),
        Column("count_reference", "integer", "occurrences in the reference"),
        Column("rate_outlet", "number", "per 1,000 words"),
        Column("rate_reference", "number", "per 1,000 words"),
        Column("articles_outlet", "integer", "articles of the outlet that hold the term"),
        Column("articles_reference", "integer", "articles of the reference that hold it"),
        Column("log_ratio", "number", "binary logarithm of the ratio of rates"),
        Column("z", "number", "log-odds with informative Dirichlet prior over its standard error"),
        Column(
            "ci_low", "number", "lower bound of the log-odds, shrunk by the prior, articles resampled", optional=True
        ),
        Column("ci_high", "number", "upper bound", optional=True),
    ),
    open=True,
)
CODINGS = Table(
    "codings",
    "one code by one coder",
    (
        _id("unit_id", "what was coded", key=True),
        _id("coder", "who coded it", key=True),
        _id("variable", "what it was coded for", key=True),
        Column("value", "text", "the code", optional=True),
    ),
)
VALIDITY = Table(
    "validity",
    "a measure against coders",
    (
        _id("measure", "the measure", key=True),
        _id("variable", "the coded variable", key=True),
        _id("outlet", "the outlet; `all` for all together", key=True),
        _id("category", "the code; `all` for all together", key=True),
        Column("n", "integer", "units coded"),
        Column("alpha", "number", "Krippendorff's alpha, machine as one more coder", optional=True),
        Column("ci_low", "number", "lower bound of alpha", optional=True),
        Column("ci_high", "number", "upper bound of alpha", optional=True),
        Column("f1", "number", "macro-averaged F1", optional=True),
        Column("precision", "number", "macro-averaged precision", optional=True),
        Column("recall", "number", "macro-averaged recall", optional=True),
    ),
    open=True,
)

TABLES = {
    table.name: table
    for table in (
        OUTLETS,
        STORIES,
        ARTICLES,
        DROPPED,
        NOTES,
        CLEANING,
        SENTENCES,
        ATTRIBUTIONS,
        ATTRIBUTION_SPANS,
        MENTIONS,
        EVENTS,
        EVIDENCE,
        SCORES,
        COMPARISONS,
        KEYNESS,
        CODINGS,
        VALIDITY,
    )
}
"""Every table by its name."""
