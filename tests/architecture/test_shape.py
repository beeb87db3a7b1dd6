"""The shape of the code: sizes, and where imports may stand."""

import ast
from statistics import median

from tests.architecture.sources import functions, modules, parsed, place

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 8
MEDIAN_MODULE = 80
NINE_IN_TEN = 250


def lengths() -> dict[str, int]:
    return {place(path, 1): path.read_text(encoding="utf-8").count("\n") for path in modules()}


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    assert [where for where, length in lengths().items() if length > LONGEST_MODULE] == []


def test_most_modules_are_small() -> None:
    sizes = sorted(length for length in lengths().values() if length > 1)
    assert sizes[int(len(sizes) * 0.9)] <= NINE_IN_TEN
    assert median(sizes) <= MEDIAN_MODULE


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        place(path, function.lineno)
        for path in modules()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument.arg for argument in given if argument.arg not in {"self", "cls"}]


def test_no_function_takes_more_arguments_than_can_be_told_apart() -> None:
    many = [
        place(path, function.lineno)
        for path in modules()
        for function in functions(path)
        if len(arguments(function)) > MOST_ARGUMENTS
    ]
    assert many == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        place(path, node.lineno)
        for path in modules()
        for function in functions(path)
        if function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_the_formulas_know_no_database() -> None:
    known = [
        place(path, node.lineno)
        for path in modules()
        if "formulas" in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.db", "django.apps"))
    ]
    assert known == []
