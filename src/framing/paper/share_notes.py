"""What stands beside shared tables: a README, a citation to fill in, and notes on who owns what."""

README = """# {name}: tables without texts

{articles} articles, scored. Question: {question}

No text of an article is in this folder. `tables/` holds ids, offsets, codes and scores as Parquet; `articles.csv` lists
the articles with their addresses and the SHA-256 of each text as it was scored (headline, line feed, body, after
cleaning), so that whoever has the articles can tell whether theirs are the same.

    framing paper .                     # every figure, table and number of the paper, from these tables
    framing paper . --out paper --check # the same, compared with a paper that lies in paper/

What needs the words themselves (keyness, concordances, another codebook) needs the articles. Addresses often hold a
headline, and a naming says which entry of the codebook stands where: no sentence can be put together from that.

{tables}

The columns are told in the data dictionary of `framing`; columns with words of the articles were left out.
"""

CITATION = """cff-version: 1.2.0
message: "Cite this data set, the articles' publishers, and the program that scored it."
title: "{name}: scored articles without texts"
type: dataset
authors:
  - name: "FILL IN: your name"
abstract: "{question}"
license: CC-BY-4.0
references:
  - type: software
    title: "framing"
    authors:
      - name: "The framing founders"
"""

LICENCES = """# Who owns what

- The tables, offsets, codes and scores of {name} are yours to license; CITATION.cff proposes CC BY 4.0.
- The articles belong to their publishers and are not here. Nothing in this folder allows their text to be published.
- The codebook is under the licence that its card names.
- Facts (ids, dates, addresses, counts) are free; names of journalists and of sources were left out on purpose.
"""
