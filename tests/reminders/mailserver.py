"""A mail server on this machine that keeps what it gets, and can do something at a chosen number of mails."""

import socket
import threading
from collections import Counter
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Post:
    """What arrived: the address of each mail, in order."""

    def __init__(self):
        self.to = []
        self.raw = []
        self._awaited = []
        self._lock = threading.Lock()

    def when(self, number, do):
        """Do something when the mail with this number has arrived, before the sender hears that it has."""
        self._awaited.append((number, do))

    async def handle_DATA(self, server, session, envelope):
        with self._lock:
            self.to += envelope.rcpt_tos
            self.raw.append(envelope.original_content or envelope.content)
            arrived = len(self.raw)
        for number, do in self._awaited:
            if number == arrived:
                do()
        return "250 OK"

    def count(self):
        """Return how many mails each address has got."""
        return Counter(self.to)


@contextmanager
def mail_server():
    """Serve on a free port; yield the post and the address of the server."""
    for _attempt in range(20):
        post = Post()
        controller = Controller(post, hostname="127.0.0.1", port=free_port())
        try:
            controller.start()
        except OSError:
            continue
        break
    try:
        yield post, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
