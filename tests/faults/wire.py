"""A line that can be slow, out of order, or cut: a proxy on the loopback between candidates and server."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

CHUNK = 65_536


class Wire:
    """Set `delay` (seconds at most, in each direction) or `is_cut` while calls are under way."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.delay = 0.0
        self.is_cut = False
        self.door = socket.create_server(("127.0.0.1", 0), backlog=256)

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.door.getsockname()
        return host, port

    def serve(self) -> None:
        while True:
            try:
                near, _who = self.door.accept()
            except OSError:
                return
            Thread(target=self.connect, args=(near,), daemon=True).start()

    def connect(self, near: socket.socket) -> None:
        with near:
            if self.is_cut:
                return
            try:
                far = socket.create_connection(self.target, timeout=30)
            except OSError:
                return
            with far:
                there = Thread(target=self.carry, args=(near, far), daemon=True)
                there.start()
                self.carry(far, near)
                there.join()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        """What was sent arrives even where its sender has given up: that is how old calls come last."""
        try:
            while data := source.recv(CHUNK):
                time.sleep(random.uniform(0, self.delay))
                if self.is_cut:
                    break
                target.sendall(data)
        except OSError:
            pass
        for end in (target, *([source] if self.is_cut else [])):
            try:
                end.shutdown(socket.SHUT_WR)
            except OSError:
                pass


@contextmanager
def wire(target: tuple[str, int]) -> Iterator[Wire]:
    line = Wire(target)
    Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.door.shutdown(socket.SHUT_RDWR)
        line.door.close()
