"""What the page of an import shows, as JSON: counts, changes, problems by cell, what is left out, unknown words."""

from collections.abc import Iterable
from typing import Any

from projects.interchange.foreign.built import Built, CellProblem
from projects.interchange.foreign.mapping import Mapping
from projects.interchange.importing import ImportResult
from projects.interchange.problems import Problem
from projects.models import ImportRun

MOST = 200


def shown_result(result: ImportResult | None, built: Built | None) -> dict[str, Any]:
    """What an import would do or did; of a foreign sheet also what did not become a row."""
    shown: dict[str, Any] = {}
    if result is not None:
        changes = [(sheet.sheet, change) for sheet in result.sheets for change in sheet.changes]
        shown = {
            "created": result.created,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "sheets": [[one.sheet, one.created, one.changed, one.unchanged] for one in result.sheets],
            "people": list(result.people),
            "changes": [
                [sheet, one.row, one.key, one.column, one.old[:300], one.new[:300]] for sheet, one in changes[:MOST]
            ],
            "how_many_changes": len(changes),
        }
    return shown if built is None else {**shown, **_of_foreign(built)}


def _of_foreign(built: Built) -> dict[str, Any]:
    unknown = [[name, text, times] for name, words in built.unknown.items() for text, times in words.most_common()]
    return {
        "rows": built.rows,
        "kept_cells": built.kept,
        "left_out": [[one.number, str(one.why), one.text] for one in built.left_out[:MOST]],
        "how_many_left_out": len(built.left_out),
        "unknown": unknown[:MOST],
        "how_many_unknown": len(unknown),
        "unread": len([one for one in built.problems if one.column is not None]),
    }


def shown_problems(run: ImportRun, problems: Iterable[Problem], built: Built | None) -> dict[str, Any]:
    """Where something is wrong, what stands there, and what to do; of a foreign sheet by its own cells."""
    if built is None:
        rows = [[one.sheet, one.row, one.column, "", one.words] for one in problems]
    else:
        columns = run.titles
        found = [*built.problems, *(_at_its_cell(one, built) for one in problems)]
        sheet = Mapping.of_json(run.mapping).sheet
        rows = [
            [sheet, one.row, _heading(one.column, columns), one.text, one.words, address(one)]
            for one in sorted(found, key=lambda one: (one.row, one.column is None, one.column or 0))
        ]
    return {"problems": rows[:MOST], "how_many_problems": len(rows)}


def _at_its_cell(problem: Problem, built: Built) -> CellProblem:
    place = built.places.get((problem.sheet, problem.row, problem.column))
    named = "" if place is not None else f"{problem.column}: " if problem.column else ""
    return CellProblem(problem.row, place, "", f"{named}{problem.words}")


def _heading(column: int | None, columns: list[str]) -> str:
    return columns[column] if column is not None and column < len(columns) else ""


def address(problem: CellProblem) -> str:
    """ "D14", as Excel names the cell; the row alone where no cell is meant."""
    return f"{'' if problem.column is None else letters_of(problem.column)}{problem.row}"


def letters_of(place: int) -> str:
    """A column, counted from 0, as Excel names it."""
    letters = ""
    while place >= 0:
        letters, place = chr(ord("A") + place % 26) + letters, place // 26 - 1
    return letters
