"""A round of reminders: the product's delivery against a bare loop that claims a hundred rows and sends their mails."""

import smtplib
import time
from collections.abc import Callable
from email.message import EmailMessage

import psycopg

from bench.filling.layout import ORGANISATIONS, PEOPLE
from bench.insertion import Cursor, insert, pk
from bench.servers import MailServer
from workflows.mail import Mail
from workflows.models import Notice
from workflows.services.delivery import deliver_due

SUBJECT = "A measurement is due"
TEXT = "A figure for a benefit of yours is due in seven days. Please report it.\n" * 6
CLAIM = """
    UPDATE workflows_notice claimed
    SET status = 'leased', lease_token = gen_random_uuid(), lease_until = now() + interval '1 minute'
    FROM (SELECT notice.id, person.email
          FROM workflows_notice notice JOIN register_person person ON person.id = recipient_id
          WHERE status = 'new' AND try_after <= now() ORDER BY try_after LIMIT 100 FOR UPDATE OF notice SKIP LOCKED) due
    WHERE claimed.id = due.id RETURNING due.id, due.email, claimed.message_id"""
DONE = """
    UPDATE workflows_notice SET status = 'sent', sent_at = now(), attempts = 1, lease_token = NULL, lease_until = NULL
    WHERE id = ANY(%s)"""


def measure(cursor: Cursor, mail: MailServer, number: int, way: Callable[[], None]) -> float:
    """Mails a second of one way, for notices that are all due; ValueError unless each has led to one mail."""
    _fill(cursor, number)
    before, began = mail.taken(), time.perf_counter()
    way()
    took = time.perf_counter() - began
    sent = cursor.execute("SELECT count(*) FROM workflows_notice WHERE status = 'sent'").fetchone()
    if sent != (number,) or mail.taken() - before != number:
        raise ValueError(f"{number} notices, {sent} marked as sent, {mail.taken() - before} mails.")
    return number / took


def product() -> None:
    """As a worker does it; what the mail says is ready."""
    deliver_due(compose=lambda notice: Mail(SUBJECT, TEXT))


def bare_loop(database: str, port: int) -> Callable[[], None]:
    """Claims by SKIP LOCKED in batches on one kept mail connection, and marks each batch by one statement."""

    def run() -> None:
        with psycopg.connect(database, autocommit=True) as connection, smtplib.SMTP("127.0.0.1", port) as server:
            while rows := connection.execute(CLAIM).fetchall():
                for _, address, message_id in rows:
                    server.send_message(_mail(address, message_id))
                connection.execute(DONE, [[row[0] for row in rows]])

    return run


def _mail(address: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = SUBJECT, "varig@kommune0.example", address
    message["Message-ID"] = message_id
    message.set_content(TEXT)
    return message


def _fill(cursor: Cursor, number: int) -> None:
    cursor.execute("TRUNCATE workflows_notice")
    person = f"n % {ORGANISATIONS} * {PEOPLE} + n / {ORGANISATIONS} % {PEOPLE}"
    moments = dict.fromkeys(("created_at", "send_after", "try_after"), "now() - n * interval '1 second'")
    statement = insert(
        Notice,
        f"generate_series(0, {number - 1}) AS n",
        id=pk("notice", "n"),
        organisation=pk("organisation", f"n % {ORGANISATIONS}"),
        recipient=pk("person", person),
        kind="'bench'",
        once_key="'bench ' || n",
        message_id="'<bench' || n || '@kommune0.example>'",
        **moments,
    )
    cursor.execute(statement)
    cursor.execute("VACUUM ANALYZE workflows_notice")
