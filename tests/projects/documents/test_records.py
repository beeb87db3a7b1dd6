"""The sign-off record: complete for an auditor who has nothing else, and the same bytes whenever it is drawn up."""

import hashlib
import json
import re
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import which

import pytest
from django.urls import reverse
from django.utils import translation

from projects.documents.rendering import pdf_of
from projects.models import Condition, Handover, HandoverComment, Project
from projects.reports.as_demanded import as_demanded
from projects.reports.sign_off_record import SignOffRecord, record_of
from projects.services import conditions, handover_comments, handovers
from register.models import AuditEvent, Unit
from tests.api_caller import Caller
from tests.cast import Cast, fresh
from tests.visits import visiting

HOSTILE = '#panic("x") $x$ *bold* @ref <label> \\u{41} {{7*7}} %(name)s'


@pytest.fixture
def waiting(cast: Cast) -> Handover:
    return cast.sent(cast.handing_over(case_reference="2026/123-4"))


@pytest.fixture
def signed(cast: Cast, waiting: Handover) -> Handover:
    demanded = [{"text": "To kurs til.", "owner": cast.leader, "due_date": date(2027, 1, 1)}]
    return cast.sign(waiting, decision="accept_with_reservations", comment="Greit, æøå ÆØÅ.", reservations=demanded)


def record(handover: Handover) -> SignOffRecord:
    found = record_of(fresh(handover))
    assert found is not None
    return found


def words_of(pdf: bytes, folder: Path) -> str:
    """What a reader of the file sees."""
    if not which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = folder / "record.pdf"
    file.write_bytes(pdf)
    shown = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)  # noqa: S607
    return " ".join(shown.stdout.decode().split())


def attached(pdf: bytes, folder: Path) -> bytes:
    if not which("pdfdetach"):
        pytest.skip("pdfdetach is not installed")
    (folder / "record.pdf").write_bytes(pdf)
    target = folder / "snapshot.json"
    command = ["pdfdetach", "-save", "1", "-o", target, folder / "record.pdf"]
    subprocess.run(command, check=True, capture_output=True)
    return target.read_bytes()


def test_an_auditor_finds_everything_in_the_record_alone(signed: Handover, tmp_path: Path) -> None:
    words = words_of(pdf_of(record(signed)), tmp_path)
    for expected in (
        *("Testby kommune", "Shorter days in bed", "2026/123-4", "Home care", "round 1, version 1"),
        *("Taken over with reservations on 2 March 2026. Signed by Line manager.", "line manager, Home care"),
        *("2 March 2026, 10:00 (Europe/Oslo); 2026-03-02 09:00:00 UTC", "by password, given on 2026-01-05 09:00 UTC"),
        *("Greit, æøå ÆØÅ.", "To kurs til.", "Leader, by 1 January 2027", "In the rota.", "40 falls"),
        *(signed.snapshot_sha256, f"/check/?sha256={signed.snapshot_sha256}", "sha256sum snapshot.json"),
    ):
        assert expected in words


def test_the_record_is_an_archive_file_with_case_parties_hash_and_dates(signed: Handover) -> None:
    for_archives, pdf = pdf_of(record(signed), for_archives=True), pdf_of(record(signed))
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A" in pdf
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A" in for_archives
    assert b"EmbeddedFile" not in for_archives
    for expected in (
        *("Case reference: 2026/123-4", "Organisation: Testby kommune", "Handed over by: Leader"),
        *("Receiving unit: Home care", "Signed by: Line manager (2026-03-02 09:00:00 UTC)", signed.snapshot_sha256),
        *("<xmp:CreateDate>2026-03-02T09:00:00Z", "<rdf:li>en</rdf:li>", "handover to Home care, round 1</rdf:li>"),
    ):
        assert expected.encode() in for_archives


def test_the_hash_can_be_calculated_from_the_file_itself(signed: Handover, tmp_path: Path) -> None:
    assert hashlib.sha256(attached(pdf_of(record(signed)), tmp_path)).hexdigest() == signed.snapshot_sha256


def test_the_same_record_gives_the_same_bytes(signed: Handover) -> None:
    assert pdf_of(record(signed)) == pdf_of(record(signed))


@pytest.mark.parametrize(("language", "words"), [("da", "Overdragelse"), ("nb", "Overlevering")])
def test_the_record_is_in_the_readers_language(signed: Handover, tmp_path: Path, language: str, words: str) -> None:
    with translation.override(language):
        pdf = pdf_of(record(signed))
    assert f"/Lang({language})".encode() in pdf
    assert words in words_of(pdf, tmp_path)


