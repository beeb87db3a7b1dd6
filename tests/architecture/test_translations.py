"""Every word a person can meet stands in both catalogues, translated; the recipe is in CONTRIBUTING.md, "New words"."""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils import dates

from tests.architecture.sources import PACKAGES, ROOT, modules, parsed, place, templates

LANGUAGES = ["da", "nb"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")
TRANSLATORS = {"gettext", "ngettext", "pgettext", "npgettext"}
NAMES = {"Varig", "API", "SHA"}  # the same in every language

Key = tuple[str | None, str]


def catalogue(root: Path, language: str) -> Catalog:
    with (root / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(words: str | list[str] | tuple[str, ...]) -> list[str]:
    """The singular and, where there is one, the plural."""
    return [words] if isinstance(words, str) else list(words)


def key_of(message: Message) -> Key:
    return message.context, forms(message.id)[0]


def messages(found: Catalog) -> dict[Key, Message]:
    return {key_of(message): message for message in found if message.id}


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source in which the words have just been gathered anew."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed, so the words cannot be gathered")
    copy = tmp_path_factory.mktemp("source")
    for package in [*PACKAGES, "locale"]:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    environment = os.environ | {"DATA_DIR": str(copy / "var"), "DATABASE_URL": "", "REDIS_URL": ""}
    gather = [sys.executable, "manage.py", "makemessages", "--verbosity", "0"]
    subprocess.run(gather, cwd=copy, env=environment, check=True, timeout=300)
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_word_of_the_source_and_no_other(language: str, gathered: Path) -> None:
    kept, needed = messages(catalogue(ROOT, language)), messages(catalogue(gathered, language))
    assert {"missing": needed.keys() - kept.keys(), "no longer used": kept.keys() - needed.keys()} == {
        "missing": set(),
        "no longer used": set(),
    }, "run `./varig manage makemessages` and translate what is empty"


@cache
def translating(path: Path) -> dict[str, str]:
    """The names under which a module calls what translates, with what each stands for."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name.removesuffix("_lazy") in TRANSLATORS
    }


def is_call(node: ast.AST, names: Iterable[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def marked() -> dict[str, str]:
    """The words that our modules mark for translation, each with a place where they stand."""
    return {
        argument.value: place(path, node.lineno)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and is_call(node, translating(path))
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_module_is_left_out_when_words_are_gathered(language: str) -> None:
    found = catalogue(ROOT, language)
    known = {words for message in found for words in [message.context, *forms(message.id)]}
    assert [(where, words) for words, where in marked().items() if words not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_none_is_a_guess(language: str) -> None:
    found = catalogue(ROOT, language)
    assert [key for key, message in messages(found).items() if not all(forms(message.string))] == []
    assert [key for key, message in messages(found).items() if message.fuzzy] == []
    assert list(found.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_source_fills_in(language: str) -> None:
    differing = [
        (key, translated)
        for key, message in messages(catalogue(ROOT, language)).items()
        for source, translated in zip(forms(message.id), forms(message.string), strict=True)
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(translated))
        or (source.startswith("\n"), source.endswith("\n")) != (translated.startswith("\n"), translated.endswith("\n"))
    ]
    assert differing == []


def shown(compiled: gettext.GNUTranslations, message: Message) -> list[str]:
    """What a reader gets: for one, and for two where the words count something."""
    context, words = message.context, forms(message.id)
    if len(words) == 1:
        return [compiled.pgettext(context, *words) if context else compiled.gettext(*words)]
    return [compiled.npgettext(context, *words, n) if context else compiled.ngettext(*words, n) for n in (1, 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(catalogue(ROOT, language)).values():
        assert shown(compiled, message) == forms(message.string)


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded, in nobody's language yet."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from outside_functions(child)


def test_words_of_a_module_wait_for_a_reader() -> None:
    eager = [
        place(path, node.lineno)
        for path in modules()
        for node in outside_functions(parsed(path))
        if is_call(node, [name for name, real in translating(path).items() if not real.endswith("_lazy")])
    ]
    assert eager == [], "use gettext_lazy at module level"


def is_pieced(node: ast.AST, names: Iterable[str]) -> bool:
    """Whether translated words are glued to others here."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_call(node.left, names) or is_call(node.right, names)
    return isinstance(node, ast.JoinedStr) and any(is_call(one, names) for one in ast.walk(node))


def test_sentences_are_translated_whole() -> None:
    pieced = [
        place(path, node.lineno)
        for path in modules()
        for node in ast.walk(parsed(path))
        if is_pieced(node, translating(path))
    ]
    assert pieced == [], "word order differs between languages: one sentence, with %(placeholders)s"


class PlainWords(HTMLParser):
    """Collects what a template shows without asking for its translation."""

    SHOWN = ("aria-label", "title", "placeholder", "alt", "data-label")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self.feed(re.sub(r"(?s)\{%\s*blocktrans.*?endblocktrans\w*\s*%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "code", "kbd"}
        for name, words in attrs:
            if name in self.SHOWN:
                self.keep(words or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "code", "kbd"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.keep(data)

    def keep(self, words: str) -> None:
        text = " ".join(words.split())
        if set(re.findall(r"[^\W\d_]{2,}", text)) - NAMES:
            self.found.append(text)


def test_no_template_shows_words_that_cannot_be_translated() -> None:
    plain = {
        str(path.relative_to(ROOT)): PlainWords(path.read_text(encoding="utf-8")).found
        for path in templates()
        if path.suffix == ".html"
    }
    assert {path: words for path, words in plain.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_ours_replaces_the_name_of_a_month_or_a_day(language: str) -> None:
    """“May” as a heading once made every 22 May a “22 may”: give such a word a context."""
    names = {str(month): month for month in [*dates.MONTHS.values(), *dates.MONTHS_3.values()]}
    names |= {str(day): day for day in [*dates.WEEKDAYS.values(), *dates.WEEKDAYS_ABBR.values()]}
    ours = {words for context, words in messages(catalogue(ROOT, language)) if context is None}
    assert ours & set(names) == set()
