from datetime import datetime
from email import message_from_bytes, policy
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from register.models import Person
from tests.mailbox import Mailbox
from tests.workflows.conftest import Enqueue
from workflows.mail import Mail, message_id_for, message_of, one_line
from workflows.models import Notice
from workflows.services.delivery import Tally, deliver_due

ORGANISATION = UUID(int=1)
HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip


@given(title=st.text(max_size=300), name=st.text(max_size=100))
@example(title="Bcc: all@evil.example\r\nBcc: all@evil.example", name='x" <evil@evil.example>, "')
@example(title="a\u2028Bcc: b@evil.example\x85c", name="=?utf-8?q?=0D=0ABcc:_evil=40evil.example?=")
@example(title="=?utf-8?q?a=0D=0ABcc:_b=40evil.example?=", name="\r\nBcc: evil@evil.example")
@example(title="æ" * 300, name="Ærlig Ø. Åsmund-Sørensen af Grønkøbing, født Blåbær " * 3)
@example(title="\ud800 half a sign", name='Åse "\\')
def test_no_title_and_no_name_adds_a_header_or_a_recipient(title: str, name: str) -> None:
    person = Person(name=name, email="kari@eksempel.example")
    notice = Notice(recipient=person, message_id="<1@varig.example>")
    message = message_of(Mail(subject=title, text="Text"), notice)
    assert len(message.recipients()) == 1
    arrived = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert set(arrived.keys()) <= HEADERS
    assert [address.addr_spec for address in arrived["To"].addresses] == ["kari@eksempel.example"]
    assert len(arrived["Subject"].splitlines()) <= 1


def test_a_title_of_several_lines_is_sent_on_one(
    told: Enqueue, now: datetime, smtp_server: Mailbox, person: Person
) -> None:
    Person.objects.filter(pk=person.pk).update(name="Kari\r\nBcc: evil@evil.example")
    told()
    mail = Mail(subject="Ny skole\r\nBcc: evil@evil.example", text="Blåbærsyltetøy", html="<p>Blåbærsyltetøy</p>")
    assert deliver_due(compose=lambda _: mail, now=now) == Tally(sent=1)
    (arrived,) = smtp_server.messages
    assert arrived["Subject"] == "Ny skole Bcc: evil@evil.example"
    assert arrived["Bcc"] is None
    assert arrived["X-RcptTo"] == "kari@eksempel.example"
    parts = {part.get_content_type(): part.get_payload(decode=True).decode() for part in arrived.get_payload()}
    assert parts == {"text/plain": "Blåbærsyltetøy", "text/html": "<p>Blåbærsyltetøy</p>"}


def test_a_title_in_any_script_is_kept() -> None:
    assert one_line("Ældre  borgere\t老人 👵🏽 \u202eשלם") == "Ældre borgere 老人 👵🏽 \u202eשלם"


def test_the_message_id_is_the_same_for_every_try_and_tells_nothing(settings) -> None:
    settings.BASE_URL = "https://varig.grønkøbing.example/x"
    one = message_id_for(ORGANISATION, "milestone 7")
    assert one == message_id_for(ORGANISATION, "milestone 7")
    assert one not in {message_id_for(ORGANISATION, "milestone 8"), message_id_for(UUID(int=2), "milestone 7")}
    assert one.endswith("@varig.xn--grnkbing-64ac.example>")
    assert "milestone" not in one


@pytest.mark.parametrize(("url", "host"), [("http://[::1]:8000", "localhost"), ("", "localhost")])
def test_a_message_id_always_has_a_host(settings, url: str, host: str) -> None:
    settings.BASE_URL = url
    assert message_id_for(ORGANISATION, "1").endswith(f"@{host}>")