def test_a_signature_that_no_longer_counts_is_marked(cast: Cast, signed: Handover, tmp_path: Path) -> None:
    cast.take(signed, "reopen", cast.leader, comment="Another unit joins.")
    words = words_of(pdf_of(record(signed)), tmp_path)
    assert "This sign-off no longer counts." in words
    assert "Signature (no longer counts)" in words
    assert "Superseded on 2 March 2026" in words


def test_two_signatures_stand_in_one_record_and_the_first_alone_says_that_it_waits(
    cast: Cast, waiting: Handover, tmp_path: Path
) -> None:
    Project.objects.filter(pk=waiting.project_id).update(leader=cast.line_manager)
    cast.sign(waiting)
    assert "One signature of two" in words_of(pdf_of(record(waiting)), tmp_path)
    cast.sign(waiting, by=cast.superior)
    words = words_of(pdf_of(record(waiting)), tmp_path)
    assert "Signed by Line manager, Superior." in words
    assert "Countersignature Signed by Superior" in words


def test_earlier_rounds_are_told_with_their_words(cast: Cast, waiting: Handover, tmp_path: Path) -> None:
    cast.sign(waiting, decision="return", comment="Who pays?")
    cast.take(waiting, "revise", cast.leader)
    cast.take(waiting, "send", cast.leader)
    cast.sign(waiting)
    words = words_of(pdf_of(record(waiting)), tmp_path)
    assert "Earlier rounds round 1 Returned: Line manager, 2026-03-02 09:00:00 UTC Who pays?" in words
    assert "What has changed since round 1 Nothing in the text." in words
    first = record_of(fresh(waiting), 1)
    assert first is not None
    assert first.standing.startswith("Returned on 2 March 2026. Signed by Line manager. This sign-off no longer")


def test_comments_and_what_changed_since_the_last_round_stand_in_the_record_as_they_were_when_signed(
    cast: Cast, waiting: Handover, tmp_path: Path
) -> None:
    said = [{"section": "costs", "text": "Who pays for the courses?"}, {"section": "risks", "text": "And in winter?"}]
    cast.sign(waiting, decision="return", comments=said)
    costs = HandoverComment.objects.get(section="costs")
    handover_comments.settle(comment=costs, answer="The unit.", by=cast.leader, now=cast.now + timedelta(days=1))
    returned = words_of(pdf_of(record(waiting)), tmp_path)
    assert "What it costs to run, round 1: Who pays for the courses?" in returned
    assert "The unit." not in returned
    cast.take(waiting, "revise", cast.leader)
    changes = {"operating_cost": Decimal(80000), "operating_currency": "NOK"}
    handovers.update_handover(handover=fresh(waiting), changes=changes, by=cast.leader, now=cast.now)
    cast.take(waiting, "send", cast.leader)
    cast.sign(waiting, now=cast.now + timedelta(days=2))
    words = words_of(pdf_of(record(waiting)), tmp_path)
    for expected in (
        *("Settled by Leader, 2026-03-03 09:00:00 UTC. Answer: The unit.", "It was open when this was signed."),
        "What has changed since round 1 Operating cost per year → 80,000",
    ):
        assert expected in words


def test_reservations_stay_as_they_were_signed_whoever_gets_them_afterwards(cast: Cast, signed: Handover) -> None:
    before = pdf_of(record(signed))
    condition = Condition.objects.get(sign_off__handover=signed)
    changes = {"owner": cast.member, "due_date": date(2031, 1, 1)}
    conditions.update_condition(condition=condition, changes=changes, by=cast.leader, now=cast.now, reason="Away.")
    assert pdf_of(record(signed)) == before
    assert [one.owner for one in as_demanded([fresh(condition)])] == ["Leader"]
    assert [one.owner for one in as_demanded([Condition(text="A", owner=cast.member, due_date=date(2031, 1, 1))])] == [
        "Member"
    ]


def test_the_signature_names_its_line_in_the_audit_trail(signed: Handover, tmp_path: Path) -> None:
    line = AuditEvent.objects.get(action="handover.signed.accept_with_reservations")
    words = words_of(pdf_of(record(signed)), tmp_path)
    assert f"line {line.position}, SHA-256 {line.hash}" in words
    assert str(line.by_id) in words


