"""A mail server that keeps what it is sent."""

from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler


class Mailbox(MessageHandler):
    """Every message that arrived, in order, as `email` objects."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        """Keep it."""
        self.messages.append(message)

    def serve(self, port: int) -> Controller:
        """The server to start and stop."""
        return Controller(self, hostname="127.0.0.1", port=port)
