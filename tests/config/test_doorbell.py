from config.celery import app, ring


def messages_waiting() -> int:
    with app.connection_for_write() as connection:
        return connection.default_channel.queue_declare("celery", durable=True).message_count


def test_the_doorbell_leaves_a_message_for_a_worker(settings) -> None:
    assert settings.DOORBELL == "config.celery.ring"
    before = messages_waiting()
    ring()
    assert messages_waiting() > before