def test_a_deputys_signature_says_for_whom(cast: Cast, waiting: Handover, tmp_path: Path) -> None:
    cast.sign(waiting, by=cast.deputy, authenticated_by="token Night job")
    words = words_of(pdf_of(record(waiting)), tmp_path)
    assert record(waiting).parties == ["Leader", "Deputy", "Line manager"]
    assert "Acting for Line manager" in words
    assert "by the personal API token “Night job”" in words


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "x" * 100_000,
        "word " * 20_000,
        "line\n" * 20_000,
        "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631 \u6f22 \U0001f600 \x07\x1b[31m \ufffe",
        "a\u0300\u0301\u0302\u0303" * 2000,
        "\u200b\u00ad",
        "SHA-256 " + "0" * 64 + ", seal " + "0" * 64,
    ],
    ids=["markup", "one long word", "many words", "many lines", "other scripts", "marks", "nothing", "a false seal"],
)
def test_no_text_stops_the_record_or_is_read_as_markup(
    cast: Cast, waiting: Handover, tmp_path: Path, text: str
) -> None:
    Unit.objects.filter(pk=waiting.receiving_unit_id).update(name=text[:150])
    cast.take(waiting, "recall", cast.leader)
    Handover.objects.filter(pk=waiting.pk).update(anchoring=text, lasting_results=text)
    cast.take(waiting, "send", cast.leader)
    cast.sign(waiting, decision="return", comment=text)
    pdf = pdf_of(record(waiting))
    assert len(pdf) < 3_000_000
    assert hashlib.sha256(attached(pdf, tmp_path)).hexdigest() == fresh(waiting).snapshot_sha256
    if text == HOSTILE:
        assert HOSTILE in words_of(pdf, tmp_path)


def test_what_is_left_out_is_said(cast: Cast, waiting: Handover, tmp_path: Path) -> None:
    cast.sign(waiting, decision="return", comment="\u6f22 " + "x" * 30_000)
    words = words_of(pdf_of(record(waiting)), tmp_path)
    assert "Characters that cannot be shown here stand as" in words
    assert "What is too long for this document ends with" in words


def test_the_files_are_on_the_page_once_somebody_has_signed(cast: Cast, waiting: Handover) -> None:
    url, reader = reverse("projects:handover_record", args=[waiting.pk]), visiting(cast.member)
    assert url not in reader.get(waiting.get_absolute_url()).content.decode()
    assert reader.get(url).status_code == 404
    cast.sign(waiting)
    assert url in reader.get(waiting.get_absolute_url()).content.decode()
    answer = reader.get(url)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert re.search(r'filename="sign-off-[\w-]+\.pdf"', answer["Content-Disposition"])
    assert reader.get(url, {"for": "archives"})["Content-Disposition"].endswith('-archive.pdf"')
    kept = reader.get(reverse("projects:handover_snapshot", args=[waiting.pk])).content
    assert hashlib.sha256(kept).hexdigest() == fresh(waiting).snapshot_sha256


def test_the_api_gives_the_same_files(cast: Cast, signed: Handover) -> None:
    caller = Caller(cast.member)
    answer = caller.get(f"handovers/{signed.pk}/record/", round="1")
    assert (answer["Content-Type"], answer.content) == ("application/pdf", pdf_of(record(signed)))
    assert caller.get(f"handovers/{signed.pk}/record/", **{"for": "archives"}).content[:5] == b"%PDF-"
    kept = caller.get(f"handovers/{signed.pk}/snapshot/")
    assert hashlib.sha256(kept.content).hexdigest() == signed.snapshot_sha256
    assert json.loads(kept.content) == signed.snapshot


@pytest.mark.parametrize(
    ("query", "status"), [({"round": "2"}, 404), ({"round": "x"}, 400), ({"for": "fun"}, 400), ({"of": "1"}, 400)]
)
def test_the_api_refuses_what_it_does_not_know(
    cast: Cast, signed: Handover, query: dict[str, str], status: int
) -> None:
    assert Caller(cast.member).get(f"handovers/{signed.pk}/record/", **query).status_code == status


@pytest.mark.parametrize("name", ["handover_record", "handover_snapshot"])
def test_for_a_stranger_there_is_no_record(cast: Cast, signed: Handover, name: str) -> None:
    url = reverse(f"projects:{name}", args=[signed.pk])
    assert visiting(cast.stranger).get(url).status_code == 404


def test_what_was_accepted_one_by_one_stands_in_the_signature(cast: Cast, waiting: Handover, tmp_path: Path) -> None:
    benefit = waiting.project.benefits.get()
    marks = [{"benefit": benefit.pk, "accepted": False, "comment": "Too early."}]
    cast.sign(waiting, decision="return", comment="See below.", benefits=marks)
    assert "Fewer falls Not accepted: Too early." in words_of(pdf_of(record(waiting)), tmp_path)
