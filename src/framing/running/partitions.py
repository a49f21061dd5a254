"""What is done to each partition by itself: pure functions of a work folder and a number that leave tables behind."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.voice.kept import HEARD, table_of_voices
from framing.corpus.arrays_kept import KEPT, tables_of_arrays
from framing.corpus.corpus import ARTICLE_TABLES, Corpus
from framing.corpus.read.documents import Batch
from framing.corpus.reading import clean_batch
from framing.corpus.repeats.duplicates import apply_marks, sketch
from framing.corpus.stories.similarity import weigh_words
from framing.lexicon import Lexicon, read_lexicon
from framing.running.folder import WorkFolder
from framing.scoring.score import score_and_show

SHARDED = (*ARTICLE_TABLES, "evidence", "scores")
"""Tables with rows for each article."""
ROWS_IN_GROUP = 50_000
ROWS_OF_TEXT = 5_000
"""Rows in a group of articles, which hold whole texts."""
PLACES = 1 << 20
"""Places kept for the articles of a partition: the place of an article grows in the order of reading."""


def clean_partition(folder: Path, number: int, *, clean: bool) -> int:
    """Clean a partition, and take from it what repeated texts and stories are found by; give how many articles stay."""
    work = WorkFolder(folder)
    done = work.noted(f"cleaned.{number:06d}")
    if done is not None:
        return done["articles"]
    recurring = frozenset((outlet, line) for outlet, line in (work.noted("cut") or {})["recurring"])
    part = clean_batch(Batch(work.read("given", number)), clean=clean, recurring=recurring)
    left_out = pd.concat([work.read("given_dropped", number), part.dropped], ignore_index=True)
    facts, shingles = sketch(part.articles, number * PLACES)
    words, forms = weigh_words(part.articles, number * PLACES)
    tables = {"read": part.articles, "removed": part.cleaning, "left_out": left_out}
    tables |= {"facts": facts.assign(story_id=part.articles["story_id"].to_numpy()), "shingles": shingles}
    for name, table in (tables | {"words": words, "forms": forms}).items():
        work.write(name, number, table)
    work.note(f"cleaned.{number:06d}", {"articles": len(part.articles)})
    return len(part.articles)


def score_partition(
    folder: Path, number: int, *, name: str, codebook: str, model: str, measures: tuple[str, ...]
) -> int:
    """Annotate and score a partition; give how many articles were read."""
    work = WorkFolder(folder)
    done = work.noted(f"scored.{number:06d}")
    if done is not None:
        return done["articles"]
    marks = pd.read_parquet(folder / "marks.parquet", filters=[("partition", "==", number)])
    read = work.read("read", number)
    articles, repeated = apply_marks(read, marks)
    articles = articles.assign(story_id=articles["article_id"].map(marks.set_index("article_id")["story_id"]))
    cleaning = work.read("removed", number)
    cleaning = cleaning[cleaning["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    outlets = pd.read_parquet(work.ready / "outlets.parquet")
    part = Corpus(name, schema.ARTICLES.cast(articles), cleaning=cleaning, outlets=outlets)
    annotated = annotate(part, codebook=_codebook(folder, codebook), model=model)
    scores, evidence = score_and_show(annotated, measures)
    tables = {**annotated.tables, "scores": scores, "evidence": evidence}
    for table in SHARDED:
        work.write(table, number, schema.TABLES[table].check(tables[table]))
    arrays = tables_of_arrays(annotated.tokens, annotated.quotations) | {HEARD: table_of_voices(annotated)}
    for table, rows in arrays.items():
        work.write(table, number, rows)
    work.write("repeated", number, repeated)
    work.note(f"scored.{number:06d}", {"articles": len(read)})
    return len(read)


@lru_cache(maxsize=4)
def _codebook(folder: Path, name: str) -> Lexicon:
    return replace(read_lexicon(folder / "codebook"), name=name)


def _plain(form: pa.Schema) -> pa.Schema:
    """Take dictionaries for their values: each shard has one of its own, with numbers as wide as it needs."""
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in form]
    return pa.schema(plain)


def _shaped(batch: pa.RecordBatch, form: pa.Schema) -> pa.Table:
    """Bring columns into order and type; those that a shard lacks are empty."""
    known = {name: batch.column(name) for name in batch.schema.names}
    absent = {name: pa.nulls(len(batch), form.field(name).type) for name in form.names if name not in known}
    return pa.table({name: (known | absent)[name] for name in form.names}).cast(form)


def join_table(folder: Path, name: str) -> int:
    """Join the shards of a table into one file with row groups of one size; give the number of rows."""
    work = WorkFolder(folder)
    paths = work.all_of(name)
    form = pa.unify_schemas([_plain(pq.read_schema(p)) for p in paths], promote_options="permissive")
    rows, waiting = 0, pa.Table.from_batches([], form)
    at_once = ROWS_OF_TEXT if name == "articles" else ROWS_IN_GROUP
    with pq.ParquetWriter(work.ready / f"{name}.parquet", form) as writer:
        for batch in (batch for path in paths for batch in pq.ParquetFile(path).iter_batches(at_once)):
            waiting = pa.concat_tables([waiting, _shaped(batch, form)])
            while len(waiting) >= at_once:
                writer.write_table(waiting.slice(0, at_once).combine_chunks())
                waiting = waiting.slice(at_once)
            rows += len(batch)
        if len(waiting) or not rows:
            writer.write_table(waiting.combine_chunks())
    return rows


JOINED = (*SHARDED, *KEPT, HEARD)
