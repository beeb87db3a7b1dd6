"""Files are told apart by what is in them, read as Excel and CSV are written, and refused when they are a trap."""

import io
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from projects.interchange import limits
from projects.interchange.csv_files import read_csv, read_folder
from projects.interchange.files import read_tables
from projects.interchange.kinds import plain
from projects.interchange.problems import FileRefused
from projects.models import Indicator, Measurement, Project, Target
from tests.projects.interchange.books import SMALL, a_workbook, a_zip, with_sheet
from tests.projects.interchange.conftest import Import

MIDNIGHT = datetime(2013, 5, 1)  # noqa: DTZ001 Excel knows no time zones


def zip_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(content: bytes) -> str:
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        read_tables(content)
    assert time.monotonic() - began < 5, "a trap must be seen before it is sprung"
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_may_be_written_as_any_spreadsheet_writes_it(bring: Import, delimiter: str, encoding: str) -> None:
    sheets = with_sheet("targets", ["indicator", "value", "key", "due_date"], ["i1", "7,25", "t1", "2014-H1"])
    result = bring(a_zip(sheets, delimiter=delimiter, encoding=encoding))
    assert (result.created, result.changed, result.unchanged) == (7, 0, 0)
    assert Project.objects.get().title == "Sammen på jobb"
    target = Target.objects.get()
    assert (target.value, target.due_date, target.due_date_entered) == (Decimal("7.25"), date(2014, 6, 30), "2014-H1")


def test_excel_cells_are_read_as_they_are_seen(bring: Import) -> None:
    sheets = {
        **SMALL,
        "Projects ": [["key", "title", "start_date", "end_date", "restricted"], [1.0, 2013, 2013, "2014-05", True]],
        "benefits": [["key", "project", "title", "start_date"], ["b1", 1, date(2013, 5, 1), MIDNIGHT]],
        "indicators": [["key", "benefit", "name", "unit"], ["i1", "b1", 7.25, 100]],
        "measurements": [["key", "indicator", "period_start", "value"], ["m1", "i1", 2013, 7.4]],
        "milestones": [["key", "project", "title"], ["s1", "1", "Handover"]],
    }
    del sheets["projects"]
    bring(a_workbook(sheets))
    project, indicator = Project.objects.get(), Indicator.objects.get()
    assert (project.key, project.title, project.restricted) == ("1", "2013", True)
    assert (project.start_date, project.start_date_entered) == (date(2013, 1, 1), "2013")
    assert (project.end_date, project.end_date_entered) == (date(2014, 5, 31), "2014-05")
    benefit = indicator.benefit
    assert (benefit.title, benefit.start_date_entered) == ("2013-05-01", "2013-05-01")
    assert (indicator.name, indicator.unit) == ("7.25", "100")
    assert Measurement.objects.get().value == Decimal("7.4")


def test_a_day_with_a_clock_is_that_day_at_midnight_only() -> None:
    assert plain(MIDNIGHT) == "2013-05-01"
    assert plain(MIDNIGHT.replace(hour=10)) == "2013-05-01T10:00:00"


def test_a_file_is_told_by_its_content_and_what_a_mac_adds_is_passed_over(bring: Import) -> None:
    files = {f"register/{name}.CSV": b"" for name in ("goals", "programmes")}
    files |= {"__MACOSX/._units.csv": b"\x00\x05", ".DS_Store": b"\x00", "register/": b""}
    files["register/units.csv"] = b"key,name\r\nhealth,Health\r\n"
    assert bring(zip_of(files)).created == 1


