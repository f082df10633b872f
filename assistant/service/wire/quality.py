"""The figures of the latest evaluation: written by it beside its report, handed out as they are."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class FigureOut(BaseModel):
    """One figure over all items asked."""

    name: str = Field(description="The metric, stable.")
    label: str
    text: str = Field(description="The figure as the report prints it.")
    low: float | None = Field(description="Lower bound of the 95 % interval of a share.")
    high: float | None
    n: int = Field(description="Items behind it.")


class ReportSummary(BaseModel):
    """What an evaluation found, and of what."""

    made: date
    split: str = Field(description="Which part of the datasets was asked: hold, tune, all.")
    items: int
    revision: str
    corpus_version: str
    rules_version: str
    figures: list[FigureOut] = Field(description="Headline figures, the most telling first.")


class QualityOut(BaseModel):
    """The latest evaluation; null where there is none yet."""

    report: ReportSummary | None
    url: str = Field(description="The whole report, a page for people.")
    command: str = Field(description="What makes a new one; DIR is the data folder of the service.")
