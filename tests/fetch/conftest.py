"""A server on raw sockets that does what no server should."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator

import hypothesis
import pytest

# a busy machine must not fail them
hypothesis.settings.register_profile("calm", deadline=None, max_examples=50)
hypothesis.settings.load_profile("calm")

Behaviour = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Wild:
    """A local server whose behaviour a test sets by path: a coroutine that is given the request and the writer."""

    def __init__(self) -> None:
        self.paths: dict[str, Behaviour] = {}
        self.asked: list[bytes] = []
        self.connections = 0
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait(5)

    def _run(self, ready: threading.Event) -> None:
        async def start() -> None:
            self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = self.server.sockets[0].getsockname()[1]
            ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (first := await reader.readexactly(1)) != b"\x16":  # that would be TLS, which it does not speak
                request = first + await reader.readuntil(b"\r\n\r\n")
                self.asked.append(request)
                path = request.split()[1].decode()
                await self.paths[path](request, writer)
                await writer.drain()
                if writer.is_closing():
                    return
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def answers(self, path: str, *pieces: bytes) -> str:
        """Answer a path with these bytes as they stand, then close; gives the address."""

        async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            writer.close()

        self.paths[path] = answer
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def stop(self) -> None:
        def end() -> None:
            self.server.close()
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_soon(self.loop.stop)

        self.loop.call_soon_threadsafe(end)


@pytest.fixture
def wild() -> Iterator[Wild]:
    running = Wild()
    yield running
    running.stop()
