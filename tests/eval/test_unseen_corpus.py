"""The documents of the corpus say the same in whatever format they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.library import load_library
from eval.unseen.corpus import facts_of, read_back

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize("form", ["md", "docx", "html", "pdf-fpdf"])
def test_clauses_deadlines_and_contacts_of_the_corpus_do_not_hang_on_the_format(form: str) -> None:
    for document in load_library(CORPUS).documents:
        assert facts_of(read_back(document, form, CORPUS)) == facts_of(document), document.id