def test_the_csv_files_of_a_folder_are_a_register(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("key;name\nhealth;Health\n", encoding="utf-8")
    (tmp_path / "goals.csv").write_text("", encoding="utf-8")
    assert [(table.name, list(table.header)) for table in read_folder(tmp_path)] == [("units", ["key", "name"])]


def test_trailing_empty_columns_are_nothing_and_a_blank_first_row_is_no_header() -> None:
    table = read_csv("units", b"key,name,,\n\nhealth,Health,,\n")
    assert table is not None
    assert (list(table.header), [line.number for line in table.lines]) == (["key", "name"], [3])
    blank = read_csv("units", b"\nkey,name\n")
    assert blank is not None
    assert list(blank.header) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither an XLSX file nor a ZIP"),
        (b"key,name\nhealth,Health\n", "neither an XLSX file nor a ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file, or one with a password"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged"),
        (zip_of({"units.csv": b"key,name\n", "readme.txt": b"Hello"}), "“readme.txt” is no CSV file"),
        (zip_of({"a/units.csv": b"key\n", "b/units.csv": b"key\n"}), "“units.csv” is there twice"),
        (zip_of({"inner.zip": zip_of({"units.csv": b"key\n"})}), "“inner.zip” is no CSV file"),
        (zip_of({"units.csv": "key,name\nhealth,Øst\n".encode("latin-1")}), "“units.csv” is not in UTF-8"),
        (zip_of({"units.csv": b'key,name\nhealth,"Health\n'}), "“units.csv” cannot be read from line 2 on"),
        (zip_of({"xl/workbook.bin": b"", "xl/workbook.xml": b""}), "binary Excel file"),
        (zip_of({"xl/workbook.xml": b"<not xml"}), "This Excel file cannot be read"),
        (zip_of({"xl/workbook.xml": "<workbook/>".encode("utf-16")}), "The workbook is not in UTF-8"),
        (zip_of({"xl/workbook.xml": b"", "s.xml": b'<c r="A20002">'}), "A sheet has more than 20000 rows"),
        (zip_of({"xl/workbook.xml": b"", "s.xml": b"<c r='XFD1'>"}), "A sheet has more than 200 columns"),
        (zip_of({"xl/workbook.xml": b"", "s.xml": b"<c r='GR20001'>"}), "more than 2000000 cells, empty ones included"),
        (
            zip_of({"xl/workbook.xml": b"", "s.xml": b'<c r="B7" s="1" t="e"><v>#REF!</v></c>'}),
            "an error (B7), such as #REF!",
        ),
        (zip_of({"xl/workbook.xml": b"", "s.xml": b"<x:c t='e'>"}), "an error (?), such as #REF!"),
        (zip_of({f"{number}.csv": b"" for number in range(201)}), "more than 200 files"),
        (zip_of({"units.csv": b"key\n" + b"a\n" * 20_001}), "A sheet has more than 20000 rows"),
        (zip_of({"units.csv": b"0" * (2 * limits.MEGABYTE)}), "packed too tightly"),
        (zip_of({"units.csv": b"0" * (51 * limits.MEGABYTE)}), "larger than 50 MB"),
        (b"PK" + b"0" * (10 * limits.MEGABYTE), "The file is larger than 10 MB"),
    ],
)
def test_what_cannot_be_trusted_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_workbook_with_too_many_rows_is_refused() -> None:
    rows = [["key", "name"], *([str(number), "x"] for number in range(20_001))]
    assert "A sheet has more than 20000 rows" in refusal(a_workbook({"units": rows}))


def test_rows_without_addresses_are_counted_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 1)
    monkeypatch.setattr(limits.Scales, "weigh", lambda scales, part: None)
    assert "A sheet has more than 1 rows" in refusal(a_workbook({"units": [["key"], ["a"], ["b"]]}))


def test_a_file_with_a_password_is_refused() -> None:
    content = bytearray(a_zip(SMALL))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    assert "protected by a password" in refusal(bytes(content))


def test_a_file_that_is_larger_than_it_says_is_refused() -> None:
    content = bytearray(zip_of({"units.csv": b"key,name\n" * 100}))
    place = content.rfind(b"PK\x01\x02") + 24
    content[place : place + 4] = (5).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(content))


def test_entities_of_xml_are_not_unfolded(bring: Import) -> None:
    """The classic bomb of a billion laughs: whatever comes of it, it comes quickly and is small."""
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    bomb += "".join(f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n > 1 else "") + ";"}">' * 1 for n in range(1, 10))
    bomb += "]><sst><si><t>&a9;</t></si></sst>"
    source, target = io.BytesIO(a_workbook(SMALL)), io.BytesIO()
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, bomb if "sharedStrings" in entry.filename else old.read(entry))
    began = time.monotonic()
    with pytest.raises((FileRefused, Exception)):
        bring(target.getvalue())
    assert time.monotonic() - began < timedelta(seconds=5).total_seconds()


def test_a_long_text_is_stored_whole(bring: Import, problems: Callable[..., list[str]]) -> None:
    words = "".join(chr(0x4E00 + number % 5000) for number in range(300_000))
    bring(with_sheet("projects", ["key", "title", "background"], ["p1", "x", words]))
    assert Project.objects.get().background == words
